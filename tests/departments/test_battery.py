"""The battery of bad input, by REST and by AMQP on a real broker: each ends as exactly one of
accepted or refused with a reason. Nothing unexplained, no 500, nothing of it in any log."""

import itertools
import json
from typing import NamedTuple

import pytest

from services.intake.commands.signal_intake import signal_id_of
from tests.departments.bad_input import ACCEPTED, AROUND, CANARY, INVALID, JSON, ODD, SIGNAL, SPOILT
from tsunagu.testing import eventually

numbers = itertools.count(1)
DEPARTMENT = "waterworks"
# How REST says what AMQP says with a code of its own.
BY_REST = {"wrong_content_type": "not_json"}
HTTP = {400, 413, 415, 422}


@pytest.fixture(scope="module")
def department(city):
    return city.broker.department(DEPARTMENT)


def signal(**other):
    return {"id": f"bad-{next(numbers)}"} | SIGNAL | other


def as_text(value):
    return json.dumps(value, ensure_ascii=False).encode()


# -- by REST --------------------------------------------------------------------------------------


def by_rest(city, body, content_type=JSON, content_encoding=None):
    """What REST made of it: `accepted`, or the code of a problem that says what is wrong."""
    headers = {"Content-Type": content_type, "Content-Encoding": content_encoding}
    status, kind, content = city.ask(
        f"department:{DEPARTMENT}", "POST", "/api/v1/signals", body, **headers
    )
    if status == 202:
        return ACCEPTED
    problem = json.loads(content)
    assert status in HTTP, (status, problem)
    assert kind == "application/problem+json"
    assert problem["status"] == status and problem["detail"] and problem["correlation"]
    if problem["code"] == INVALID:
        assert problem["faults"]
        assert all(fault["problem"] for fault in problem["faults"])
    return problem["code"]


@pytest.mark.parametrize("what", SPOILT)
def test_spoilt_bytes_by_rest(city, what):
    spoil, expected = SPOILT[what]
    got = by_rest(city, spoil(as_text(signal())))
    # An empty body is an empty object to REST: everything is missing.
    assert got == (INVALID if what == "empty" else expected or got)
    assert got != "internal"


@pytest.mark.parametrize("what", ODD)
def test_an_odd_field_by_rest(city, what):
    other, expected = ODD[what]
    body = signal(**other)
    assert by_rest(city, as_text(body)) == expected
    if expected == ACCEPTED:
        assert signal_id_of(DEPARTMENT, body["id"]) in city.known()


@pytest.mark.parametrize("what", AROUND)
def test_what_is_said_about_the_bytes_by_rest(city, what):
    said, expected = AROUND[what]
    change = said.get("change", lambda body: body)
    got = by_rest(
        city,
        change(as_text(signal())),
        said.get("content_type", JSON),
        said.get("content_encoding"),
    )
    assert got == BY_REST.get(expected, expected)


# -- by AMQP --------------------------------------------------------------------------------------


ENVELOPES = {
    "no version": ({"specversion": None}, "not_cloudevents_1_0"),
    "an older version": ({"specversion": "0.3"}, "not_cloudevents_1_0"),
    "a later version of ours": ({"type": "jp.tsunagu.signal.v2"}, "unknown_type"),
    "version 0": ({"type": "jp.tsunagu.signal.v0"}, "unknown_type"),
    "version -1": ({"type": "jp.tsunagu.signal.v-1"}, "unknown_type"),
    "another type": ({"type": "com.example.order"}, "unknown_type"),
    "a type that is a list": ({"type": [CANARY]}, "unknown_type"),
    "another's source": ({"source": "/departments/tax_collection"}, "wrong_source"),
    "a content type of another case": (
        {"datacontenttype": 'Application/JSON; charset="UTF-8"'},
        ACCEPTED,
    ),
    "a content type that is a kind of JSON": (
        {"datacontenttype": "application/vnd.city+json"},
        ACCEPTED,
    ),
    "no content type": ({"datacontenttype": None}, ACCEPTED),
    "a content type of XML": ({"datacontenttype": "application/xml"}, INVALID),
    "in Shift_JIS, it says": ({"datacontenttype": "application/json; charset=sjis"}, INVALID),
    "no data": ({"data": None}, INVALID),
    "data in base64": ({"data": None, "data_base64": "e30="}, INVALID),
    "a time that is to come": ({"time": "2999-01-01T00:00:00Z"}, ACCEPTED),
    "a time that is none": ({"time": CANARY}, ACCEPTED),
    "more than we know": ({"traceparent": CANARY, "schemaversion": -1}, ACCEPTED),
    "a sequence that is none": ({"sequence": [CANARY]}, INVALID),
}


class Case(NamedTuple):
    """One message; `id` where it could be accepted under one, `expected` where it is known."""

    body: bytes
    properties: dict
    id: object
    expected: str | None


def event(department, data):
    made = department.event(data.get("id"))
    made["data"] = {name: value for name, value in data.items() if name != "id"}
    return made


def cases(department):
    """(kind, name) → the case."""
    made = {}
    for name, (spoil, expected) in SPOILT.items():
        data = signal()
        body = spoil(as_text(event(department, data)))
        made["spoilt", name] = Case(body, {}, data["id"], expected)
    for name, (other, expected) in ODD.items():
        data = signal(**other)
        made["odd", name] = Case(as_text(event(department, data)), {}, data["id"], expected)
    for name, (said, expected) in AROUND.items():
        data = signal()
        body = said.get("change", lambda body: body)(as_text(event(department, data)))
        properties = {key: value for key, value in said.items() if key != "change"}
        made["around", name] = Case(body, properties, data["id"], expected)
    for name, (other, expected) in ENVELOPES.items():
        data = signal()
        body = as_text(event(department, data) | other)
        made["envelope", name] = Case(body, {}, data["id"], expected)
    return made


@pytest.fixture(scope="module")
def told_by_amqp(city, department):
    """(kind, name) → the case and what became of it; a sound signal goes behind each of them."""
    all_cases, before = cases(department), city.counts()
    with department.channel() as channel:
        for case in all_cases.values():
            department.publish(channel, case.body, **case.properties)
            department.publish(channel, department.event(f"sound-{next(numbers)}"))
    total = sum(before) + 2 * len(all_cases)
    eventually(lambda: sum(city.counts()) == total, 30)
    refused = city.refused()
    assert {who for _, who, _ in refused} == {department.user}
    reasons = {}
    for reason, _, body in refused:
        reasons.setdefault(body, []).append(reason)
    same = {case.body: name for name, case in all_cases.items()}
    assert set(reasons) <= set(same)  # unchanged, each of them
    assert len(refused) == city.counts()[1] - before[1]
    told = {}
    for name, case in all_cases.items():
        why = reasons.get(case.body, [])
        told[name] = (case, why[0] if why else ACCEPTED)
    return told


@pytest.mark.parametrize(
    "what",
    [
        *(("spoilt", name) for name in SPOILT),
        *(("odd", name) for name in ODD),
        *(("around", name) for name in AROUND),
        *(("envelope", name) for name in ENVELOPES),
    ],
    ids=lambda what: f"{what[0]}-{what[1]}",
)
def test_by_amqp_it_ends_as_one_of_the_two(city, told_by_amqp, what):
    case, got = told_by_amqp[what]
    assert got == (case.expected or got)
    assert got != "internal_error"
    if isinstance(case.id, str) and case.id:
        accepted = signal_id_of(DEPARTMENT, case.id) in city.known()
        assert accepted == (got == ACCEPTED)


def by_amqp(city, department, body, **properties):
    """What intake made of one message on its own."""
    before = city.counts()
    with department.channel() as channel:
        department.publish(channel, body, **properties)
    eventually(lambda: sum(city.counts()) == sum(before) + 1)
    refused = city.refused()
    return refused[0][0] if refused else ACCEPTED


def test_a_header_that_asks_for_decompression_is_not_obeyed(city, department):
    """kombu would inflate whatever the header `compression` says, before anybody looks."""
    body = as_text(event(department, signal()))
    headers = {"compression": "application/x-bz2", "x-death": [{"count": 99}]}
    got = by_amqp(city, department, body, application_headers=headers)
    assert got == ACCEPTED


def test_replayed_a_hundred_times_it_is_one_signal(city, department):
    body = signal()
    before = city.counts()
    with department.channel() as channel:
        for _ in range(100):
            department.publish(channel, event(department, body))
    city.until_counted(before, 100)
    for _ in range(5):
        assert by_rest(city, as_text(body)) == ACCEPTED
    steps = history(city, signal_id_of(DEPARTMENT, body["id"]))
    assert [step["what"] for step in steps] == ["signal_received"]


def test_two_strangers_of_whom_nothing_is_known_are_two_signals_of_two_persons(city, department):
    person = {"name": "匿名", "birth_date": "1900-01-01", "phone": "090-0000-0000"}
    sent = [signal(person=person, basis="consent") for _ in range(2)]
    before = city.counts()
    with department.channel() as channel:
        for one in sent:
            department.publish(channel, event(department, one))
    city.until_counted(before, 2)
    people = {about(city, signal_id_of(DEPARTMENT, one["id"])) for one in sent}
    assert len(people) == 2


def about(city, signal_id):
    """The human a signal is about, as consultation support sees it; it is open for itself."""
    role = "caseworker:consultation_support"
    _, _, content = city.ask(role, "GET", f"/api/v1/signals/{signal_id}")
    row = json.loads(content)
    assert row["state"] == "open"
    _, _, content = city.ask(role, "GET", f"/api/v1/persons/{row['person_id']}/records")
    return json.loads(content)["human_id"]


def history(city, id):
    status, _, content = city.ask(f"department:{DEPARTMENT}", "GET", f"/api/v1/signals/{id}")
    assert status == 200
    return json.loads(content)["history"]


# -- afterwards -----------------------------------------------------------------------------------


def test_the_battery_is_as_long_as_it_should_be():
    assert len(SPOILT) + len(ODD) + len(AROUND) + len(ENVELOPES) >= 60


def test_nothing_of_it_is_in_any_log(city):
    written = city.logs()
    assert len(written) > 1000  # there are logs, and they say everything they ever would
    for trace in (CANARY.encode(), json.dumps(CANARY).strip('"').encode(), b"DROP TABLE"):
        assert trace not in written
    for coding in ("shift_jis", "euc_jp", "utf-16-le"):
        assert CANARY.encode(coding) not in written
    assert b"Traceback" not in written


def test_the_services_are_well(city):
    status, _, content = city.ask("ops", "GET", "/readyz")
    checks = json.loads(content)["services"]
    assert status in (200, 503)  # services that this city does not run do not answer
    assert set(checks["intake"].values()) == set(checks["console"].values()) == {"ok"}
