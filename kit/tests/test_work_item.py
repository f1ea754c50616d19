"""The work item: whose it is, what comes next and by when, until it has ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kit.tests.budget import (
    DESK,
    OTHER_DESK,
    MonthBalanced,
    NextStepSet,
    Support,
    SupportEnded,
    SupportStarted,
)
from tsunagu.domain.aggregate import event
from tsunagu.domain.work_item import COMPLETED, FAILED, NextStep, WorkItem
from tsunagu.testing import scenario

FRIDAY, MONDAY, WEDNESDAY = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 2)
WHO = {"person_id": "p1", "case_id": "c1"}
DAY = timedelta(days=1)


def started(referral_id="r1"):
    return SupportStarted(support_id="s1", on=FRIDAY, referral_id=referral_id, **WHO)


def step(next_step="make_first_budget", due_on=WEDNESDAY, on=FRIDAY, owner_desk=DESK, note=None):
    named = {"kind": "support", "id": "s1", "next_step": next_step, "due_on": due_on}
    return NextStepSet(**named, **WHO, on=on, owner_desk=owner_desk, note=note)


def balanced(on=MONDAY):
    return MonthBalanced(support_id="s1", on=on, **WHO)


def ended(outcome="balanced", on=MONDAY):
    return SupportEnded(support_id="s1", on=on, outcome=outcome, **WHO)


BEGUN = (started(), step())


def support(*history):
    return scenario(Support, "s1").given(*history)


def put(on=MONDAY, next_step="call_back", due_on=WEDNESDAY, **other):
    return lambda s: s.set_next_step(on=on, next_step=next_step, due_on=due_on, **other)


# -- from the first day ---------------------------------------------------------------------------


def test_it_begins_at_its_desk_with_a_step_due_as_such_a_step_usually_is():
    story = support().when(lambda s: s.start(on=FRIDAY, referral_id="r1", **WHO)).then(*BEGUN)
    assert story.aggregate.describe_state() == {
        "support_id": "s1",
        "state": "running",
        "version": 2,
        "owner_desk": DESK,
        "next_step": "make_first_budget",
        "due_on": "2026-12-02",
    }
    assert story.aggregate.sheets == ("r1",)


def test_it_begins_once():
    no = support(*BEGUN).when(lambda s: s.start(on=FRIDAY, **WHO)).refused("already_begun")
    assert no.details["remedy"]


def test_without_a_sheet_it_answers_none():
    assert support(started(referral_id=None), step()).aggregate.sheets == ()


# -- the next step --------------------------------------------------------------------------------


def test_staff_say_what_comes_next_at_whichever_of_its_desks():
    story = support(*BEGUN).when(put(owner_desk=OTHER_DESK, note="夜に"))
    story.then(step("call_back", on=MONDAY, owner_desk=OTHER_DESK, note="夜に"))
    support(*BEGUN, step(owner_desk=OTHER_DESK)).when(put()).then(
        step("call_back", on=MONDAY, owner_desk=OTHER_DESK)
    )


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"due_on": MONDAY - DAY}, "due_in_the_past", "due_on"),
        ({"on": FRIDAY - DAY}, "before_present_state", "on"),
        ({"owner_desk": "elsewhere"}, "not_this_desks_work", "owner_desk"),
        ({"next_step": "もう一度"}, "not_a_code", "next_step"),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_its_field(asked, code, field):
    assert support(*BEGUN).when(put(**asked)).refused(code).details["field"] == field


def test_the_first_and_the_due_day_themselves_will_do():
    support(*BEGUN).when(put(on=FRIDAY, due_on=FRIDAY)).then(
        step("call_back", on=FRIDAY, due_on=FRIDAY)
    )


def test_a_step_nobody_has_named_days_for_is_due_in_a_working_week():
    story = support(*BEGUN).when(lambda s: s._set_step(FRIDAY, "call_back"))
    story.then(step("call_back", due_on=date(2026, 12, 4)))


def test_what_follows_from_its_state_is_said_when_it_changes_and_only_then():
    once, twice = balanced(), balanced(WEDNESDAY)
    support(*BEGUN).when(lambda s: s.balance_month(on=MONDAY)).then(once)
    end_it = step("end", due_on=WEDNESDAY, on=WEDNESDAY)
    told = support(*BEGUN, once).when(lambda s: s.balance_month(on=WEDNESDAY)).then(twice, end_it)
    again = support(*BEGUN, once, twice, end_it).when(lambda s: s.balance_month(on=WEDNESDAY))
    again.then(twice)
    assert told.aggregate.next_step == "end"


def test_only_its_desks_may_act_on_it():
    support(*BEGUN).when(lambda s: s.check_desk(OTHER_DESK)).then()
    no = support(*BEGUN).when(lambda s: s.check_desk("elsewhere")).refused("not_this_desks_work")
    assert no.details["field"] == "by" and f"{DESK}, {OTHER_DESK}" in no.message


def test_a_note_about_nobody_is_not_kept_for_no_key_encrypts_it():
    @event("garden.next_step_set")
    class GardenStepSet(NextStep):
        """What comes next."""

    class Garden(WorkItem):
        category = "garden"
        desk = DESK
        step_event = GardenStepSet

        def plant(self, on: date, note: str) -> None:
            self._set_step(on, "water", note=note)

    told = scenario(Garden, "g1").when(lambda g: g.plant(FRIDAY, "裏口から")).aggregate.pending
    assert (told[0].kind, told[0].person_id, told[0].note) == ("garden", None, None)


# -- the ending -----------------------------------------------------------------------------------


def test_what_has_ended_waits_for_nobody():
    story = support(*BEGUN).when(lambda s: s.end(on=MONDAY, outcome="balanced")).then(ended())
    place = story.aggregate.describe_state()
    assert [place[n] for n in ("state", "owner_desk", "next_step", "due_on")] == [
        "ended",
        *[None] * 3,
    ]


@pytest.mark.parametrize(
    "command",
    [put(), lambda s: s.end(on=MONDAY, outcome="balanced"), lambda s: s.balance_month(on=MONDAY)],
)
def test_what_has_ended_has_ended(command):
    no = support(*BEGUN, ended()).when(command).refused("has_ended")
    assert "balanced" in no.message


def test_what_never_began_is_not_open():
    support().when(put()).refused("has_ended")


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("balanced", COMPLETED), ("lost_contact", FAILED), ("of_another_time", FAILED)],
)
def test_an_ending_says_what_it_means_to_the_sender(outcome, state):
    assert support(*BEGUN, ended(outcome)).aggregate.sheet_state == state


def test_a_command_belongs_to_a_state():
    story = support(*BEGUN)
    story.aggregate.state = "paused"
    no = story.when(lambda s: s.balance_month(on=MONDAY)).refused("transition_not_allowed")
    assert no.details["state"] == "paused" and "running" in no.details["remedy"]


# -- names ----------------------------------------------------------------------------------------


def test_kind_and_id_are_named_after_the_category_unless_said_otherwise():
    class Job(Support):
        category = "job"
        id_name = "record_id"

    class Watch(Support):
        category = "watch"
        kind = "watch_over"

    assert (Support.kind, Support.id_name) == ("support", "support_id")
    assert (Job.kind, Job.id_name) == ("job", "record_id")
    assert (Watch.kind, Watch.id_name) == ("watch_over", "watch_over_id")
