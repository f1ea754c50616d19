"""All ways in have one meaning: one at a time, many together, by AMQP; each signal counts once."""

import itertools
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from kombu import Connection

from services.intake.commands import person_matching
from services.intake.commands.signal_intake import signal_id_of
from services.intake.definition import DEFINITION
from services.intake.domain.signal import Signal
from services.intake.projections import person_index
from services.intake.projections.signals import signal_list
from services.intake.reactions.signal_envelope import SIGNAL, check
from services.intake.timers import tell_the_leads
from tsunagu.log.event_codec import EventType
from tsunagu.messaging.inbound_message import FIELDS, REASON
from tsunagu.programme.payload_validation import Checker
from tsunagu.testing import eventually

numbers = itertools.count(1)
CANARY = "秘密次郎"
DATA = {
    "kind": "tax_arrears",
    "noticed_on": "2026-04-20",
    "basis": "consent",
    "person": {"name": CANARY},
    "note": CANARY,
}


def fresh(**other):
    return {"id": f"w-{next(numbers)}"} | DATA | other


def event_of(signal, department="tax_collection"):
    """The CloudEvent of a signal."""
    return {
        "specversion": "1.0",
        "type": "jp.tsunagu.signal.v1",
        "source": f"/departments/{department}",
        "id": signal.get("id"),
        "data": {k: v for k, v in signal.items() if k != "id"},
    }


class Post:
    """Departments as they send by AMQP; the embedded broker believes every `user_id`."""

    def __init__(self, intake):
        self.url = intake.platform.config["AMQP_URI"]
        self.incoming = intake.platform.runtime("intake").incoming

    def send(self, *signals, department="tax_collection", envelope=None, **how):
        """Send them and wait until each was taken or refused."""
        before = self.incoming.taken + self.incoming.refused
        user = how.pop("user_id", f"department-{department}")
        for signal in signals:
            event = event_of(signal, department) | (envelope or {})
            self.put(json.dumps(event).encode(), department, {"user_id": user}, **how)
        eventually(lambda: self.incoming.taken + self.incoming.refused == before + len(signals))

    def put(self, body, key, properties, content_type="application/cloudevents+json"):
        properties = {k: v for k, v in properties.items() if v is not None}
        with Connection(self.url) as connection:
            channel = connection.channel()
            message = channel.prepare_message(
                body, content_type=content_type, properties=properties
            )
            channel.basic_publish(message, exchange="signals", routing_key=key)

    def refused(self):
        """(reason, fields) of each that lies among the refused, taken from there."""
        found = []
        with Connection(self.url) as connection:
            channel = connection.channel()
            while (message := channel.basic_get("signals.refused", no_ack=True)) is not None:
                found.append((message.headers[REASON], message.headers[FIELDS]))
        return found


@pytest.fixture(scope="module")
def post(intake):
    return Post(intake)


def known(intake, department="tax_collection"):
    found, after = set(), None
    while True:
        asked = {"department": department, "state": "all", "limit": 500, "after": after}
        page = intake("list_signals", **asked)
        found |= {row["signal_id"] for row in page["signals"]}
        if (after := page["next"]) is None:
            return found


# -- many together --------------------------------------------------------------------------------


def test_each_of_many_is_accepted_or_refused_on_its_own(intake):
    one, other = fresh(), fresh(basis="encouragement_only", person=None)
    identity, shapeless = fresh(basis="encouragement_only"), fresh(kind="税")
    batch = [one, identity, one, shapeless, {}, other]
    before = known(intake)
    with intake.facts() as facts:
        results = intake("receive_signals", department="tax_collection", signals=batch)["results"]
    assert [result["state"] for result in results] == [
        "accepted",
        "refused",
        "already",
        "refused",
        "refused",
        "accepted",
    ]
    assert [result["id"] for result in results] == [signal.get("id", "") for signal in batch]
    ids = {signal_id_of("tax_collection", signal["id"]) for signal in (one, other)}
    assert known(intake) - before == ids
    assert {r["signal_id"] for r in results if r["signal_id"]} == ids
    for result in results:
        refused = result["state"] == "refused"
        assert (result["status_url"] is None) == refused == bool(result["faults"])
        assert all(fault["problem"] and fault["remedy"] for fault in result["faults"])
    assert results[0]["status_url"] == f"/api/v1/signals/{results[0]['signal_id']}"
    assert results[1]["code"] == "identity_without_basis"
    assert results[1]["faults"][0]["field"] == "person"
    assert results[3]["faults"][0]["field"] == "kind"
    assert sorted(f["field"] for f in results[4]["faults"]) == ["basis", "id", "kind", "noticed_on"]
    assert CANARY not in str(facts)


@pytest.mark.parametrize(
    "address",
    ["座間市入谷十十一番地", "百百番地", "千千二-1", "²番٣号", "一" * 200],
    ids=lambda address: address[:8],
)
def test_an_address_that_nobody_can_read_refuses_nobody_by_any_way_in(intake, post, address):
    unreadable = DATA["person"] | {"address": address}
    alone, first, by_amqp = (fresh(person=unreadable) for _ in range(3))
    assert intake("receive_signal", department="tax_collection", **alone)["signal_id"]
    batch = [first, fresh(), fresh(person=unreadable)]
    results = intake("receive_signals", department="tax_collection", signals=batch)["results"]
    assert [result["state"] for result in results] == ["accepted"] * 3
    post.send(by_amqp, fresh())
    assert post.refused() == []
    assert signal_id_of("tax_collection", by_amqp["id"]) in known(intake)
    assert intake("accept_consultation", channel="walk_in", person=unreadable)["person_id"]


def test_many_that_were_sent_before_are_all_known(intake):
    batch = [fresh() for _ in range(30)]
    first = intake("receive_signals", department="tax_collection", signals=batch)["results"]
    log = intake("lag")["log"]
    second = intake("receive_signals", department="tax_collection", signals=batch)["results"]
    assert {r["state"] for r in first} == {"accepted"}
    assert {r["state"] for r in second} == {"already"}
    assert [r["signal_id"] for r in first] == [r["signal_id"] for r in second]
    assert intake("lag")["log"] == log


@pytest.mark.parametrize(
    ("other", "fields"),
    [
        ({}, []),
        ({"kind": "no_food"}, ["kind", "urgent"]),
        ({"urgent": True}, ["urgent"]),
        ({"noticed_on": "2026-04-21"}, ["noticed_on"]),
        ({"person": {"name": CANARY, "phone": "046-000-0000"}}, ["person"]),
        ({"person": None}, ["person"]),
        ({"note": "ほか"}, []),
    ],
)
def test_the_same_id_with_other_content_is_told_and_changes_nothing(intake, other, fields):
    signal = fresh()
    first = intake("receive_signal", department="tax_collection", **signal)
    log = intake("lag")["log"]
    again = intake("receive_signal", department="tax_collection", **signal | other)
    assert again["signal_id"] == first["signal_id"] and not again["created"]
    assert [note["field"] for note in again.get("notes", [])] == fields
    (of_many,) = intake("receive_signals", department="tax_collection", signals=[signal | other])[
        "results"
    ]
    assert of_many["state"] == "already"
    assert of_many.get("notes") == again.get("notes")
    assert intake("lag")["log"] == log
    assert CANARY not in str(again)


def test_what_a_caseworker_corrected_is_not_what_the_department_sent_otherwise(intake):
    signal = fresh()
    first = intake("receive_signal", department="tax_collection", **signal)
    person_id = intake("get_signal", signal_id=first["signal_id"])["person_id"]
    intake("correct_person", person_id=person_id, person={"name": "別 次郎"})
    again = intake("receive_signal", department="tax_collection", **signal)
    assert "notes" not in again


@pytest.mark.parametrize(
    ("kind", "remark"),
    [("no_food", None), ("no_fod", "no_food"), ("our_own_thing", "urgent")],
)
def test_a_kind_that_is_in_no_list_is_taken_and_remarked(intake, kind, remark):
    signal = fresh(kind=kind)
    answer = intake("receive_signal", department="tax_collection", **signal)
    assert answer["created"]
    said = [(note["field"], remark in note["remedy"]) for note in answer.get("notes", [])]
    assert said == ([("kind", True)] if remark else [])
    event = event_of(fresh(kind=kind))
    verdict = Checker([DEFINITION]).judge(json.dumps(event).encode())
    assert verdict.ok
    assert any(str(remark) in note for note in verdict.notes if note.startswith("kind: ")) == bool(
        remark
    )


def test_many_cost_the_round_trips_of_few(intake):
    """Five hundred are taken with a bounded number of statements, not some for each."""
    engine = intake.platform.runtime("intake").database.engine
    seen = []

    def count(*event):
        seen.append(event[2])

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        for size in (10, 500):
            seen.append(None)
            batch = [fresh() for _ in range(size)]
            results = intake("receive_signals", department="tax_collection", signals=batch)
            assert {r["state"] for r in results["results"]} == {"accepted"}
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    few, many = seen[1:].index(None), len(seen) - 1 - seen[1:].index(None) - 1
    often = Counter(str(statement).split(" WHERE ")[0][:200] for statement in seen).most_common(3)
    assert many <= few + 20, (few, many, often)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"signals": []}, ["signals"]),
        ({"signals": [{}] * 501}, ["signals"]),
        ({"signals": "x"}, ["signals"]),
        ({"signals": [[]]}, ["signals.0"]),
        ({}, ["signals"]),
        ({"signals": [{}], "all": True}, ["all"]),
    ],
    ids=["none", "too_many", "a_text", "a_list_in_it", "missing", "more"],
)
def test_a_batch_is_refused_for_its_shape(intake, body, fields):
    assert intake.find_faults("receive_signals", department="tax_collection", **body) == fields


# -- by AMQP --------------------------------------------------------------------------------------


def test_by_amqp_a_signal_is_what_it_is_by_rest(intake, post):
    signal = fresh(urgent=True)
    with intake.facts() as facts:
        post.send(signal)
    assert [kind for kind, _ in facts] == ["person_registered", "consent_given", "signal_received"]
    id = signal_id_of("tax_collection", signal["id"])
    status = intake("get_signal", signal_id=id)
    assert (status["state"], status["owner_desk"], status["next_step"]) == (
        "open",
        "consultation_support",
        "urgent_contact",
    )
    assert intake("receive_signal", department="tax_collection", **signal) == {
        "signal_id": id,
        "created": False,
    }
    assert CANARY not in str(facts)


WAYS = {
    "rest": lambda intake, post, signal: intake(
        "receive_signal", department="tax_collection", **signal
    ),
    "batch": lambda intake, post, signal: intake(
        "receive_signals", department="tax_collection", signals=[signal]
    ),
    "amqp": lambda intake, post, signal: post.send(signal),
}


@pytest.mark.parametrize(("first", "second"), list(itertools.product(WAYS, WAYS)))
def test_whichever_way_it_comes_again_it_is_one_signal(intake, post, first, second):
    signal, before = fresh(), known(intake)
    WAYS[first](intake, post, signal)
    log = intake("lag")["log"]
    WAYS[second](intake, post, signal)
    assert known(intake) - before == {signal_id_of("tax_collection", signal["id"])}
    assert intake("lag")["log"] == log
    assert post.refused() == []


@pytest.mark.parametrize(
    ("how", "reason", "fields"),
    [
        ({"user_id": None}, "missing_user_id", ""),
        ({"user_id": "tax_collection"}, "unknown_sender", ""),
        ({"user_id": "intake"}, "unknown_sender", ""),
        ({"user_id": "department-the_moon"}, "unknown_sender", ""),
        ({"user_id": "department-waterworks"}, "wrong_routing_key", ""),
        ({"envelope": {"source": "/departments/waterworks"}}, "wrong_source", ""),
        ({"envelope": {"source": 7}}, "wrong_source", ""),
        ({"envelope": {"specversion": "0.3"}}, "not_cloudevents_1_0", ""),
        ({"envelope": {"type": "jp.tsunagu.signal.v2"}}, "unknown_type", ""),
        ({"envelope": {"type": "jp.tsunagu.signal.v-1"}}, "unknown_type", ""),
        ({"envelope": {"type": None}}, "unknown_type", ""),
        ({"envelope": {"data": None}}, "invalid_input", "data"),
        ({"envelope": {"data": [CANARY]}}, "invalid_input", "data"),
        ({"envelope": {"datacontenttype": "text/xml"}}, "invalid_input", "datacontenttype"),
        ({"envelope": {"id": 7}}, "invalid_input", "id"),
        ({"envelope": {"id": ""}}, "invalid_input", "id"),
        ({"envelope": {"sequence": "many"}}, "invalid_input", "sequence"),
        ({"content_type": "text/plain"}, "wrong_content_type", ""),
        ({"content_type": None}, "wrong_content_type", ""),
    ],
)
def test_what_is_wrong_around_a_signal_is_refused_with_its_reason(
    intake, post, how, reason, fields
):
    log, before = intake("lag")["log"], known(intake)
    post.send(fresh(), **how)
    assert post.refused() == [(reason, fields)]
    assert known(intake) == before
    kinds = _recorded_after(intake, log)
    assert set(kinds) <= {"intake.signal_refused"}


def _recorded_after(intake, position):
    from tsunagu.log import event_log

    with intake.platform.runtime("intake").store.reading() as connection:
        return [row.type for row in event_log.read(connection, position, 100)]


WRONG = [
    ({"kind": "税"}, "invalid_input", "kind"),
    ({"kind": None, "basis": "?"}, "invalid_input", "basis,kind"),
    ({CANARY: CANARY}, "invalid_input", "unknown_field"),
    ({"person": {"name": 7, CANARY: 1}}, "invalid_input", "person.name,unknown_field"),
    ({"consent": {"scope": ["the_moon"]}}, "invalid_input", "consent.scope"),
    ({"basis": "encouragement_only"}, "identity_without_basis", "person"),
    ({"consent": {"until": "2026-05-01"}}, "consent_expired", "consent.until"),
    ({"department": "waterworks"}, "invalid_input", "data.department"),
]
EACH_WRONG = pytest.mark.parametrize(
    ("other", "reason", "fields"),
    WRONG,
    ids=lambda value: str(value)[:30] if isinstance(value, dict) else None,
)


@EACH_WRONG
def test_what_is_wrong_in_a_signal_is_refused_and_its_department_can_ask(
    intake, post, other, reason, fields
):
    signal = fresh(**other)
    post.send(signal)
    assert post.refused() == [(reason, fields)]
    told = intake(
        "get_signal",
        signal_id=signal_id_of("tax_collection", signal["id"]),
        department="tax_collection",
    )
    assert (told["state"], told["reason"]) == ("refused", reason)
    assert ",".join(told["fields"]) == fields
    state = intake("department_state", department="tax_collection")
    assert told["signal_id"] in {row["signal_id"] for row in state["refused"]}
    assert CANARY not in str(state) + str(told)


@EACH_WRONG
def test_what_is_wrong_in_a_signal_is_told_before_it_is_sent_too(other, reason, fields):
    verdict = Checker([DEFINITION]).judge(json.dumps(event_of(fresh(**other))).encode())
    assert (verdict.kind, verdict.code) == ("cloudevent", reason)
    told = {re.sub(r"^data\.|\.\d+", "", one["field"]) for one in verdict.faults}
    named = {field.removeprefix("data.") for field in fields.split(",")} - {"unknown_field"}
    assert named <= told


@pytest.mark.parametrize(
    ("envelope", "code", "field"),
    [
        ({}, "", ""),
        ({"sequence": "12"}, "", ""),
        ({"sequence": "many"}, "invalid_input", "sequence"),
        ({"source": "/departments/the_moon"}, "wrong_source", "source"),
        ({"source": 7}, "wrong_source", "source"),
        ({"specversion": "0.3"}, "not_cloudevents_1_0", "specversion"),
        ({"type": "jp.tsunagu.signal.v2"}, "unknown_type", "type"),
        ({"datacontenttype": "text/xml"}, "invalid_input", "datacontenttype"),
        ({"data": None}, "invalid_input", "data"),
        ({"id": None}, "invalid_input", "id"),
    ],
)
def test_what_is_wrong_around_a_signal_is_told_before_it_is_sent(envelope, code, field):
    event = event_of(fresh()) | envelope
    verdict = Checker([DEFINITION]).judge(json.dumps(event).encode())
    assert (verdict.code, verdict.ok) == (code, not code)
    assert [one["field"] for one in verdict.faults] == ([field] if field else [])
    assert all(one["problem"] and one["remedy"] for one in verdict.faults)


def test_the_example_in_the_documents_is_one_that_is_taken():
    check(SIGNAL.example)
    assert Checker([DEFINITION]).judge(json.dumps(SIGNAL.example).encode()).ok


def test_a_mended_signal_of_the_same_id_is_taken(intake, post):
    wrong = fresh(kind="税")
    post.send(wrong)
    post.send(wrong | {"kind": "tax_arrears"})
    assert [why for why, _ in post.refused()] == ["invalid_input"]
    id = signal_id_of("tax_collection", wrong["id"])
    assert intake("get_signal", signal_id=id, department="tax_collection")["state"] == "open"
    state = intake("department_state", department="tax_collection")
    assert id not in {row["signal_id"] for row in state["refused"]}


def test_a_refused_message_that_comes_again_is_remembered_once(intake, post):
    wrong = fresh(kind="税")
    post.send(wrong)
    log = intake("lag")["log"]
    post.send(wrong)
    assert intake("lag")["log"] == log
    assert len(post.refused()) == 2  # each message has its answer


def test_by_amqp_two_strangers_of_whom_nothing_is_known_are_two_persons(intake, post):
    person = {"name": "氏名不詳", "birth_date": "1900-01-01", "phone": "090-0000-0000"}
    sent = [fresh(person=person | {"address": "座間市役所"}) for _ in range(2)]
    post.send(*sent)
    ids = [signal_id_of("tax_collection", one["id"]) for one in sent]
    rows = [intake("get_signal", signal_id=id) for id in ids]
    assert [row["state"] for row in rows] == ["open", "open"]
    people = [intake("get_human", person_id=row["person_id"])["human_id"] for row in rows]
    assert len(set(people)) == 2


def test_a_whole_burst_keeps_order_and_leaves_out_the_wrong_ones(intake, post):
    signals = [fresh(kind="税") if n % 7 == 3 else fresh() for n in range(60)]
    with intake.facts() as facts:
        post.send(*signals)
    got = [data["signal_id"] for kind, data in facts if kind == "signal_received"]
    expected = [s for s in signals if s["kind"] != "税"]
    assert got == [signal_id_of("tax_collection", s["id"]) for s in expected]
    assert len(post.refused()) == len(signals) - len(expected)


def test_a_department_finds_its_signal_by_its_own_id(intake, post):
    signal = fresh()
    post.send(signal)
    page = intake("list_signals", acting_department="tax_collection", id=signal["id"])
    (row,) = page["signals"]
    assert row["signal_id"] == signal_id_of("tax_collection", signal["id"])
    other = intake("list_signals", acting_department="waterworks", id=signal["id"])
    assert other["signals"] == []
    assert intake.find_faults("list_signals", id=signal["id"]) == ["department"]


# -- running numbers ------------------------------------------------------------------------------


def missing(intake, department):
    (found,) = intake("signal_gaps", department=department)["departments"]
    return found["highest"], [(gap["first"], gap["last"]) for gap in found["gaps"]]


def test_gaps_in_a_departments_numbers_are_noticed_over_all_ways(intake, post):
    assert intake("signal_gaps", department="housing")["departments"] == []
    intake("receive_signal", department="housing", **fresh(sequence=1))
    post.send(fresh(), department="housing", envelope={"sequence": 4})
    post.send(fresh(sequence=5), department="housing")
    intake("receive_signals", department="housing", signals=[fresh(sequence=9)])
    assert missing(intake, "housing") == (9, [(2, 3), (6, 8)])
    post.send(fresh(), department="housing", envelope={"sequence": "7"})
    assert missing(intake, "housing") == (9, [(2, 3), (6, 6), (8, 8)])
    # One that was refused is still missing until it comes mended.
    refused = fresh(sequence=8, kind="税")
    post.send(refused, department="housing")
    assert len(post.refused()) == 1
    assert missing(intake, "housing") == (9, [(2, 3), (6, 6), (8, 8)])
    post.send(refused | {"kind": "rent_arrears"}, department="housing")
    assert missing(intake, "housing") == (9, [(2, 3), (6, 6)])


def test_a_gap_that_is_old_shows_in_the_departments_state(intake, monkeypatch):
    intake("receive_signal", department="youth", **fresh(sequence=3))
    assert intake("department_state", department="youth")["missing"] == []
    monkeypatch.setenv("TSUNAGU_SIGNAL_GAP_HOURS", "0")
    (gap,) = intake("department_state", department="youth")["missing"]
    assert (gap["first"], gap["last"], gap["overdue"]) == (1, 2, True)
    (all_of_them,) = intake("signal_gaps", department="youth")["departments"]
    assert all_of_them["gaps"] == [gap]


def test_a_department_says_which_numbers_will_not_come(intake):
    intake("receive_signal", department="elderly", **fresh(sequence=10))
    explain = {"department": "elderly", "reason": "never_used"}
    intake("explain_signal_gap", first=1, last=4, **explain)
    assert missing(intake, "elderly") == (10, [(5, 9)])
    intake("explain_signal_gap", first=7, last=12, **explain)  # also some that lie ahead
    assert missing(intake, "elderly") == (12, [(5, 6)])
    intake("explain_signal_gap", first=15, last=15, **explain)
    assert missing(intake, "elderly") == (15, [(5, 6), (13, 14)])
    assert intake.find_faults("explain_signal_gap", first=0, last=1, **explain) == ["first"]


# -- clocks ---------------------------------------------------------------------------------------


def test_a_lead_hears_once_when_an_urgent_signals_time_has_passed(intake):
    body = fresh(kind="no_food")
    id = intake("receive_signal", department="tax_collection", **body)["signal_id"]
    store = intake.platform.runtime("intake").store
    now = datetime.now(UTC)
    with intake.facts() as facts:
        tell_the_leads(store, now + timedelta(hours=3, minutes=59))
    assert [d for kind, d in facts if d["signal_id"] == id] == []
    with intake.facts() as facts:
        for _ in range(3):
            tell_the_leads(store, now + timedelta(hours=4, minutes=1))
    told = [(kind, data["level"]) for kind, data in facts if data["signal_id"] == id]
    assert told == [("signal_escalated", "desk_lead")]
    status = intake("get_signal", signal_id=id, department="tax_collection")
    assert status["history"][-1]["level"] == "desk_lead"
    (row,) = [
        row
        for row in intake("list_signals", urgent=True, limit=500)["signals"]
        if row["signal_id"] == id
    ]
    assert row["level"] == "desk_lead" and row["due_at"] == status["due_at"]
    overdue = intake("list_signals", overdue=True, limit=500)["signals"]
    assert id not in {row["signal_id"] for row in overdue}  # by the clock on the wall it is not


def test_a_step_may_have_its_hour(intake, today):
    id = intake("receive_signal", department="tax_collection", **fresh())["signal_id"]
    step = {"owner_desk": "outreach", "next_step": "visit", "due_on": "2099-01-05"}
    status = intake(
        "set_signal_next_step", signal_id=id, due_at="2099-01-05T18:00:00+09:00", **step
    )
    assert status["due_at"] == "2099-01-05T09:00:00+00:00"
    wrong = {"signal_id": id, "due_at": "2099-01-06T00:00:00+09:00"}
    assert intake.find_faults("set_signal_next_step", **wrong, **step) == ["due_at"]


# -- slips ----------------------------------------------------------------------------------------


def slip_of(intake, id):
    intake("print_slip", signal_id=id, department="tax_collection")
    name = intake("print_slip", signal_id=id, department="tax_collection")["name"]
    return name.removeprefix("tsunagu-slip-").removesuffix(".html")


def test_who_brings_the_slip_is_linked_with_the_signal(intake):
    body = fresh(basis="encouragement_only", person=None)
    id = intake("receive_signal", department="tax_collection", **body)["signal_id"]
    code = slip_of(intake, id)
    with intake.facts() as facts:
        case = intake("accept_consultation", channel="walk_in", slip_code=code.lower())
    kinds = [kind for kind, _ in facts]
    assert kinds == ["person_registered", "consultation_accepted", "signal_connected"]
    (_, data), (_, link) = facts[1:]
    assert (data["from_desk"], data["signal_kind"]) == ("tax_collection", "tax_arrears")
    assert (link["signal_id"], link["case_id"]) == (id, case["case_id"])
    assert code.replace("-", "") not in str(facts)


@pytest.mark.parametrize(
    ("slip", "code"),
    [("ACDE-FHJK", "invalid_input"), ("2222-2222", "no_such_slip")],
    ids=["mistyped", "never_printed"],
)
def test_a_number_that_is_none_is_named_and_the_consultation_can_go_on(intake, slip, code):
    intake.refused(code, "accept_consultation", channel="walk_in", slip_code=slip)
    assert intake("accept_consultation", channel="walk_in")["state"] == "open"


def test_one_signal_whose_clock_fails_keeps_no_other_lead_from_hearing(intake, monkeypatch):
    ids = [
        intake("receive_signal", department="tax_collection", **fresh(kind="no_food"))["signal_id"]
        for _ in range(3)
    ]
    store = intake.platform.runtime("intake").store
    whole = Signal.check_clock

    def check_clock(signal, now):
        whole(signal, now)
        if signal.id == ids[0]:
            raise LookupError("planted")

    monkeypatch.setattr(Signal, "check_clock", check_clock)
    with intake.facts() as facts, pytest.raises(LookupError, match="planted"):
        tell_the_leads(store, datetime.now(UTC) + timedelta(hours=4, minutes=1))
    told = {d["signal_id"] for kind, d in facts if kind == "signal_escalated"}
    assert told >= set(ids[1:]) and ids[0] not in told
    monkeypatch.undo()
    with intake.facts() as facts:
        tell_the_leads(store, datetime.now(UTC) + timedelta(hours=4, minutes=1))
    assert ids[0] in {d["signal_id"] for kind, d in facts if kind == "signal_escalated"}


# -- one that fails for a fault of ours -----------------------------------------------------------


BROKEN = "壊れる 名前"


@pytest.fixture(params=["person_matching", "person_index"])
def planted(request, monkeypatch):
    """Whoever is called so breaks the matching, before or while it is recorded."""
    module = {"person_matching": person_matching, "person_index": person_index}[request.param]
    whole = module.read_profile

    def read_profile(details):
        if details.get("name") == BROKEN:
            raise LookupError("planted")
        return whole(details)

    monkeypatch.setattr(module, "read_profile", read_profile)


@pytest.mark.parametrize("place", [0, 3, 6])
def test_one_that_breaks_in_a_batch_fails_alone_and_says_so(intake, planted, place):
    batch = [fresh(id=f"{next(numbers)}-of-many") for _ in range(7)]
    batch[place]["person"] = {"name": BROKEN}
    results = intake("receive_signals", department="tax_collection", signals=batch)["results"]
    states = ["accepted"] * 7
    states[place] = "refused"
    assert [result["state"] for result in results] == states
    assert results[place]["code"] == "internal" and results[place]["faults"][0]["problem"]
    assert BROKEN not in str(results)
    ids = {signal_id_of("tax_collection", signal["id"]) for signal in batch}
    assert len(ids & known(intake)) == 6


@pytest.mark.parametrize("place", [0, 3, 6])
def test_one_of_nobody_that_cannot_be_recorded_fails_alone(intake, monkeypatch, place):
    """Nothing is asked about anybody: the fault shows only when what was decided is written."""
    whole = EventType.encode

    def encode(self, event):
        if getattr(event, "note", None) == BROKEN:
            raise LookupError("planted")
        return whole(self, event)

    monkeypatch.setattr(EventType, "encode", encode)
    batch = [fresh(basis="encouragement_only", note="x") for _ in range(7)]
    for signal in batch:
        del signal["person"]
    batch[place]["note"] = BROKEN
    results = intake("receive_signals", department="tax_collection", signals=batch)["results"]
    states = ["accepted"] * 7
    states[place] = "refused"
    assert [result["state"] for result in results] == states


def test_one_that_breaks_by_amqp_is_given_back_and_the_others_are_taken(intake, post, planted):
    post.refused()
    batch = [fresh() for _ in range(5)]
    batch[2]["person"] = {"name": BROKEN}
    post.send(*batch)
    assert post.refused() == [("internal_error", "")]
    ids = [signal_id_of("tax_collection", signal["id"]) for signal in batch]
    assert [id in known(intake) for id in ids] == [True, True, False, True, True]
    state = intake("get_signal", signal_id=ids[2], department="tax_collection")
    assert (state["state"], state["reason"]) == ("refused", "internal_error")


def test_a_mended_fault_lets_the_same_signal_in(intake, planted, monkeypatch):
    signal = fresh(person={"name": BROKEN})
    send = partial(intake, "receive_signals", department="tax_collection", signals=[signal])
    assert send()["results"][0]["state"] == "refused"
    monkeypatch.undo()
    assert send()["results"][0]["state"] == "accepted"


def test_after_all_this_the_service_finds_no_fault_with_itself(intake):
    assert intake.verify() == []
    with intake.platform.runtime("intake").store.reading() as connection:
        count = sa.select(sa.func.count()).select_from(signal_list)
        assert connection.execute(count).scalar_one() > 600
