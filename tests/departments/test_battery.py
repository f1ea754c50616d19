"""The battery of bad input, by REST and by AMQP on a real broker: each ends as exactly one of
accepted or refused with a reason. Nothing unexplained, no 500, nothing of it in any log."""

import itertools
import json

import pytest

from services.intake.accepting import signal_id_of
from tests.departments.bad_input import ACCEPTED, AROUND, CANARY, INVALID, JSON, ODD, SIGNAL, SPOILT

numbers = itertools.count(1)
DEPARTMENT = "waterworks"
# How REST says what AMQP says with a code of its own.
BY_REST = {"wrong_content_type": "not_json", "wrong_content_encoding": "not_utf8"}
HTTP = {400, 411, 413, 415, 422}


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


def by_amqp(city, department, body, **properties):
    """What intake made of it: `accepted`, or the reason with which it lies among the refused."""
    before = city.counts()
    with department.channel() as channel:
        department.publish(channel, body, **properties)
    sound = department.event("sound-" + str(next(numbers)))
    with department.channel() as channel:
        department.publish(channel, sound)
    after = city.counts()
    for _ in range(400):  # the one behind it comes through: nothing blocks, nothing is lost
        if sum(after) == sum(before) + 2:
            break
        after = city.counts()
    assert sum(after) == sum(before) + 2
    refused = city.refused()
    if not refused:
        return ACCEPTED
    ((reason, sender, back),) = refused
    assert sender == department.user
    assert back == body
    return reason


def event(department, data):
    made = department.event(data.get("id"))
    made["data"] = {name: value for name, value in data.items() if name != "id"}
    return made


@pytest.mark.parametrize("what", SPOILT)
def test_spoilt_bytes_by_amqp(city, department, what):
    spoil, expected = SPOILT[what]
    got = by_amqp(city, department, spoil(as_text(event(department, signal()))))
    assert got == (expected or got)
    assert got != "internal_error"


@pytest.mark.parametrize("what", ODD)
def test_an_odd_field_by_amqp(city, department, what):
    other, expected = ODD[what]
    body = signal(**other)
    assert by_amqp(city, department, as_text(event(department, body))) == expected
    if expected == ACCEPTED:
        assert signal_id_of(DEPARTMENT, body["id"]) in city.known()


@pytest.mark.parametrize("what", AROUND)
def test_what_is_said_about_the_bytes_by_amqp(city, department, what):
    said, expected = AROUND[what]
    change = said.get("change", lambda body: body)
    properties = {name: value for name, value in said.items() if name != "change"}
    body = change(as_text(event(department, signal())))
    assert by_amqp(city, department, body, **properties) == expected


ENVELOPES = {
    "no version": ({"specversion": None}, "not_cloudevents_1_0"),
    "an older version": ({"specversion": "0.3"}, "not_cloudevents_1_0"),
    "a later version of ours": ({"type": "jp.tsunagu.signal.v2"}, "unknown_type"),
    "version 0": ({"type": "jp.tsunagu.signal.v0"}, "unknown_type"),
    "version -1": ({"type": "jp.tsunagu.signal.v-1"}, "unknown_type"),
    "another type": ({"type": "com.example.order"}, "unknown_type"),
    "a type that is a list": ({"type": [CANARY]}, "unknown_type"),
    "another's source": ({"source": "/departments/tax_collection"}, "wrong_source"),
    "no data": ({"data": None}, INVALID),
    "data in base64": ({"data": None, "data_base64": "e30="}, INVALID),
    "a time that is to come": ({"time": "2999-01-01T00:00:00Z"}, ACCEPTED),
    "a time that is none": ({"time": CANARY}, ACCEPTED),
    "more than we know": ({"traceparent": CANARY, "schemaversion": -1}, ACCEPTED),
    "a sequence that is none": ({"sequence": [CANARY]}, INVALID),
}


@pytest.mark.parametrize("what", ENVELOPES)
def test_an_odd_envelope(city, department, what):
    other, expected = ENVELOPES[what]
    made = event(department, signal()) | other
    assert by_amqp(city, department, as_text(made)) == expected


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
    call = {"service": "intake", "method": "get_signal", "arguments": {}}
    assert call and signal_id_of(DEPARTMENT, body["id"]) in city.known()
    steps = history(city, signal_id_of(DEPARTMENT, body["id"]))
    assert [step["what"] for step in steps] == ["signal_received"]


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
