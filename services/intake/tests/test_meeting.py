"""Support conferences and coordination meetings: who may hear what, and what follows from it."""

from datetime import date

import pytest

from services.intake.domain.meeting import (
    COORDINATION_MEETING,
    SUPPORT_CONFERENCE,
    CaseDiscussed,
    DecisionDone,
    Meeting,
    MeetingCalled,
    MeetingClosed,
    MeetingDecided,
    MeetingMemberNamed,
    ResourceMissed,
)
from tsunagu.testing import scenario

DAY, LATER = date(2026, 5, 11), date(2026, 5, 25)


def called(kind):
    return MeetingCalled(
        meeting_id="m1",
        kind=kind,
        on=DAY,
        held_on=DAY,
        desk="consultation_support",
        purpose="plan",
    )


def member(desk, secrecy="support_act_9"):
    return MeetingMemberNamed(
        meeting_id="m1",
        person_id="meeting-m1",
        member_id=desk,
        on=DAY,
        desk=desk,
        secrecy=secrecy,
        name="委員",
    )


def discussed(basis, kind=SUPPORT_CONFERENCE, desks=("tax_collection",), shared=None):
    return CaseDiscussed(
        meeting_id="m1",
        kind=kind,
        person_id="p1",
        case_id="c1",
        on=DAY,
        basis=basis,
        desks=desks,
        outcome="continue",
        shared=shared,
    )


def discuss(basis, consented=frozenset(), shared=None):
    return lambda m: m.discuss(
        case_id="c1",
        person_id="p1",
        basis=basis,
        consented_desks=consented,
        outcome="continue",
        shared=shared,
    )


def test_a_support_conference_shares_without_consent_among_named_members():
    (
        scenario(Meeting, "m1")
        .given(called(SUPPORT_CONFERENCE), member("tax_collection"))
        .when(discuss("conference", shared="滞納が続き、電話に出ない"))
        .then(discussed("conference", shared="滞納が続き、電話に出ない"))
    )


def test_a_member_of_a_support_conference_must_be_bound_to_secrecy():
    (
        scenario(Meeting, "m1")
        .given(called(SUPPORT_CONFERENCE))
        .when(lambda m: m.name_member(member_id="x", on=DAY, desk="one_aid", secrecy=None, name=""))
        .refused("secrecy_required")
    )


# basis, kind, which present desks the consent names, what is shared → refusal code or None
SHARING = [
    ("conference", SUPPORT_CONFERENCE, (), "x", None),
    ("conference", COORDINATION_MEETING, ("tax_collection", "one_aid"), "x", "conference_only"),
    ("consent", COORDINATION_MEETING, ("tax_collection", "one_aid"), "x", None),
    ("consent", COORDINATION_MEETING, ("tax_collection",), "x", "consent_missing"),
    ("consent", COORDINATION_MEETING, (), None, "consent_missing"),
    ("consent", SUPPORT_CONFERENCE, ("tax_collection", "one_aid"), "x", None),
    ("consent", SUPPORT_CONFERENCE, ("one_aid",), "x", "consent_missing"),
    ("anonymous", COORDINATION_MEETING, (), None, None),
    ("anonymous", COORDINATION_MEETING, (), "x", "anonymous_shares_nothing"),
    ("anonymous", SUPPORT_CONFERENCE, (), "x", "anonymous_shares_nothing"),
]


@pytest.mark.parametrize(("basis", "kind", "consented", "shared", "refusal"), SHARING)
def test_what_each_basis_allows(basis, kind, consented, shared, refusal):
    story = (
        scenario(Meeting, "m1")
        .given(called(kind), member("tax_collection"), member("one_aid"))
        .when(discuss(basis, frozenset(consented), shared))
    )
    if refusal:
        story.refused(refusal)
    else:
        story.then(discussed(basis, kind, ("one_aid", "tax_collection"), shared))


def test_nothing_is_shared_before_it_is_known_with_whom():
    (
        scenario(Meeting, "m1")
        .given(called(SUPPORT_CONFERENCE))
        .when(discuss("conference", shared="x"))
        .refused("members_required")
    )


def test_nobody_joins_after_the_first_case_was_discussed():
    (
        scenario(Meeting, "m1")
        .given(called(SUPPORT_CONFERENCE), member("tax_collection"), discussed("conference"))
        .when(
            lambda m: m.name_member(
                member_id="late", on=DAY, desk="one_aid", secrecy="support_act_9", name="遅刻"
            )
        )
        .refused("members_before_cases")
    )


def decide(case_id="c1", due_on=LATER):
    return lambda m: m.decide(
        decision_id="d1",
        case_id=case_id,
        owner_desk="household_budget",
        next_step="first_contact",
        due_on=due_on,
    )


def test_a_decision_has_an_owner_a_step_and_a_date():
    (
        scenario(Meeting, "m1")
        .given(called(SUPPORT_CONFERENCE), member("tax_collection"), discussed("conference"))
        .when(decide())
        .then(
            MeetingDecided(
                meeting_id="m1",
                decision_id="d1",
                person_id="p1",
                case_id="c1",
                on=DAY,
                owner_desk="household_budget",
                next_step="first_contact",
                due_on=LATER,
            )
        )
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (decide(case_id="c2"), "case_not_discussed"),
        (decide(due_on=date(2026, 5, 10)), "due_in_the_past"),
    ],
)
def test_a_decision_about_nothing_or_for_yesterday_is_refused(command, code):
    (
        scenario(Meeting, "m1")
        .given(called(SUPPORT_CONFERENCE), member("tax_collection"), discussed("conference"))
        .when(command)
        .refused(code)
    )


DECIDED = MeetingDecided(
    meeting_id="m1",
    decision_id="d1",
    person_id="p1",
    case_id="c1",
    on=DAY,
    owner_desk="household_budget",
    next_step="first_contact",
    due_on=LATER,
)


def test_its_owner_does_a_decision_also_after_the_minutes_are_closed():
    closed = MeetingClosed(meeting_id="m1", on=DAY, members=1, cases=1)
    history = (called(SUPPORT_CONFERENCE), member("tax_collection"), discussed("conference"))

    def done(by):
        return lambda m: m.do_decision(decision_id="d1", by=by, on=LATER, result="done")

    story = scenario(Meeting, "m1").given(*history, DECIDED, closed)
    story.when(done("tax_collection")).refused("not_this_desks_decision")
    story.when(done("household_budget")).then(
        DecisionDone(
            meeting_id="m1",
            decision_id="d1",
            person_id="p1",
            case_id="c1",
            on=LATER,
            owner_desk="household_budget",
            result="done",
        )
    )
    again = scenario(Meeting, "m1").given(*history, DECIDED, *story.aggregate.pending)
    again.when(done("household_budget")).refused("decision_not_open")


def test_a_missing_resource_is_kept_for_the_report_of_unmet_needs():
    (
        scenario(Meeting, "m1")
        .given(called(COORDINATION_MEETING), member("one_aid"), discussed("anonymous"))
        .when(lambda m: m.miss_resource(record_id="r1", case_id="c1", issue="care"))
        .then(
            ResourceMissed(
                meeting_id="m1", record_id="r1", person_id="p1", case_id="c1", on=DAY, issue="care"
            )
        )
    )


def test_closed_minutes_stay_as_they_are():
    closed = MeetingClosed(meeting_id="m1", on=DAY, members=1, cases=1)
    story = (
        scenario(Meeting, "m1")
        .given(called(SUPPORT_CONFERENCE), member("tax_collection"), discussed("conference"))
        .when(lambda m: m.close(on=DAY))
    )
    story.then(closed)
    story.given(called(SUPPORT_CONFERENCE), member("tax_collection"), closed)
    story.when(discuss("conference")).refused("meeting_closed")
