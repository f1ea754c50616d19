"""What a payload is taken for, and what is said of it, for services that nobody runs."""

import json
from datetime import date

import pytest
import sqlalchemy as sa
from marshmallow import RAISE, Schema, fields, validate

from tsunagu.contracts.facts import Catalogue, FactSchema, FactType
from tsunagu.contracts.routes import DEPARTMENT, Route
from tsunagu.domain.aggregate import event
from tsunagu.domain.errors import Refused
from tsunagu.hosting.definition import Definition
from tsunagu.messaging.inbound_message import InboundSource, Message
from tsunagu.programme.payload_validation import Checker

PACKAGE = "kit.tests.contract.source"


@event("garden.planted", schema=2)
class Planted:
    on: date
    trees: int
    watered: bool


class PlantedSchema(FactSchema):
    trees = fields.Integer(required=True)
    watered = fields.Boolean(required=True)


class Wish(Schema):
    class Meta:
        unknown = RAISE

    by = fields.String(required=True)
    id = fields.String(required=True, validate=validate.Length(1))
    tree = fields.String(required=True)
    grave = fields.String()


class Wishes(Schema):
    class Meta:
        unknown = RAISE

    by = fields.String(required=True)
    wishes = fields.List(fields.Dict(), required=True, validate=validate.Length(1, 3))


def check(event):
    person = event["source"].rpartition("/")[2]
    asked = Wish().load({**event["data"], "id": event.get("id"), "by": person})
    if asked["tree"] == "palm":
        raise Refused(
            "too_cold", "寒すぎます / too cold", field="data.tree", remedy="ほかの木を / another"
        )


MESSAGE = Message(
    event_type="wish.v1",
    source="/people/<sender>",
    user="person-<sender>",
    schema=Wish,
    outside=("by", "id"),
    example={"source": "/people/ki"},
    ja="木の希望",
    en="a wish for a tree",
    check=check,
    unknown={"grave": "記録による / depends on the records"},
    one="/wishes",
    many=("/wishes/many", "wishes"),
)
MANY = Route(
    verb="POST",
    path="/wishes/many",
    method="wish",
    ja="",
    en="",
    body=Wishes,
    acting={DEPARTMENT: "by"},
    roles=(DEPARTMENT,),
)
GARDEN = Definition(
    name="garden",
    package=PACKAGE,
    metadata=sa.MetaData(),
    catalogue=Catalogue("garden", [FactType(Planted, PlantedSchema, {})]),
    upcasters={("garden.planted", 1): lambda old: {**old, "watered": False}},
    incoming=InboundSource("wishes", lambda store, letters: [], MESSAGE),
    routes=[MANY],
)
FACT = {
    "specversion": "1.0",
    "id": "plot-1/1",
    "source": "/cities/142166/garden",
    "type": "garden.planted",
    "subject": "plot-1",
    "time": "2026-11-20T00:30:00+00:00",
    "datacontenttype": "application/json",
    "schemaversion": 2,
    "streamversion": 1,
    "position": 42,
    "previous": 41,
    "data": {"on": "2026-11-20", "trees": 3, "watered": True},
}
EVENT = {"specversion": "1.0", "type": "wish.v1", "source": "/people/ki", "id": "1"}


def verdict(value):
    body = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    return Checker([GARDEN]).judge(body)


def fields_at_fault(found):
    return sorted(one["field"] for one in found.faults)


# -- what it is taken for -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "kind", "code"),
    [
        ({"id": "1", "tree": "oak"}, "rest_body", ""),
        ({"id": "1", "tree": "palm"}, "rest_body", "too_cold"),
        ({"wishes": [{"id": "1", "tree": "oak"}]}, "rest_batch", ""),
        ({"wishes": []}, "rest_batch", "invalid_input"),
        (EVENT | {"data": {"tree": "oak"}}, "cloudevent", ""),
        (EVENT | {"data": {"tree": "palm"}}, "cloudevent", "too_cold"),
        ({"type": "x", "source": "/elsewhere"}, "cloudevent", "unknown_type"),
        (FACT, "fact", ""),
        (FACT | {"data": {}}, "fact", "invalid_input"),
        ({"shoe": 3}, "unknown", "invalid_input"),
        ([{"id": "1"}], "unknown", "not_an_object"),
        (b"{", "unknown", "not_json"),
    ],
)
def test_a_payload_is_recognised_and_judged(payload, kind, code):
    found = verdict(payload)
    assert (found.kind, found.code, found.ok) == (kind, code, not code)
    assert all(one["problem"] and "remedy" in one for one in found.faults)
    assert json.loads(json.dumps(found.to_json()))["recognised"] == kind


def test_everything_wrong_with_a_body_is_named_in_its_own_words():
    assert fields_at_fault(verdict({"id": "", "shoe": 1})) == ["id", "shoe", "tree"]


def test_of_many_each_is_judged_on_its_own_and_named_by_its_place():
    wishes = [{"id": "1", "tree": "oak"}, {"id": "1", "tree": "palm"}, {"id": "3"}]
    found = verdict({"wishes": wishes})
    assert "1 accepted, 2 refused" in found.would
    assert [(one["field"], one["code"]) for one in found.faults] == [
        ("wishes.1.tree", "too_cold"),
        ("wishes.2.tree", "invalid_input"),
    ]
    assert any("first counts: 1" in note for note in found.notes)
    assert fields_at_fault(verdict({"wishes": wishes, "by": "me", "shoe": 1})) == ["by", "shoe"]


def test_what_only_the_records_can_tell_is_said_and_only_where_it_matters():
    assert verdict({"id": "1", "tree": "oak"}).notes == ()
    assert verdict({"id": "1", "tree": "oak", "grave": "g"}).notes == (MESSAGE.unknown["grave"],)


def test_the_properties_that_no_file_shows_are_named_for_amqp():
    [note] = verdict(EVENT | {"data": {"tree": "oak"}}).notes
    assert "exchange wishes, routing key ki, user_id person-ki" in note


# -- facts ----------------------------------------------------------------------------------------


def test_everything_wrong_with_an_envelope_and_its_data_is_named_at_once():
    data = {"on": "yesterday", "trees": "3", "watered": "yes"}
    wrong = {"position": "42", "source": "/cities/142166/park", "data": data}
    found = verdict({k: v for k, v in (FACT | wrong).items() if k != "subject"})
    assert fields_at_fault(found) == [
        "data.on",
        "data.trees",  # a reader of ours might take "3" for 3; no publisher writes it so
        "data.watered",
        "position",
        "source",
        "subject",
    ]


def test_what_the_platform_itself_would_refuse_is_refused():
    found = verdict(FACT | {"previous": 42})
    assert [one["problem"].partition(" / ")[0] for one in found.faults] == [
        "position・previous・streamversion が合いません"
    ]


def test_an_older_version_is_judged_as_its_publisher_lifts_it_and_a_later_one_refused():
    old = FACT | {"schemaversion": 1, "data": {"on": "2026-11-20", "trees": 3}}
    assert verdict(old).ok and "版 1（いまは 2）" in verdict(old).notes[0]
    assert fields_at_fault(verdict(old | {"data": {"on": "2026-11-20"}})) == ["data.trees"]
    assert fields_at_fault(verdict(FACT | {"schemaversion": 3})) == ["schemaversion"]


def test_a_field_that_readers_skip_is_only_mentioned():
    found = verdict(FACT | {"data": FACT["data"] | {"of_tomorrow": 1}})
    assert found.ok and found.notes == ("知らない項目は読み飛ばします / readers skip: of_tomorrow",)


# -- where JSON is wrong --------------------------------------------------------------------------

UNREADABLE = [
    (b'{"a": 1,\n "b" 2}', "not_json", 2),
    (b'{"a": 1,\n\n}', "not_json", 3),
    (b"", "not_json", 1),
    (b"\xef\xbb\xbf{}", "not_json", 1),
    ('{"a":\n\n "日"}'.encode("shift_jis"), "not_utf8", 3),
    (b'{\n "x": [{\n "a": 1, "a": 2}]}', "duplicate_key", 2),
    (b'{"a": "NaN",\n "b": NaN}', "not_a_number", 2),
    (b'{"a": 1,\n "b": "\\ud842"}', "lone_surrogate", 2),
    (b'{"a": ' + b"9" * 5000 + b"}", "not_json", None),
    (b'{"a":' * 40_000 + b"1" + b"}" * 40_000, "too_deep", None),
    (b'"' + b"x" * 300_000 + b'"', "too_large", None),
]


@pytest.mark.parametrize(("body", "reason", "line"), UNREADABLE)
def test_what_cannot_be_read_is_named_with_its_line(body, reason, line):
    found = verdict(body)
    [wrong] = found.faults
    assert (found.code, wrong.get("line")) == (reason, line)
    assert wrong["problem"] and wrong["remedy"]


def test_a_byte_order_mark_and_a_key_that_stands_twice_are_named():
    [mark] = verdict(b"\xef\xbb\xbf{}").faults
    assert "BOM" in mark["problem"]
    [twice] = verdict(b'{"a": 1, "a": 2}').faults
    assert twice["field"] == "a"
