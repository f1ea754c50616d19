"""A job seeker: registered, helped, ended with an outcome, and taken up again."""

from datetime import date, timedelta

import pytest

from services.employment.domain import seeker_events
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.seeker_events import Wishes
from services.employment.domain.vocabulary import SUPPORT_ENDINGS
from services.employment.tests.people import (
    ELSEWHERE,
    ENDED,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    PLACEMENT,
    PREPARING,
    REGISTERED,
    SEEKER,
    WHO,
    step,
)
from tsunagu.testing import scenario

REGISTER = {**WHO, "on": FRIDAY, "desk": PLACEMENT, "due_on": None}
EVE = FRIDAY - timedelta(days=1)


def seeker(*history):
    return scenario(JobSeeker, "s1").given(*history)


# -- registration ---------------------------------------------------------------------------------


def test_from_the_registration_on_somebody_owns_the_next_step():
    story = seeker().when(lambda s: s.register(**REGISTER)).then(*REGISTERED)
    registered = story.aggregate
    assert (registered.owner_desk, registered.next_step, registered.due_on) == (
        PLACEMENT,
        "make_plan",
        NEXT_MONDAY,
    )


def test_one_person_has_one_support_at_a_time():
    refusal = seeker(*REGISTERED).when(lambda s: s.register(**REGISTER))
    assert refusal.refused("already_registered").details["seeker_id"] == "s1"


def test_after_an_ending_the_person_may_come_again_and_it_is_counted():
    story = seeker(*REGISTERED, ENDED).when(lambda s: s.register(**REGISTER))
    again = seeker_events.SeekerRegistered(**SEEKER, on=FRIDAY, desk=PLACEMENT, registration=2)
    story.then(again, REGISTERED[1])
    assert story.aggregate.sheets == ()


def test_a_new_support_does_not_begin_before_the_last_one_ended():
    story = seeker(*REGISTERED, ENDED)
    story.when(lambda s: s.register(**REGISTER | {"on": EVE})).refused("before_beginning")


def test_a_support_answers_each_sheet_once():
    taken = seeker_events.SeekerSheetTaken(seeker_id="s1", referral_id="r1", on=FRIDAY)
    take = lambda s: s.take_sheet(referral_id="r1", on=FRIDAY)  # noqa: E731 used twice
    seeker(*REGISTERED).when(take).then(taken)
    seeker(*REGISTERED, taken).when(take).then()


# -- wishes ---------------------------------------------------------------------------------------


def test_the_latest_wishes_are_the_wishes():
    asked = {"occupations": ("laundry",), "hours_max": 24, "wishes": "静かな所がよい"}
    recorded = seeker_events.WishesRecorded(seeker_id="s1", person_id="p1", on=FRIDAY, **asked)
    story = (
        seeker(*REGISTERED)
        .when(lambda s: s.record_wishes(on=FRIDAY, wishes=Wishes(**asked)))
        .then(recorded)
    )
    assert story.aggregate.words == {"wishes": "静かな所がよい", "limits_told": None}


@pytest.mark.parametrize(
    ("low", "high", "refused"),
    [(20, 20, False), (21, 20, True), (None, 20, False), (20, None, False)],
)
def test_the_least_hours_do_not_exceed_the_most(low, high, refused):
    story = seeker(*REGISTERED)
    wishes = Wishes(hours_min=low, hours_max=high)
    story.when(lambda s: s.record_wishes(on=FRIDAY, wishes=wishes))
    if refused:
        assert story.refused("hours_backwards").details["field"] == "hours_max"
    else:
        assert len(story.aggregate.pending) == 1


def test_reading_the_persons_own_words_is_recorded():
    told = seeker_events.WishesRecorded(
        seeker_id="s1", person_id="p1", on=FRIDAY, limits_told="腰を痛めている"
    )
    read = []
    story = seeker(*REGISTERED, told)
    story.when(lambda s: read.append(s.read_words(on=FRIDAY, purpose="interview")))
    story.then(
        seeker_events.WordsRead(seeker_id="s1", person_id="p1", on=FRIDAY, purpose="interview")
    )
    assert read == [{"wishes": None, "limits_told": "腰を痛めている"}]


# -- next steps -----------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 1])
def test_a_next_step_is_due_from_the_day_itself_on(days):
    due = FRIDAY + timedelta(days=days)
    story = seeker(*REGISTERED)
    story.when(lambda s: s.set_next_step(on=FRIDAY, next_step="call_back", due_on=due, note="夜に"))
    story.then(step("seeker", "s1", "call_back", due, note="夜に"))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"due_on": EVE}, "due_in_the_past"),
        ({"on": EVE, "due_on": FRIDAY}, "before_beginning"),
        ({"next_step": "call his sister"}, "not_a_code"),
        ({"owner_desk": ELSEWHERE}, "desk_not_ours"),
    ],
)
def test_a_next_step_that_is_none(changed, code):
    asked = {"on": FRIDAY, "next_step": "call_back", "due_on": NEXT_MONDAY} | changed
    story = seeker(*REGISTERED).when(lambda s: s.set_next_step(**asked))
    assert story.refused(code).details["remedy"]


def test_another_of_our_desks_may_take_the_next_step():
    story = seeker(*REGISTERED)
    story.when(
        lambda s: s.set_next_step(
            on=FRIDAY, next_step="first_talk", due_on=NEXT_MONDAY, owner_desk=PREPARING
        )
    )
    story.then(step("seeker", "s1", "first_talk", NEXT_MONDAY, desk=PREPARING))


# -- endings --------------------------------------------------------------------------------------


def test_a_support_ends_with_its_outcome():
    story = seeker(*REGISTERED).when(lambda s: s.end(on=FRIDAY, outcome="found_work")).then(ENDED)
    assert not story.aggregate.is_open


@pytest.mark.parametrize("outcome", ["", "cured", "就職"])
def test_an_ending_that_is_none_of_those_listed(outcome):
    story = seeker(*REGISTERED).when(lambda s: s.end(on=FRIDAY, outcome=outcome))
    assert set(story.refused("not_one_of").details["remedy"].split(", ")) == set(SUPPORT_ENDINGS)


@pytest.mark.parametrize(
    "command",
    [
        lambda s: s.end(on=FRIDAY, outcome="found_work"),
        lambda s: s.record_wishes(on=FRIDAY, wishes=Wishes()),
        lambda s: s.set_next_step(on=FRIDAY, next_step="call_back", due_on=NEXT_MONDAY),
        lambda s: s.take_sheet(referral_id="r2", on=FRIDAY),
    ],
    ids=["end", "wishes", "place", "sheet"],
)
def test_what_has_ended_has_ended(command):
    seeker(*REGISTERED, ENDED).when(command).refused("has_ended")


REOPENED = seeker_events.SupportReopened(**SEEKER, on=FRIDAY, registration=1, because="left_work")


def test_an_ended_support_is_reopened_and_has_an_owner_again():
    story = seeker(*REGISTERED, ENDED)
    story.when(lambda s: s.reopen(on=FRIDAY, because="left_work", next_step="talk_about_leaving"))
    two_working_days_on = date(2026, 11, 25)
    story.then(REOPENED, step("seeker", "s1", "talk_about_leaving", two_working_days_on))
    assert story.aggregate.is_open


@pytest.mark.parametrize("history", [(), REGISTERED], ids=["never_there", "still_open"])
def test_only_an_ended_support_is_reopened(history):
    story = seeker(*history)
    story.when(lambda s: s.reopen(on=FRIDAY, because="left_work", next_step="call_back"))
    story.refused("not_ended")


def test_whoever_needs_it_again_has_it_whether_it_had_ended_or_not():
    needed = {"on": FRIDAY, "because": "left_work", "next_step": "talk_about_leaving"}
    next_step = step("seeker", "s1", "talk_about_leaving", date(2026, 11, 25))
    seeker(*REGISTERED).when(lambda s: s.need_again(**needed)).then(next_step)
    seeker(*REGISTERED, ENDED).when(lambda s: s.need_again(**needed)).then(REOPENED, next_step)


# -- income ---------------------------------------------------------------------------------------

MORE = {"record_id": "w1", "on": FRIDAY, "kind": "more_hours", "monthly": 18_000}


@pytest.mark.parametrize("history", [REGISTERED, (*REGISTERED, ENDED)], ids=["open", "ended"])
def test_an_increased_income_is_recorded_also_after_the_support(history):
    story = seeker(*history).when(lambda s: s.increase_income(**MORE))
    story.then(seeker_events.IncomeIncreased(**SEEKER, **MORE))


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"kind": "lottery"}, "not_one_of"), ({"on": MONDAY}, "before_beginning")],
)
def test_an_increase_that_is_none(changed, code):
    seeker(*REGISTERED).when(lambda s: s.increase_income(**MORE | changed)).refused(code)
