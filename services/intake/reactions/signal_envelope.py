"""The form of a signal by AMQP: its envelope, its data, and what is wrong with one.

Documents are made of this, senders test theirs against it with no platform running, and
`signal_messages.py` reads what arrives by it: there is no second description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import ValidationError

from services.intake import reference
from services.intake.commands import sender_notes
from services.intake.domain.signal_grounds import check_consent, check_identity
from services.intake.schemas.signals import SignalBody
from tsunagu.contracts.media_types import JSON, is_json_data
from tsunagu.contracts.validation_errors import fault, list_faults
from tsunagu.domain.errors import Invalid, Refused
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Problem, Text
from tsunagu.messaging.inbound_message import Message
from tsunagu.process import clock

EXCHANGE = "signals"
TYPE = "jp.tsunagu.signal.v1"
SOURCE, USER = "/departments/<sender>", "department-<sender>"

# What AMQP alone can be refused for. The rest is REST's.
NOT_CLOUDEVENTS = Refusal(
    "not_cloudevents_1_0",
    Text("CloudEvents 1.0 ではありません", "not CloudEvents 1.0"),
    field="specversion",
    remedy="1.0",
)
WRONG_SOURCE = Refusal(
    "wrong_source",
    Text("知らない部署か、ほかの部署です", "not a department, or another's"),
    field="source",
    remedy="/departments/<code>",
)
UNKNOWN_TYPE = Refusal(
    "unknown_type", Text("知らない型です", "unknown type"), field="type", remedy=TYPE
)
ENVELOPE_REFUSALS = (NOT_CLOUDEVENTS, WRONG_SOURCE, UNKNOWN_TYPE)
CONNECTION = {
    "unknown_sender": Problem(
        Text("部署の利用者ではありません", "not a department's user"),
        Text("department-<code> で接続する", "connect as department-<code>"),
    ),
    "wrong_routing_key": Problem(
        Text("ルーティングキーが部署の code と違います", "not your department's code"),
        Text("自分の code を", "your own code"),
    ),
}
NOT_JSON = Text("JSON ではありません", "not JSON")
NOT_AN_OBJECT = Problem(
    Text("オブジェクトではありません", "not an object"), Text("{…} で", "write {…}")
)
THE_ENVELOPES = Problem(
    Text("封筒にある項目です", "the envelope's"), Text("封筒だけに", "in the envelope only")
)


def read_body(event: Mapping[str, Any], department: str) -> JsonObject:
    """The body as REST has it, from an envelope that is right; raises why there is none."""
    if event.get("specversion") != "1.0":
        raise NOT_CLOUDEVENTS()
    if event.get("source") != SOURCE.replace("<sender>", department):
        raise WRONG_SOURCE()
    if event.get("type") != TYPE:
        raise UNKNOWN_TYPE()
    faults = [*_find_envelope_faults(event)]
    if faults:
        raise Invalid(faults)
    body = {**event["data"], "department": department}
    if "id" in event:
        body["id"] = event["id"]
    if "sequence" in event:
        body.setdefault("sequence", _parse_number(event["sequence"]))
    return body


def check(event: Mapping[str, Any]) -> None:
    """Raise what is wrong with a signal's event, as far as it can be told without records."""
    source = event.get("source")
    department = source.rpartition("/")[2] if isinstance(source, str) else ""
    if department not in reference.desks():
        raise WRONG_SOURCE()
    body = read_body(event, department)
    try:
        signal = SignalBody.load(body)
        if signal.person is not None:
            check_identity(signal.basis)
        if signal.consent is not None:
            check_consent(signal.consent.until, signal.consent.scope, clock.today())
    except ValidationError as wrong:
        faults = list_faults(wrong)
        raise Invalid([one | {"field": _locate(one["field"], event)} for one in faults]) from None
    except Refused as no:
        field = _locate(str(no.details.get("field") or ""), event)
        raise Refused(no.code, no.message, **{**no.details, "field": field}) from None


def _find_envelope_faults(event: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    data = event.get("data")
    if not is_json_data(event.get("datacontenttype")):
        yield fault("datacontenttype", str(NOT_JSON), JSON)
    if not isinstance(data, dict):
        yield fault("data", str(NOT_AN_OBJECT.text), str(NOT_AN_OBJECT.remedy))
        return
    for name in ("department", "id"):  # these are the envelope's to say
        if name in data:
            yield fault(f"data.{name}", str(THE_ENVELOPES.text), str(THE_ENVELOPES.remedy))


def _parse_number(value: object) -> object:
    """CloudEvents' own extension `sequence` is a text."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,16}", value):
        return int(value)
    return value


def _locate(field: str, event: Mapping[str, Any]) -> str:
    """Where a field of the body stands in the event."""
    if field in ("", "id") or (field == "sequence" and "sequence" not in event["data"]):
        return field
    return "source" if field == "department" else f"data.{field}"


SIGNAL = Message(
    event_type=TYPE,
    source=SOURCE,
    user=USER,
    schema=SignalBody.schema,
    outside=("department", "id"),
    extensions={
        "sequence": {
            "type": "string",
            "pattern": "^[0-9]{1,16}$",
            "description": "your own running number from 1, unless `data` has it: gaps are noticed",
        }
    },
    example={
        "specversion": "1.0",
        "type": TYPE,
        "source": "/departments/waterworks",
        "id": "2026-04-0047",
        "time": "2026-04-20T10:15:00+09:00",
        "datacontenttype": JSON,
        "data": {
            "kind": "water_arrears",
            "noticed_on": "2026-04-20",
            "basis": "consent",
            "person": {
                "name": "見本 太郎",
                "kana": "ミホン タロウ",
                "birth_date": "1971-05-03",
                "address": "座間市緑ケ丘一丁目1番1号",
                "phone": "046-000-0000",
            },
            "note": "3 か月の滞納。手紙に返事がない。",
            "urgent": False,
        },
    },
    ja="困窮の端緒",
    en="a sign of hardship",
    check=check,
    unknown={
        "id": str(Text("同じ id は、二度送っても一度だけ数えます", "the same id counts once")),
        "conference_id": str(
            Text(
                "会議の記録に貴部署があるかは、受け取るときに確かめます",
                "whether that conference is on record with you in it is seen when it arrives",
            )
        ),
    },
    one="/signals",
    many=("/signals/batch", "signals"),
    remarks=lambda event: [
        *sender_notes.notes_on_id(event["id"]),
        *sender_notes.notes_on_kind(event["data"]["kind"]),
    ],
    reasons={one.code: f"{one.text} → {one.remedy}" for one in ENVELOPE_REFUSALS}
    | {code: str(problem) for code, problem in CONNECTION.items()},
)
