"""A case: nobody is refused, and until its ending it has an owner, a next step and a due date."""

from datetime import date

import pytest

from services.intake.domain import case as case_domain
from services.intake.domain.case import Case
from tsunagu.testing import scenario

DAY = date(2026, 4, 1)
DUE = date(2026, 4, 6)
PLACE = {"owner_desk": "consultation_support", "next_step": "assessment", "due_on": DUE}
OF_CASE = {"case_id": "c1", "person_id": "p1", "on": DAY}
OF_RECORD = OF_CASE | {"record_id": "x1"}


def accepted(**other):
    values = OF_RECORD | PLACE | {"channel": "walk_in", "opening": "opened"} | other
    return case_domain.ConsultationAccepted(**values)


ENDED = case_domain.CaseEnded(**OF_RECORD, reason="goal_met")


def consult(**other):
    asked = {"record_id": "x1", "person_id": "p1", "on": DAY, "channel": "walk_in"} | PLACE | other
    return lambda case: case.accept_consultation(**asked)


def story(*history):
    return scenario(Case, "c1").given(*history)


def place(case):
    return {"owner_desk": case.owner_desk, "next_step": case.next_step, "due_on": case.due_on}


# -- the consultation -----------------------------------------------------------------------------


@pytest.mark.parametrize("channel", case_domain.CHANNELS)
def test_every_way_in_is_accepted(channel):
    story().when(consult(channel=channel)).then(accepted(channel=channel))


def test_an_accepted_consultation_opens_a_case_with_owner_step_and_date():
    opened = story().when(consult())
    opened.then(accepted())
    assert opened.aggregate.open and place(opened.aggregate) == PLACE


def test_who_comes_again_while_the_case_is_open_continues_it_and_nothing_moves():
    elsewhere = {"owner_desk": "livelihood", "next_step": "call_back", "due_on": date(2026, 5, 1)}
    again = story(accepted()).when(consult(**elsewhere))
    again.then(accepted(opening="continued"))
    assert place(again.aggregate) == PLACE


def test_who_comes_back_after_the_ending_is_accepted_as_at_the_first_time():
    elsewhere = {"owner_desk": "outreach", "next_step": "visit", "due_on": date(2026, 5, 1)}
    back = story(accepted(), ENDED).when(consult(**elsewhere))
    back.then(accepted(opening="reopened", **elsewhere))
    assert back.aggregate.open and place(back.aggregate) == elsewhere


def test_what_brought_the_person_stands_in_the_record():
    brought = {"from_desk": "waterworks", "signal_kind": "water_arrears", "signal_id": "s1"}
    told = brought | {"story": "水道が止まりそう"}
    story().when(consult(**told)).then(accepted(**told))


def test_a_case_is_one_persons():
    refusal = story(accepted()).when(consult(person_id="p2")).refused("other_persons_case")
    assert refusal.details["field"] == "case_id" and refusal.details["remedy"]


# -- the course -----------------------------------------------------------------------------------

ASSESSED = case_domain.Assessed(**OF_RECORD, issues=("debt", "illness"), main="debt")
PLANNED = case_domain.PlanMade(
    **OF_RECORD, programmes=("household_budget",), employment_support=True, agreed_on=DAY
)
COURSE = {
    "screened": (
        lambda c: c.screen(on=DAY, decision="continue"),
        case_domain.Screened(**OF_CASE, decision="continue"),
    ),
    "assessed": (
        lambda c: c.assess(record_id="x1", on=DAY, issues=("debt", "illness"), main="debt"),
        ASSESSED,
    ),
    "planned": (
        lambda c: c.make_plan(
            record_id="x1",
            on=DAY,
            programmes=("household_budget",),
            employment_support=True,
            agreed_on=DAY,
        ),
        PLANNED,
    ),
    "next_step_set": (
        lambda c: c.set_next_step(on=DAY, **PLACE | {"owner_desk": "outreach"}),
        case_domain.NextStepSet(**OF_CASE, **PLACE | {"owner_desk": "outreach"}),
    ),
    "ended": (lambda c: c.end(record_id="x1", on=DAY, reason="goal_met"), ENDED),
}
LATE = {
    "journal_written": (
        lambda c: c.write_journal(on=DAY, desk="outreach", text="留守だった"),
        case_domain.JournalWritten(**OF_CASE, desk="outreach", text="留守だった"),
    ),
    "work_found": (
        lambda c: c.find_work(record_id="x1", on=DAY, kind="full_time", employer="介護の家"),
        case_domain.WorkFound(**OF_RECORD, kind="full_time", employer="介護の家"),
    ),
    "income_increased": (
        lambda c: c.increase_income(record_id="x1", on=DAY),
        case_domain.IncomeIncreased(**OF_RECORD),
    ),
}


@pytest.mark.parametrize("step", COURSE | LATE)
def test_an_open_case_takes_every_step(step):
    command, event = (COURSE | LATE)[step]
    story(accepted()).when(command).then(event)


@pytest.mark.parametrize("step", COURSE)
def test_an_ended_case_takes_no_step_before_it_is_reopened(step):
    command, event = COURSE[step]
    refusal = story(accepted(), ENDED).when(command).refused("case_ended")
    assert "reopens" in refusal.details["remedy"]
    story(accepted(), ENDED, accepted(opening="reopened")).when(command).then(event)


@pytest.mark.parametrize("step", LATE)
def test_what_comes_late_is_recorded_even_after_the_ending(step):
    command, event = LATE[step]
    after = story(accepted(), ENDED).when(command)
    after.then(event)
    assert not after.aggregate.open


# -- the assessment -------------------------------------------------------------------------------


def assess(issues, main):
    return lambda c: c.assess(record_id="x1", on=DAY, issues=issues, main=main)


@pytest.mark.parametrize(
    ("issues", "main"),
    [
        (("debt",), "debt"),
        (("debt", "illness", "care"), "care"),
        (("debt", "illness"), None),
    ],
    ids=["the_only_one", "one_of_several", "not_yet_known"],
)
def test_one_of_the_issues_is_the_main_one(issues, main):
    found = story(accepted()).when(assess(issues, main))
    found.then(case_domain.Assessed(**OF_RECORD, issues=issues, main=main))
    assert found.aggregate.issues == issues


@pytest.mark.parametrize("issues", [("illness",), ()], ids=["another_one", "none"])
def test_the_main_issue_is_not_one_that_was_not_found(issues):
    refusal = story(accepted()).when(assess(issues, "debt")).refused("main_not_among_issues")
    assert refusal.details["field"] == "main" and "debt" in refusal.details["remedy"]


# -- the ending -----------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", case_domain.ENDINGS)
def test_an_ended_case_is_nobodys_turn(reason):
    case = Case.replay("c1", [accepted(), case_domain.CaseEnded(**OF_RECORD, reason=reason)])
    assert not case.open
    assert place(case) == {"owner_desk": None, "next_step": None, "due_on": None}


# -- past records ---------------------------------------------------------------------------------


def take_over(case):
    case.take_over_from_records(person_id="p1", on=DAY, next_step="assessment", due_on=DUE)


def test_past_support_without_a_first_consultation_opens_the_case_silently():
    story().when(take_over).then(case_domain.NextStepSet(**OF_CASE, **PLACE))
    story(accepted()).when(take_over).then()


@pytest.mark.parametrize("step", ["assessed", "planned", "ended"])
def test_a_past_record_may_follow_the_ending(step):
    command = {
        "assessed": lambda c: c.assess(
            record_id="x1", on=DAY, issues=("debt", "illness"), main="debt", late=True
        ),
        "planned": lambda c: c.make_plan(
            record_id="x1",
            on=DAY,
            programmes=("household_budget",),
            employment_support=True,
            agreed_on=DAY,
            late=True,
        ),
        "ended": lambda c: c.end(record_id="x1", on=DAY, reason="goal_met", late=True),
    }[step]
    story(accepted(), ENDED).when(command).then(COURSE[step][1])
