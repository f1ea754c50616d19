"""Commands on cases and persons as the console gives them, and the facts that follow."""

from datetime import timedelta

import pytest

from services.intake.domain.case import CHANNELS
from tsunagu.domain.calendar import add_working_days

HELD = ("case_id", "person_id", "owner_desk", "next_step", "due_on")


# -- nobody is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_way_in_is_all_that_a_consultation_needs(intake, today, channel):
    with intake.facts() as facts:
        case = intake("accept_consultation", channel=channel)
    assert (case["state"], case["opening"]) == ("open", "opened")
    assert (case["owner_desk"], case["next_step"]) == ("consultation_support", "assessment")
    assert case["due_on"] == add_working_days(today, 3).isoformat()
    (registered, _), (accepted, data) = facts
    assert (registered, accepted) == ("person_registered", "consultation_accepted")
    assert {k: data[k] for k in HELD} == {k: case[k] for k in HELD}
    assert data["channel"] == channel and data["opening"] == "opened"


@pytest.mark.parametrize(
    "person",
    [
        None,
        {},
        {"kana": "ザマ"},
        {"address": "東京都千代田区千代田1-1"},
        {"address": ""},
        {"birth_date": "1899-01-01"},
    ],
    ids=["nothing", "empty", "no_name", "lives_elsewhere", "no_address", "older_than_anybody"],
)
def test_whoever_it_is_is_accepted(intake, person):
    assert intake("accept_consultation", channel="phone", person=person)["state"] == "open"


def test_the_same_call_twice_is_two_people_since_nobody_has_a_name(intake):
    first, second = (intake("accept_consultation", channel="phone") for _ in range(2))
    assert first["person_id"] != second["person_id"]


def test_owner_step_and_date_can_be_given_at_once(intake, today):
    place = {"owner_desk": "outreach", "next_step": "visit", "due_on": today.isoformat()}
    case = intake("accept_consultation", channel="family", **place)
    assert {k: case[k] for k in place} == place


def test_what_was_told_leaves_the_service_neither_by_fact_nor_by_list(intake):
    with intake.facts() as facts:
        case = intake(
            "accept_consultation",
            channel="walk_in",
            person={"name": "秘密太郎", "address": "秘密町"},
            story="秘密",
        )
        id = case["case_id"]
        intake("screen", case_id=id, decision="continue", grounds="秘密")
        intake("assess", case_id=id, issues=["debt"], strengths="秘密", wishes="秘密")
        intake("make_plan", case_id=id, programmes=["household_budget"], goals="秘密")
        intake("write_journal", case_id=id, text="秘密")
        intake("find_work", case_id=id, employer="秘密")
        intake("end_case", case_id=id, reason="goal_met", aftercare="秘密")
    assert len(facts) == 8
    shown = [facts, intake("get_case", id=id), intake("case_timeline", id=id)]
    assert "秘密" not in str(shown)


# -- coming again ---------------------------------------------------------------------------------


def test_who_comes_again_continues_the_open_case(intake, case):
    again = intake("accept_consultation", channel="phone", person_id=case["person_id"])
    assert again["opening"] == "continued"
    assert {k: again[k] for k in HELD} == {k: case[k] for k in HELD}


def test_who_comes_back_after_the_ending_reopens_the_case(intake, case, today):
    ended = intake("end_case", case_id=case["case_id"], reason="goal_met")
    assert (ended["state"], ended["owner_desk"], ended["due_on"]) == ("ended", None, None)
    back = intake("accept_consultation", channel="phone", person_id=case["person_id"])
    assert (back["opening"], back["case_id"]) == ("reopened", case["case_id"])
    assert back["owner_desk"] == "consultation_support"
    assert back["due_on"] == add_working_days(today, 3).isoformat()


def test_of_several_cases_the_open_one_is_continued_and_else_the_last_ended(intake, today):
    first = intake("accept_consultation", channel="walk_in", on="2020-04-01")
    person = {"person_id": first["person_id"], "channel": "phone"}
    second = intake("accept_consultation", **person, case_id=f"second-{first['case_id']}")
    intake("end_case", case_id=first["case_id"], reason="goal_met", on="2021-04-01")
    assert intake("accept_consultation", **person)["case_id"] == second["case_id"]
    intake("end_case", case_id=second["case_id"], reason="goal_met", on="2020-05-01")
    assert intake("accept_consultation", **person)["case_id"] == first["case_id"]


def test_a_person_nobody_knows_and_a_case_of_another(intake, case):
    intake.refused("not_found", "accept_consultation", channel="phone", person_id="nobody-knows")
    other = intake("register_person", person={"name": "別 人"})["person_id"]
    asked = {"channel": "phone", "case_id": case["case_id"], "person_id": other}
    intake.refused("other_persons_case", "accept_consultation", **asked)


def test_every_fault_of_a_consultation_is_named_at_once(intake, today):
    wrong = {
        "channel": "carrier_pigeon",
        "on": "2999-01-01",
        "from_desk": "the_moon",
        "owner_desk": "mars",
        "next_step": "まず電話",
        "signal_kind": "Water!",
        "person": {"nickname": "x", "birth_date": "someday"},
        "surprise": 1,
    }
    assert intake.faulty("accept_consultation", **wrong) == [
        "channel",
        "from_desk",
        "next_step",
        "on",
        "owner_desk",
        "person.birth_date",
        "person.nickname",
        "signal_kind",
        "surprise",
    ]
    assert intake.faulty("accept_consultation") == ["channel"]


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (1, True)], ids=str)
def test_a_next_step_is_due_on_the_day_itself_or_later(intake, case, today, days, allowed):
    asked = {
        "case_id": case["case_id"],
        "owner_desk": "outreach",
        "next_step": "visit",
        "due_on": (today + timedelta(days=days)).isoformat(),
    }
    if allowed:
        assert intake("set_next_step", **asked)["due_on"] == asked["due_on"]
    else:
        assert intake.faulty("set_next_step", **asked) == ["due_on"]


# -- the course -----------------------------------------------------------------------------------

STEPS = {
    "screen": ({"decision": "continue"}, "screened"),
    "assess": ({"issues": ["debt", "illness"], "main": "debt"}, "assessed"),
    "make_plan": ({"programmes": ["household_budget"], "employment_support": True}, "plan_made"),
    "write_journal": ({"text": "電話した"}, "journal_written"),
    "set_next_step": (
        {"owner_desk": "outreach", "next_step": "visit", "due_on": "2999-01-01"},
        "next_step_set",
    ),
    "find_work": ({"kind": "full_time"}, "work_found"),
    "increase_income": ({"kind": "pension"}, "income_increased"),
    "end_case": ({"reason": "goal_met"}, "case_ended"),
}


@pytest.mark.parametrize("command", STEPS)
def test_each_step_is_one_fact_one_line_of_the_timeline_and_one_version(intake, case, command):
    body, fact = STEPS[command]
    with intake.facts() as facts:
        answer = intake(command, case_id=case["case_id"], **body)
    [(kind, data)] = facts
    assert (kind, data["case_id"]) == (fact, case["case_id"])
    assert {k: data[k] for k in body if k in data} == {k: body[k] for k in body if k in data}
    assert answer["version"] == case["version"] + 1
    whats = [e["what"] for e in intake("case_timeline", id=case["case_id"])["entries"]]
    assert whats == ["intake.consultation_accepted", f"intake.{fact}"]


@pytest.mark.parametrize("command", STEPS)
def test_whoever_read_an_older_state_is_told_instead_of_overwriting(intake, case, command):
    id, read = case["case_id"], case["version"]
    intake("write_journal", case_id=id, text="先に書いた")
    stale = {"case_id": id, "expected_version": read} | STEPS[command][0]
    intake.refused("stale_version", command, **stale)
    assert intake(command, **stale | {"expected_version": read + 1})["version"] == read + 2


@pytest.mark.parametrize("command", STEPS)
def test_a_case_nobody_knows(intake, command):
    intake.refused("not_found", command, case_id="nobody-knows", **STEPS[command][0])


@pytest.mark.parametrize("command", ["screen", "assess", "make_plan", "set_next_step", "end_case"])
def test_an_ended_case_is_reopened_before_it_goes_on(intake, case, command):
    intake("end_case", case_id=case["case_id"], reason="moved_away")
    refusal = intake.refused("case_ended", command, case_id=case["case_id"], **STEPS[command][0])
    assert "reopens" in refusal.details["remedy"]


@pytest.mark.parametrize(
    ("command", "body", "fields"),
    [
        pytest.param("assess", {"issues": []}, ["issues"]),
        ("assess", {}, ["issues"]),
        ("assess", {"issues": ["bad_luck"]}, ["issues.0"]),
        ("assess", {"issues": ["debt"], "main": "bad_luck"}, ["main"]),
        ("assess", {"issues": ["debt"], "main": ["debt"]}, ["main"]),
        ("make_plan", {"programmes": ["waterworks"]}, ["programmes.0"]),
        ("make_plan", {"programmes": [], "agreed_on": "2999-01-01"}, ["agreed_on"]),
        ("screen", {"decision": "send_away"}, ["decision"]),
        ("write_journal", {"text": ""}, ["text"]),
        ("write_journal", {"text": "x", "desk": "the_moon"}, ["desk"]),
        ("find_work", {"kind": "正社員"}, ["kind"]),
        ("end_case", {"reason": "no_reason_at_all"}, ["reason"]),
        ("end_case", {}, ["reason"]),
    ],
    ids=[
        "no_issue_found",
        "issues_missing",
        "no_such_issue",
        "no_such_main_issue",
        "two_main_issues",
        "a_department_is_no_programme",
        "agreed_in_the_future",
        "no_decision_sends_away",
        "empty_journal",
        "no_such_desk",
        "kind_in_words",
        "no_such_reason",
        "no_reason",
    ],
)
def test_a_step_is_refused_for_its_shape(intake, case, command, body, fields):
    assert intake.faulty(command, case_id=case["case_id"], **body) == fields


def test_the_main_issue_is_one_of_the_issues(intake, case):
    asked = {"case_id": case["case_id"], "issues": ["illness"], "main": "debt"}
    intake.refused("main_not_among_issues", "assess", **asked)
    intake("assess", **asked | {"issues": ["illness", "debt"]})
    assert intake("get_case", id=case["case_id"])["main_issue"] == "debt"


# -- lists and the timeline -----------------------------------------------------------------------


def listed(intake, **asked):
    return {row["case_id"] for row in intake("list_cases", limit=500, **asked)["cases"]}


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)], ids=str)
def test_overdue_is_what_was_due_before_today(intake, today, days, late):
    case = intake(
        "accept_consultation",
        channel="phone",
        on=(today - timedelta(days=7)).isoformat(),
        due_on=(today + timedelta(days=days)).isoformat(),
    )
    assert (case["case_id"] in listed(intake, overdue=True)) == late


def test_a_case_is_on_its_owners_list_until_it_ends(intake, case, today):
    id = case["case_id"]
    place = {"owner_desk": "outreach", "next_step": "visit", "due_on": today.isoformat()}
    intake("set_next_step", case_id=id, **place)
    assert id in listed(intake, desk="outreach")
    assert id not in listed(intake, desk="consultation_support")
    intake("end_case", case_id=id, reason="goal_met")
    assert id not in listed(intake) and id not in listed(intake, desk="outreach", state="all")
    assert id in listed(intake, state="ended") and id in listed(intake, state="all")


def test_pages_follow_one_another_without_gap_or_repetition(intake):
    opened = {
        intake("accept_consultation", channel="phone", owner_desk="kizuki")["case_id"]
        for _ in range(5)
    }
    found, after = [], None
    while True:
        page = intake("list_cases", desk="kizuki", limit=2, after=after)
        found += [row["case_id"] for row in page["cases"]]
        if (after := page["next"]) is None:
            break
    assert len(found) == 5 and set(found) == opened


@pytest.mark.parametrize("asked", [{"state": "lost"}, {"after": "somewhere"}], ids=str)
def test_a_list_that_cannot_be_asked_for(intake, asked):
    assert intake.faulty("list_cases", **asked) == list(asked)


def test_the_timeline_tells_the_referrals_of_the_case_too(intake, case):
    refer = {"by": "consultation_support", "to": "household_budget", "basis": "conference"}
    of = {"case_id": case["case_id"], "person_id": case["person_id"]}
    sheet = intake.platform.call("referral", "refer", **refer, **of)
    answer = {"referral_id": sheet["referral_id"], "by": "household_budget"}
    intake.platform.call("referral", "reject", **answer, reason="no_capacity")
    intake.platform.wait_until_level()
    entries = intake("case_timeline", id=case["case_id"])["entries"]
    assert [(e["source"], e["what"]) for e in entries] == [
        ("intake", "intake.consultation_accepted"),
        ("referral", "referral.requested"),
        ("referral", "referral.rejected"),
    ]
    assert entries[2]["details"]["reason"] == "no_capacity"


# -- persons --------------------------------------------------------------------------------------


@pytest.fixture
def person(intake):
    named = {"name": "座間 花子", "birth_date": "1970-02-28"}
    return intake("register_person", person=named)["person_id"]


def test_the_details_are_read_for_a_purpose_and_the_reading_is_recorded(intake, person):
    intake.refused("purpose_required", "read_person", person_id=person, purpose=" ")
    before = intake("lag")["log"]
    with intake.facts() as facts:
        read = intake("read_person", person_id=person, purpose="support")
    assert read["details"] == {"name": "座間 花子", "birth_date": "1970-02-28"}
    assert intake("lag")["log"] == before + 1 and facts == []


def test_details_are_corrected_one_by_one(intake, person):
    intake("correct_person", person_id=person, person={"phone": "090"})
    read = intake("read_person", person_id=person, purpose="support")
    assert read["details"]["name"] == "座間 花子" and read["details"]["phone"] == "090"


def test_consent_is_given_listed_and_withdrawn(intake, person, today):
    asked = {"purpose": "support", "recipients": ["livelihood"], "until": "2999-03-31"}
    with intake.facts() as facts:
        id = intake("give_consent", person_id=person, **asked, evidence="秘密")["consent_id"]
        [listed] = intake("list_consents", person_id=person)
        assert listed == asked | {
            "consent_id": id,
            "person_id": person,
            "state": "given",
            "on": today.isoformat(),
        }
        for _ in range(2):
            answer = intake("withdraw_consent", person_id=person, consent_id=id)
            assert answer["state"] == "withdrawn"
    [listed] = intake("list_consents", person_id=person)
    assert (listed["state"], listed["recipients"]) == ("withdrawn", [])
    assert [kind for kind, _ in facts] == ["consent_given", "consent_withdrawn"]
    assert "秘密" not in str(facts)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        pytest.param({"purpose": "support", "recipients": []}, ["recipients"]),
        ({"purpose": "support", "recipients": ["the_moon"]}, ["recipients.0"]),
        ({"purpose": "何でも", "recipients": ["livelihood"]}, ["purpose"]),
        ({}, ["purpose", "recipients"]),
    ],
    ids=["to_nobody", "to_no_known_desk", "purpose_in_words", "nothing"],
)
def test_consent_says_for_what_and_to_whom(intake, person, body, fields):
    assert intake.faulty("give_consent", person_id=person, **body) == fields


def test_consent_that_cannot_be(intake, person):
    ended = {"purpose": "support", "recipients": ["livelihood"], "until": "2020-01-01"}
    intake.refused("consent_ends_before_it_begins", "give_consent", person_id=person, **ended)
    intake.refused("no_such_consent", "withdraw_consent", person_id=person, consent_id="k9")
    intake.refused("not_found", "give_consent", person_id="nobody-knows", **ended)


@pytest.mark.parametrize(
    ("command", "fact"),
    [
        ("record_interview", "public_assistance_interviewed"),
        ("record_application", "public_assistance_applied"),
    ],
)
def test_public_assistance_notes_its_interviews_and_applications(intake, person, command, fact):
    with intake.facts() as facts:
        known = intake(command, person_id=person, on="2026-04-01")
        unknown = intake(command)
    assert known["person_id"] == person
    assert [(kind, data["person_id"]) for kind, data in facts] == [
        (fact, person),
        ("person_registered", unknown["person_id"]),
        (fact, unknown["person_id"]),
    ]
    assert facts[0][1]["on"] == "2026-04-01"
    intake.refused("not_found", command, person_id="nobody-knows")
    assert intake.faulty(command, person_id=person, on="2999-01-01") == ["on"]


def test_the_issues_of_the_form_are_listed_in_japanese_and_english(intake):
    issues = intake("list_issues")
    assert len(issues) == 20 and all(i["code"] and i["ja"] and i["en"] for i in issues)


def test_after_all_this_the_service_finds_no_fault_with_itself(intake):
    assert intake.verify() == []
