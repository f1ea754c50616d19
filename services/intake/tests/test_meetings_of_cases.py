"""Meetings as their desks have them: real SQLite, every fact as it is published."""

import pytest

from tsunagu.domain.errors import TsunaguError

CONFERENCE = {
    "kind": "support_conference",
    "held_on": "2026-05-11",
    "on": "2026-05-01",
    "desk": "consultation_support",
    "purpose": "arrears",
}


def member(intake, meeting, desk, **more):
    body = {"desk": desk, "name": "委員", "secrecy": "support_act_9", "on": "2026-05-11"} | more
    return intake("name_member", meeting_id=meeting["meeting_id"], **body)


@pytest.fixture
def case(intake):
    return intake("accept_consultation", channel="phone", on="2026-04-20")


@pytest.fixture
def meeting(intake):
    called = intake("call_meeting", **CONFERENCE)
    member(intake, called, "tax_collection")
    member(intake, called, "waterworks")
    return called


def discuss(intake, meeting, case, **more):
    body = {"case_id": case["case_id"], "basis": "conference", "outcome": "watch"} | more
    return intake("discuss_case", meeting_id=meeting["meeting_id"], **body)


DECISION = {"owner_desk": "waterworks", "next_step": "visit", "due_on": "2026-05-25"}


def test_a_conference_shares_decides_and_names_what_is_missing_in_one_step(intake, meeting, case):
    with intake.facts() as facts:
        discuss(
            intake,
            meeting,
            case,
            shared="水道の停止が近い",
            decisions=[DECISION],
            missing=[{"issue": "care"}],
        )
    kinds = [kind for kind, _ in facts]
    assert kinds == ["case_discussed", "meeting_decided", "resource_missed"]
    assert facts[0][1]["desks"] == ["tax_collection", "waterworks"]
    assert "停止" not in str(facts) and "委員" not in str(facts)
    timeline = [e["what"] for e in intake("case_timeline", id=case["case_id"])["entries"]]
    assert timeline[-3:] == [f"intake.{kind}" for kind in kinds]


def test_a_decision_waits_for_its_owner_until_it_is_done(intake, meeting, case):
    discuss(intake, meeting, case, decisions=[DECISION])
    [decision] = [
        d
        for d in intake("list_decisions", desk="waterworks", limit=500)["decisions"]
        if d["case_id"] == case["case_id"]
    ]
    assert (decision["next_step"], decision["due_on"]) == ("visit", "2026-05-25")
    ids = {"meeting_id": meeting["meeting_id"], "decision_id": decision["decision_id"]}
    intake.refused(
        "not_this_desks_decision", "do_decision", by="tax_collection", result="done", **ids
    )
    intake("do_decision", by="waterworks", result="done", **ids)
    seen = intake("get_meeting", meeting_id=meeting["meeting_id"])
    assert [d["state"] for d in seen["decisions"]] == ["done"]
    assert (seen["members"], seen["cases"], seen["held_on"]) == (2, 1, "2026-05-11")


def test_a_refused_decision_leaves_nothing_of_the_discussion(intake, meeting, case):
    wrong = DECISION | {"due_on": "2026-05-01"}
    intake.refused(
        "due_in_the_past",
        "discuss_case",
        meeting_id=meeting["meeting_id"],
        case_id=case["case_id"],
        basis="conference",
        outcome="watch",
        decisions=[wrong],
    )


def test_a_coordination_meeting_needs_the_persons_consent_for_every_desk_present(intake, case):
    called = intake("call_meeting", **CONFERENCE | {"kind": "coordination_meeting"})
    member(intake, called, "household_budget", secrecy=None)
    asked = {
        "meeting_id": called["meeting_id"],
        "case_id": case["case_id"],
        "basis": "consent",
        "outcome": "plan_approved",
    }
    intake.refused("consent_missing", "discuss_case", **asked)
    consent = intake(
        "give_consent",
        person_id=case["person_id"],
        purpose="support",
        recipients=["household_budget"],
        on="2026-05-01",
    )
    intake("discuss_case", **asked)
    intake(
        "withdraw_consent",
        person_id=case["person_id"],
        consent_id=consent["consent_id"],
        on="2026-05-12",
    )
    again = intake("call_meeting", **CONFERENCE | {"kind": "coordination_meeting"})
    member(intake, again, "household_budget", secrecy=None)
    intake.refused("consent_missing", "discuss_case", **asked | {"meeting_id": again["meeting_id"]})


def test_the_agenda_is_in_the_minutes_and_nowhere_else(intake):
    with intake.facts() as facts:
        id = intake("call_meeting", **CONFERENCE, agenda="一、秘密家の住まい")["meeting_id"]
    first = intake("read_minutes", meeting_id=id, purpose="support")["agenda"]
    intake("set_agenda", meeting_id=id, agenda="一、秘密家の住まい\n二、家計")
    second = intake("read_minutes", meeting_id=id, purpose="support")["agenda"]
    assert (first, second) == ("一、秘密家の住まい", "一、秘密家の住まい\n二、家計")
    assert "秘密家" not in str(facts) + str(intake("list_meetings", limit=500))
    assert intake.find_faults("set_agenda", meeting_id=id, agenda="") == ["agenda"]


def test_reading_the_minutes_needs_a_purpose_and_leaves_a_record(intake, meeting, case):
    discuss(intake, meeting, case, shared="水道の停止が近い")
    with pytest.raises(TsunaguError) as missing:
        intake("read_minutes", meeting_id=meeting["meeting_id"])
    assert missing.value.faults[0]["field"] == "purpose"
    before = intake("lag")["log"]
    minutes = intake("read_minutes", meeting_id=meeting["meeting_id"], purpose="support")
    assert minutes["cases"][0]["shared"] == "水道の停止が近い"
    assert {m["name"] for m in minutes["members"]} == {"委員"}
    assert intake("lag")["log"] == before + 1


def test_an_open_meeting_and_an_open_decision_have_their_owner_and_verify_passes(
    intake, meeting, case
):
    discuss(intake, meeting, case, decisions=[DECISION])
    intake("close_meeting", meeting_id=meeting["meeting_id"])
    assert intake.verify() == []
