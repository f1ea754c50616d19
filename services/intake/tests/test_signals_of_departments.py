"""Signals as departments send them and consultation support answers them."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from services.intake import reference
from tsunagu.domain.calendar import add_working_days, city_date

NOTICE = {
    "department": "waterworks",
    "kind": "water_arrears",
    "noticed_on": "2026-04-20",
    "basis": "consent",
    "person": {"name": "秘密太郎", "phone": "090"},
    "note": "秘密",
}
numbers = itertools.count(1)


def notice(**other):
    return NOTICE | {"id": f"n-{next(numbers)}"} | other


@pytest.fixture
def signal(intake):
    return intake("receive_signal", **notice())["signal_id"]


def owned(status):
    return status["state"], status["owner_desk"], status["next_step"]


# -- receiving ------------------------------------------------------------------------------------


def test_a_signal_has_owner_step_and_date_at_once(intake, today):
    with intake.facts() as facts:
        id = intake("receive_signal", **notice())["signal_id"]
    status = intake("get_signal", signal_id=id)
    assert owned(status) == ("open", "consultation_support", "first_contact")
    assert status["due_on"] == add_working_days(today, 3).isoformat()
    assert [kind for kind, _ in facts] == ["person_registered", "consent_given", "signal_received"]
    received = facts[-1][1]
    assert received["department"] == "waterworks"
    assert received["person_id"] == facts[0][1]["person_id"]
    assert "秘密" not in str(facts)


@pytest.mark.parametrize(
    ("other", "hours"),
    [
        ({"urgent": True}, 4),
        ({"kind": "suicide_risk"}, 1),
        ({"kind": "no_food"}, 4),
        ({"kind": "eviction_soon"}, 24),
        ({"kind": "water_cut_soon", "urgent": False}, 24),
        ({"kind": "suicide_risk", "urgent": True}, 1),
        ({"kind": "a_kind_of_our_own", "urgent": True}, 4),
    ],
)
def test_an_urgent_signal_has_a_clock_in_hours_at_the_duty_desk(intake, other, hours):
    before = datetime.now(UTC).replace(microsecond=0)
    id = intake("receive_signal", **notice(**other))["signal_id"]
    status = intake("get_signal", signal_id=id)
    assert owned(status) == ("open", "consultation_support", "urgent_contact")
    assert status["urgent"] is True
    due_at = datetime.fromisoformat(status["due_at"])
    assert timedelta(0) <= due_at - before - timedelta(hours=hours) < timedelta(minutes=1)
    assert status["due_on"] == city_date(due_at).isoformat()
    first = intake("list_signals", limit=1, desk="consultation_support")["signals"][0]
    assert first["due_at"] is not None  # the urgent ones come first


def test_an_ordinary_signal_has_no_clock_in_hours(intake, signal):
    status = intake("get_signal", signal_id=signal)
    assert (status["urgent"], status["due_at"]) == (False, None)
    urgent = intake("list_signals", urgent=True, limit=500)["signals"]
    assert signal not in {row["signal_id"] for row in urgent}


def test_some_kinds_begin_at_another_desk(intake):
    id = intake("receive_signal", **notice(kind="withdrawal"))["signal_id"]
    assert owned(intake("get_signal", signal_id=id)) == ("open", "outreach", "first_contact")


def test_the_kinds_are_listed_with_their_hours(intake):
    kinds = {kind["code"]: kind for kind in intake("list_signal_kinds")}
    assert kinds["suicide_risk"]["urgent_hours"] == 1
    assert kinds["water_arrears"]["urgent_hours"] is None
    assert {kind["desk"] for kind in kinds.values()} <= reference.desks()
    assert all(kind["ja"] and kind["en"] for kind in kinds.values())


def test_the_same_id_again_is_the_same_answer_and_no_second_signal(intake):
    body = notice()
    first = intake("receive_signal", **body)
    log = intake("lag")["log"]
    for again in (body, body | {"kind": "gas_arrears", "basis": "conference"}):
        answer = intake("receive_signal", **again)
        assert (answer["signal_id"], answer["created"]) == (first["signal_id"], False)
    assert intake("lag")["log"] == log


def test_the_same_id_of_another_department_is_another_signal(intake):
    body = notice()
    first, second = (
        intake("receive_signal", **body | {"department": desk})
        for desk in ("waterworks", "tax_collection")
    )
    assert first["signal_id"] != second["signal_id"] and second["created"]


@pytest.mark.parametrize("basis", ["consent", "conference"])
@pytest.mark.parametrize("person", [None, {}, {"name": "秘密太郎"}], ids=["none", "empty", "name"])
def test_with_consent_or_a_conference_the_person_may_be_named(intake, basis, person):
    with intake.facts() as facts:
        intake("receive_signal", **notice(basis=basis, person=person))
    assert (facts[-1][1]["person_id"] is not None) == bool(person)


def test_with_encouragement_alone_nobody_is_named(intake):
    with intake.facts() as facts:
        body = notice(basis="encouragement_only", person=None)
        assert intake("receive_signal", **body)["created"]
    assert [kind for kind, _ in facts] == ["signal_received"]
    assert facts[0][1]["person_id"] is None


@pytest.mark.parametrize("person", [{}, {"phone": "090"}, {"name": None}], ids=str)
def test_with_encouragement_alone_not_even_an_empty_person_block_is_taken(intake, person):
    body = notice(basis="encouragement_only", person=person)
    refusal = intake.refused("identity_without_basis", "receive_signal", **body)
    assert refusal.details["field"] == "person" and refusal.details["remedy"]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        pytest.param({"department": "the_moon"}, ["department"], id="no_such_department"),
        pytest.param({"id": ""}, ["id"], id="no_id"),
        pytest.param({"id": "x" * 201}, ["id"], id="id_too_long"),
        pytest.param({"id": 7}, ["id"], id="id_is_a_number"),
        pytest.param({"department": "the_moon", "id": ""}, ["department", "id"], id="neither"),
        pytest.param({"kind": "水道料金"}, ["kind"], id="kind_in_words"),
        pytest.param({"noticed_on": "2999-01-01"}, ["noticed_on"], id="noticed_in_the_future"),
        pytest.param({"noticed_on": "2026-02-30"}, ["noticed_on"], id="no_such_day"),
        pytest.param({"basis": "because"}, ["basis"], id="no_such_basis"),
        pytest.param({"urgent": "very"}, ["urgent"], id="urgent_is_no_yes_or_no"),
        pytest.param({"person": {"nickname": "x"}}, ["person.nickname"], id="unknown_detail"),
        pytest.param({"on": "2026-04-20"}, ["on"], id="unknown_key"),
        pytest.param(
            {"kind": "?", "basis": "?", "noticed_on": "?"},
            ["basis", "kind", "noticed_on"],
            id="all_at_once",
        ),
        pytest.param(
            {"person": "秘密太郎"},
            ["person"],
            id="person_is_a_text",
        ),
    ],
)
def test_a_signal_is_refused_for_its_shape(intake, wrong, fields):
    assert intake.find_faults("receive_signal", **notice() | wrong) == fields


def test_the_longest_id_is_one(intake):
    assert intake("receive_signal", **notice(id=f"{next(numbers)}-".ljust(200, "x")))["created"]


# -- what becomes of it ---------------------------------------------------------------------------


def test_what_becomes_of_it_is_told_without_the_person(intake, signal, case, today):
    due_on = (today + timedelta(days=30)).isoformat()
    intake("encourage", signal_id=signal, answer="thinking")
    place = {"owner_desk": "outreach", "next_step": "visit", "due_on": due_on}
    status = intake("set_signal_next_step", signal_id=signal, **place)
    assert (*owned(status), status["due_on"]) == ("open", "outreach", "visit", due_on)
    status = intake("connect_signal", signal_id=signal, case_id=case["case_id"])
    assert owned(status) == ("connected", None, None)
    told = intake("get_signal", signal_id=signal, department="waterworks")
    assert [step["what"] for step in told["history"]] == [
        "signal_received",
        "encouragement_given",
        "signal_next_step_set",
        "signal_connected",
    ]
    assert case["case_id"] not in str(told) and case["person_id"] not in str(told)
    assert "秘密" not in str(told)


def test_to_another_department_the_signal_is_simply_not_there(intake, signal):
    asked = {"signal_id": signal, "department": "tax_collection"}
    intake.refused("not_found", "get_signal", **asked)
    intake.refused("not_found", "get_signal", signal_id="nobody-knows")


@pytest.mark.parametrize("end", ["close_signal", "connect_signal"])
def test_after_its_end_nothing_more_happens_to_a_signal(intake, signal, case, today, end):
    steps = {
        "encourage": {"answer": "coming"},
        "set_signal_next_step": {
            "owner_desk": "outreach",
            "next_step": "visit",
            "due_on": today.isoformat(),
        },
        "close_signal": {"reason": "moved_away"},
        "connect_signal": {"case_id": case["case_id"]},
    }
    assert intake(end, signal_id=signal, **steps[end])["owner_desk"] is None
    for command, body in steps.items():
        intake.refused("signal_not_open", command, signal_id=signal, **body)


@pytest.mark.parametrize(
    ("command", "body", "fields"),
    [
        ("encourage", {"answer": "maybe"}, ["answer"]),
        ("encourage", {}, ["answer"]),
        ("close_signal", {"reason": "引っ越し"}, ["reason"]),
        ("close_signal", {}, ["reason"]),
        (
            "set_signal_next_step",
            {"owner_desk": "the_moon", "next_step": "visit", "due_on": "2999-01-01"},
            ["owner_desk"],
        ),
        (
            "set_signal_next_step",
            {"owner_desk": "outreach", "next_step": "visit", "due_on": "2020-01-01"},
            ["due_on"],
        ),
    ],
    ids=["no_such_answer", "no_answer", "words", "no_reason", "no_such_desk", "due_long_ago"],
)
def test_a_step_of_a_signal_is_refused_for_its_shape(intake, signal, command, body, fields):
    assert intake.find_faults(command, signal_id=signal, **body) == fields


def test_open_signals_are_listed_by_desk_and_department(intake, signal):
    def listed(**asked):
        return {row["signal_id"] for row in intake("list_signals", limit=500, **asked)["signals"]}

    assert signal in listed(desk="consultation_support") & listed(department="waterworks")
    assert signal not in listed(desk="outreach") | listed(department="housing")
    intake("close_signal", signal_id=signal, reason="moved_away")
    assert signal not in listed()
    assert signal in listed(state="closed", department="waterworks") & listed(state="all")
    assert intake.find_faults("list_signals", state="lost") == ["state"]


# -- the person comes -----------------------------------------------------------------------------


def test_who_comes_need_not_say_again_what_the_department_said(intake, signal):
    with intake.facts() as facts:
        case = intake("accept_consultation", channel="department", signal_id=signal)
    (accepted, data), (connected, link) = facts
    assert (accepted, connected) == ("consultation_accepted", "signal_connected")
    assert (data["from_desk"], data["signal_kind"]) == ("waterworks", "water_arrears")
    assert (link["case_id"], link["person_id"]) == (case["case_id"], case["person_id"])
    read = intake("read_person", person_id=case["person_id"], purpose="support")
    assert read["details"]["name"] == "秘密太郎"
    assert intake("get_signal", signal_id=signal)["state"] == "connected"
    whats = [e["what"] for e in intake("case_timeline", id=case["case_id"])["entries"]]
    assert whats == ["intake.consultation_accepted", "intake.signal_connected"]


def test_who_was_only_encouraged_is_registered_when_coming(intake):
    body = notice(basis="encouragement_only", person=None)
    id = intake("receive_signal", **body)["signal_id"]
    person = {"name": "自分で名乗った"}
    case = intake("accept_consultation", channel="walk_in", signal_id=id, person=person)
    read = intake("read_person", person_id=case["person_id"], purpose="support")
    assert read["details"] == person


def test_a_signal_nobody_knows(intake):
    intake.refused("not_found", "accept_consultation", channel="phone", signal_id="nobody-knows")


@pytest.mark.parametrize("end", ["closed", "connected"])
def test_who_comes_after_all_when_the_signal_has_ended_is_accepted(intake, signal, case, end):
    if end == "closed":
        intake("close_signal", signal_id=signal, reason="no_answer")
    else:
        intake("connect_signal", signal_id=signal, case_id=case["case_id"])
    back = intake("accept_consultation", channel="walk_in", signal_id=signal)
    assert back["state"] == "open"


def test_after_all_this_the_service_finds_no_fault_with_itself(intake):
    assert intake.verify() == []
