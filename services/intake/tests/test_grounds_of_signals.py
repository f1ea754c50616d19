"""On which ground a signal came, what its department then hears, and that a consent taken back
stops it at once."""

import itertools
from datetime import timedelta

import pytest

from services.intake.domain.sharing import BASES, TABLE
from services.intake.queries.departments import list_own_signals
from services.intake.queries.signals import find_basis, get_signal
from tsunagu.domain.errors import Forbidden, TsunaguError

numbers = itertools.count(1)
CANARY = "秘密花子"
NOTICE = {
    "department": "waterworks",
    "kind": "water_arrears",
    "noticed_on": "2026-04-20",
    "basis": "consent",
    "person": {"name": CANARY, "phone": "090"},
    "note": CANARY,
}


def notice(**other):
    return NOTICE | {"id": f"g-{next(numbers)}"} | other


@pytest.fixture
def send(intake):
    """Send a signal; its id."""

    def sending(**other):
        return intake("receive_signal", **notice(**other))["signal_id"]

    return sending


@pytest.fixture
def of_basis(send):
    def sending(basis):
        return send(basis=basis, person=None if basis == "encouragement_only" else {"name": CANARY})

    return sending


def heard(intake, id, department="waterworks"):
    return intake("get_signal", signal_id=id, department=department)


# -- what a department hears ----------------------------------------------------------------------


def whole_course(intake, id):
    """Everything that can happen to a signal, up to the person's coming."""
    intake("encourage", signal_id=id, answer="coming")
    step = {"owner_desk": "outreach", "next_step": "visit", "due_on": "2099-01-05"}
    intake("set_signal_next_step", signal_id=id, **step)
    return intake("accept_consultation", channel="walk_in", signal_id=id)


@pytest.mark.parametrize("basis", BASES)
def test_while_it_is_open_the_department_hears_whose_turn_it_is(intake, of_basis, basis):
    id = of_basis(basis)
    step = {"owner_desk": "outreach", "next_step": "visit", "due_on": "2099-01-05"}
    before = heard(intake, id)
    assert (before["state"], before["owner_desk"]) == ("open", "consultation_support")
    first = "urgent_contact" if basis == "danger_to_life" else "first_contact"
    assert before["due_on"] and before["next_step"] == first
    intake("set_signal_next_step", signal_id=id, **step)
    after = heard(intake, id)
    told_on = basis != "encouragement_only"  # else it stays what it was when it came
    assert (after["owner_desk"] == "outreach") == told_on
    assert ("signal_next_step_set" in str(after)) == told_on


@pytest.mark.parametrize(
    ("basis", "state", "steps"),
    [
        (
            "consent",
            "connected",
            ["signal_received", "encouragement_given", "signal_next_step_set", "signal_connected"],
        ),
        (
            "conference",
            "connected",
            ["signal_received", "signal_next_step_set", "signal_connected"],
        ),
        (
            "danger_to_life",
            "connected",
            ["signal_received", "signal_next_step_set", "signal_connected"],
        ),
        ("encouragement_only", "closed", ["signal_received", "signal_closed"]),
    ],
)
def test_that_the_person_came_is_told_on_some_grounds_only(intake, of_basis, basis, state, steps):
    id = of_basis(basis)
    case = whole_course(intake, id)
    told = heard(intake, id)
    assert told["state"] == state
    assert [step["what"] for step in told["history"]] == steps
    assert ("coming" in str(told)) == (basis == "consent")
    for secret in (case["case_id"], case["person_id"], CANARY, "basis", "person_id", "case_id"):
        assert secret not in str(told)
    listed = intake("list_signals", acting_department="waterworks", state="all", limit=500)
    (row,) = [row for row in listed["signals"] if row["signal_id"] == id]
    assert row["state"] == state
    assert "person_id" not in row and "case_id" not in row


def test_with_encouragement_alone_coming_and_not_coming_look_the_same(intake, of_basis):
    came, did_not = of_basis("encouragement_only"), of_basis("encouragement_only")
    whole_course(intake, came)
    intake("close_signal", signal_id=did_not, reason="no_answer")
    one, other = heard(intake, came), heard(intake, did_not)
    assert one["signal_id"] != other["signal_id"]
    assert {**one, "signal_id": ""} == {**other, "signal_id": ""}


def own(intake, **asked):
    """Every signal of waterworks that this question finds, page by page."""
    found, after = [], None
    while True:
        page = intake("list_signals", acting_department="waterworks", after=after, limit=7, **asked)
        found += [row["signal_id"] for row in page["signals"]]
        after = page["next"]
        if after is None:
            assert len(found) == len(set(found))
            return set(found)


@pytest.mark.parametrize("basis", BASES)
def test_neither_filter_nor_order_tells_what_the_answer_does_not(intake, of_basis, basis):
    came, waits = of_basis(basis), of_basis(basis)
    whole_course(intake, came)
    step = {"owner_desk": "outreach", "next_step": "visit", "due_on": "2099-01-05"}
    intake("set_signal_next_step", signal_id=waits, **step)
    told = basis != "encouragement_only"
    assert (came in own(intake, state="connected")) == told
    assert (came in own(intake, state="closed")) != told
    assert (waits in own(intake, desk="outreach")) == told
    assert waits in own(intake, state="open")
    everything = own(intake, state="all")
    assert {came, waits} <= everything
    parts = [own(intake, state=state) for state in ("open", "connected", "closed")]
    assert set.union(*parts) == everything and sum(map(len, parts)) == len(everything)


def test_a_place_that_is_none_is_named(intake):
    asked = {"acting_department": "waterworks", "after": "somewhere"}
    assert intake.find_faults("list_signals", **asked) == ["after"]


@pytest.mark.parametrize(
    ("basis", "told"), [("consent", True), ("conference", False), ("encouragement_only", False)]
)
def test_why_it_ended_is_told_only_where_the_person_agreed(intake, of_basis, basis, told):
    id = of_basis(basis)
    intake("close_signal", signal_id=id, reason="declined_help")
    answer = heard(intake, id)
    assert answer["state"] == "closed"
    assert ("declined_help" in str(answer)) == told


@pytest.mark.parametrize("basis", BASES)
def test_another_department_hears_nothing(intake, of_basis, basis):
    id = of_basis(basis)
    for command in ("get_signal", "print_slip"):
        asked = {"signal_id": id, "department": "tax_collection"}
        intake.refused("not_found", command, **asked)
    body = {"signal_id": id, "department": "tax_collection"}
    intake.refused("not_found", "encourage", **body, answer="coming")
    intake.refused("not_found", "end_signal_consent", **body)
    listed = intake("list_signals", acting_department="tax_collection", state="all", limit=500)
    assert id not in {row["signal_id"] for row in listed["signals"]}


@pytest.mark.parametrize(
    ("command", "role", "action"),
    [
        ("get_signal", "caseworker", "read_status"),
        ("print_slip", "caseworker", "print_slip"),
    ],
)
def test_the_table_decides_whether_consultation_support_may(
    intake, send, monkeypatch, command, role, action
):
    id = send()
    intake(command, signal_id=id)
    monkeypatch.delitem(TABLE, (role, action, "support", "consent"))
    intake.refused("not_on_this_basis", command, signal_id=id)


def test_a_department_cannot_list_as_another(intake, send):
    id = send()
    page = intake("list_signals", acting_department="tax_collection", department="waterworks")
    assert id not in {row["signal_id"] for row in page["signals"]}


def test_consultation_support_sees_the_ground(intake, of_basis):
    for basis in BASES:
        assert intake("get_signal", signal_id=of_basis(basis))["basis"] == basis


# -- consent --------------------------------------------------------------------------------------


def consents_of(intake, id):
    person_id = intake("get_signal", signal_id=id)["person_id"]
    return intake("list_consents", person_id=person_id)


def test_what_the_person_agreed_to_is_on_record(intake, send, today):
    until = (today + timedelta(days=90)).isoformat()
    grounds = {
        "on": "2026-04-19",
        "until": until,
        "scope": ["consultation_support", "waterworks", "household_budget"],
        "evidence": f"同意書 {CANARY}",
    }
    with intake.facts() as facts:
        id = send(consent=grounds)
    (consent,) = consents_of(intake, id)
    assert (consent["on"], consent["until"]) == ("2026-04-19", until)
    assert consent["recipients"] == grounds["scope"]
    assert CANARY not in str(facts)
    status = intake("get_signal", signal_id=id)
    assert status["consent_id"] == consent["consent_id"]


def test_without_more_the_word_of_the_department_stands(intake, send):
    (consent,) = consents_of(intake, send())
    assert consent["recipients"] == ["consultation_support", "waterworks"]
    assert (consent["on"], consent["until"]) == ("2026-04-20", None)


def test_who_agreed_to_others_only_is_not_told_of_to_the_department(intake, send):
    id = send(consent={"scope": ["consultation_support"]})
    whole_course(intake, id)
    told = heard(intake, id)
    assert told["state"] == "closed"
    assert [step["what"] for step in told["history"]] == ["signal_received", "signal_closed"]
    purpose = {"signal_id": id, "purpose": "contact"}
    assert intake("read_signal_person", **purpose)["details"]["name"] == CANARY


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"consent": {"until": "2026-05-01"}}, "consent_expired"),
        ({"consent": {"scope": ["waterworks"]}}, "consent_names_others"),
    ],
)
def test_a_consent_that_does_not_hold_allows_nothing(intake, other, code):
    refusal = intake.refused(code, "receive_signal", **notice(**other))
    assert refusal.details["field"].startswith("consent.") and refusal.details["remedy"]


@pytest.mark.parametrize(
    ("other", "fields"),
    [
        ({"consent": {"until": "2026-04-01"}}, ["consent.until"]),
        ({"consent": {"scope": []}}, ["consent.scope"]),
        ({"consent": {"scope": ["the_moon"]}}, ["consent.scope.0"]),
        ({"consent": {"on": "2999-01-01"}}, ["consent.on"]),
        ({"consent": {"said": "yes"}}, ["consent.said"]),
        ({"consent": "yes"}, ["consent"]),
        ({"basis": "conference", "consent": {}}, ["consent"]),
        ({"conference_id": "x"}, ["conference_id"]),
        ({"basis": "danger_to_life", "conference_id": "x"}, ["conference_id"]),
        ({"encouragement": {"answer": "maybe"}}, ["encouragement.answer"]),
        ({"sequence": 0}, ["sequence"]),
        ({"sequence": -1}, ["sequence"]),
        ({"sequence": 2**53}, ["sequence"]),
        ({"sequence": "7"}, ["sequence"]),
        ({"sequence": 1.5}, ["sequence"]),
    ],
)
def test_grounds_are_refused_for_their_shape(intake, other, fields):
    assert intake.find_faults("receive_signal", **notice(**other)) == fields


@pytest.mark.parametrize("by", [{"department": "waterworks"}, {}], ids=["department", "us"])
def test_a_consent_taken_back_stops_all_sharing_at_once(intake, send, by):
    id = send()
    intake("encourage", signal_id=id, answer="thinking")
    assert "encouragement_given" in str(heard(intake, id))
    purpose = {"signal_id": id, "purpose": "contact"}
    assert intake("read_signal_person", **purpose)["details"]["name"] == CANARY

    intake("end_signal_consent", signal_id=id, **by)

    told = heard(intake, id)
    steps = [step["what"] for step in told["history"]]
    assert steps == ["signal_received", "signal_sharing_stopped"]
    with pytest.raises(Forbidden) as refusal:
        intake("read_signal_person", **purpose)
    assert refusal.value.code == "basis_ended"
    (consent,) = consents_of(intake, id)
    assert consent["state"] == "withdrawn"
    person_id = intake("get_signal", signal_id=id)["person_id"]
    with pytest.raises(Forbidden):  # nor by the other door, which other services come through
        intake("read_person", person_id=person_id, purpose="support")
    whole_course(intake, id)
    assert heard(intake, id)["state"] == "closed"


WHO = {
    "name": "戸口 第二子",
    "kana": "トグチ ダイニコ",
    "birth_date": "1961-02-03",
    "address": "座間市相武台1-2-3",
    "phone": "090-7777-8888",
    "occupation": CANARY,
}


def test_a_record_whose_consent_ended_stays_closed_when_the_person_comes_otherwise(intake, send):
    """Connected by matching, the signal names the case's person: its own record is not theirs."""
    id = send(person=WHO)
    mine = intake("get_signal", signal_id=id)["person_id"]
    intake("end_signal_consent", signal_id=id)
    said_less = {k: v for k, v in WHO.items() if k != "occupation"}
    case = intake("accept_consultation", channel="walk_in", person=said_less)
    assert intake("get_signal", signal_id=id)["case_id"] == case["case_id"]
    with pytest.raises(Forbidden) as refusal:
        intake("read_person", person_id=mine, purpose="support")
    assert refusal.value.code == "basis_ended"
    read = intake("read_person", person_id=case["person_id"], purpose="support")
    assert CANARY not in str(read)


def test_what_the_department_wrote_and_how_consent_is_shown_reaches_the_caseworker(intake, send):
    consent = {"evidence": f"同意書 {CANARY}"}
    with intake.facts() as facts:
        id = send(consent=consent)
    read = intake("read_signal_person", signal_id=id, purpose="contact")
    assert (read["note"], read["evidence"]) == (CANARY, consent["evidence"])
    assert CANARY not in str(facts)
    assert CANARY not in str(heard(intake, id)) + str(intake("get_signal", signal_id=id))


def test_words_that_came_without_a_person_are_read_too_and_the_reading_is_recorded(intake, send):
    id = send(basis="encouragement_only", person=None)
    before = intake("lag")["log"]
    read = intake("read_signal_person", signal_id=id, purpose="contact")
    assert (read["person_id"], read["details"], read["note"]) == (None, {}, CANARY)
    assert intake("lag")["log"] == before + 1
    empty = send(basis="encouragement_only", person=None, note=None)
    intake.refused("no_identity", "read_signal_person", signal_id=empty, purpose="contact")


def test_a_consent_ends_by_itself_after_its_last_day(intake, send, today):
    """Nothing happens on that day: whoever asks later is told no more than without it."""
    id = send(consent={"until": today.isoformat()})
    whole_course(intake, id)
    runtime, tomorrow = intake.platform.runtime("intake"), today + timedelta(days=1)
    with runtime.store.reading() as connection:
        last = get_signal(connection, id, "waterworks", today)
        after = get_signal(connection, id, "waterworks", tomorrow)
        assert find_basis(connection, id, tomorrow) == "consent_ended"
        asked = {"state": "connected", "desk": None, "urgent": False, "before": None}
        asked |= {"signal_ids": None, "after": None, "limit": 500}
        page, _ = list_own_signals(connection, "waterworks", tomorrow, **asked)
    assert (last["state"], after["state"]) == ("connected", "closed")
    assert "encouragement_given" in str(last) and "encouragement_given" not in str(after)
    assert id not in {one["signal_id"] for one in page}


def test_who_takes_back_a_consent_that_came_without_a_person_is_heard_too(intake, send):
    id = send(person=None)
    intake("end_signal_consent", signal_id=id, department="waterworks")
    with pytest.raises(Forbidden):
        intake("read_signal_person", signal_id=id, purpose="contact")
    whole_course(intake, id)
    assert heard(intake, id)["state"] == "closed"


def test_who_agrees_anew_may_be_read_again(intake, send):
    id = send()
    intake("end_signal_consent", signal_id=id)
    asked = {"person_id": intake("get_signal", signal_id=id)["person_id"]}
    agreed = {"purpose": "support", "recipients": ["consultation_support"]}
    intake("give_consent", **asked, **agreed)
    assert intake("read_person", **asked, purpose="support")["details"]["name"] == CANARY


def test_who_has_a_case_here_is_known_for_its_sake(intake, send):
    id = send()
    case = intake("accept_consultation", channel="walk_in", signal_id=id)
    intake("end_signal_consent", signal_id=id, department="waterworks")
    read = intake("read_person", person_id=case["person_id"], purpose="support")
    assert read["details"]["name"] == CANARY
    assert heard(intake, id)["state"] == "closed"  # but the department hears no more


def test_a_consent_taken_back_at_the_desk_stops_it_too(intake, send):
    """The person need not know on which signal it rested."""
    id = send()
    status = intake("get_signal", signal_id=id)
    intake("withdraw_consent", person_id=status["person_id"], consent_id=status["consent_id"])
    with pytest.raises(Forbidden):
        intake("read_signal_person", signal_id=id, purpose="support")
    intake("encourage", signal_id=id, answer="declined")
    assert "declined" not in str(heard(intake, id))


def test_who_comes_after_taking_it_back_says_anew_who_they_are(intake, send):
    id = send()
    known = intake("get_signal", signal_id=id)["person_id"]
    intake("end_signal_consent", signal_id=id)
    case = intake("accept_consultation", channel="walk_in", signal_id=id)
    assert case["person_id"] != known
    assert intake("read_person", person_id=case["person_id"], purpose="support")["details"] == {}


@pytest.mark.parametrize("basis", ["conference", "danger_to_life", "encouragement_only"])
def test_where_there_is_no_consent_none_is_taken_back(intake, of_basis, basis):
    refusal = intake.refused("not_on_consent", "end_signal_consent", signal_id=of_basis(basis))
    assert refusal.faults[0]["field"] == "signal_id"


def test_a_reading_names_a_purpose_that_the_table_knows(intake, send):
    assert intake.find_faults("read_signal_person", signal_id=send(), purpose="curiosity") == [
        "purpose"
    ]


# -- support conference ---------------------------------------------------------------------------


@pytest.fixture
def conference(intake, today):
    def calling(kind="support_conference", desks=("consultation_support", "waterworks"), in_days=0):
        meeting = {
            "kind": kind,
            "held_on": (today + timedelta(days=in_days)).isoformat(),
            "desk": "consultation_support",
            "purpose": "water_arrears",
        }
        id = intake("call_meeting", **meeting)["meeting_id"]
        for desk in desks:
            member = {"desk": desk, "secrecy": "support_act_9", "name": CANARY}
            intake("name_member", meeting_id=id, **member)
        return id

    return calling


def test_a_recorded_conference_is_named_with_the_signal(intake, send, conference):
    id = conference()
    signal = send(basis="conference", conference_id=id)
    assert intake("get_signal", signal_id=signal)["conference_id"] == id
    assert id not in str(heard(intake, signal))


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda conference: "nobody-knows", "no_such_conference"),
        (lambda conference: conference(kind="coordination_meeting"), "no_such_conference"),
        (lambda conference: conference(desks=["consultation_support"]), "not_in_the_conference"),
        (lambda conference: conference(in_days=1), "conference_not_held"),
    ],
    ids=["unknown", "of_another_kind", "not_a_member", "to_come"],
)
def test_a_conference_must_be_one_and_the_department_in_it(intake, conference, made, code):
    body = notice(basis="conference", conference_id=made(conference))
    refusal = intake.refused(code, "receive_signal", **body)
    assert refusal.details["field"] == "conference_id" and refusal.details["remedy"]


# -- encouragement --------------------------------------------------------------------------------


def test_a_department_tells_with_its_signal_that_it_encouraged(intake, send, today):
    with intake.facts() as facts:
        id = send(
            basis="encouragement_only",
            person=None,
            encouragement={"answer": "thinking", "on": "2026-04-20"},
        )
    assert [kind for kind, _ in facts] == ["signal_received", "encouragement_given"]
    assert (facts[1][1]["answer"], facts[1][1]["on"]) == ("thinking", "2026-04-20")
    assert intake("get_signal", signal_id=id)["history"][1]["what"] == "encouragement_given"


def test_a_department_records_the_answer_later(intake, send):
    id = send()
    told = intake("encourage", signal_id=id, department="waterworks", answer="coming")
    assert told["history"][-1]["answer"] == "coming"
    assert "person_id" not in told


def test_a_refused_signal_leaves_nothing_whatever_came_with_it(intake):
    before = intake("lag")["log"]
    with pytest.raises(TsunaguError):
        intake(
            "receive_signal",
            **notice(basis="conference", conference_id="x", encouragement={"answer": "coming"}),
        )
    assert intake("lag")["log"] == before


def test_after_all_this_the_service_finds_no_fault_with_itself(intake):
    assert intake.verify() == []
