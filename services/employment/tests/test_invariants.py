"""Whatever is tried, in whatever order: what must always hold of each aggregate holds.

Random commands on random days; a refusal is a fine answer and must leave no
trace. After every step the rule holds, and the recorded events alone give the
same state again.
"""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.employment.domain.job import Job
from services.employment.domain.job_events import Hired
from services.employment.domain.opening import Opening
from services.employment.domain.opening_events import (
    Conditions,
    OpeningReceived,
    OpeningReopened,
    PlaceFilled,
    PlaceFreed,
)
from services.employment.domain.preparation import (
    Preparation,
    PreparationEnded,
    PreparationExtended,
    PreparationStarted,
    SessionAttended,
)
from services.employment.domain.readiness_ladder import Ladder, ReadinessMoved
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.seeker_events import (
    SeekerRegistered,
    SupportEnded,
    SupportReopened,
    Wishes,
)
from services.employment.domain.vocabulary import (
    DESKS,
    PREPARATION_ENDINGS,
    STAGES,
    SUPPORT_ENDINGS,
)
from services.employment.domain.work_item import NextStepSet
from services.employment.tests.people import ELSEWHERE, PLACEMENT, SEEKER, TERMS, WHO
from tsunagu.domain.calendar import add_months
from tsunagu.domain.errors import Refused

SETTINGS = settings(max_examples=50, stateful_step_count=30, deadline=None)
BEGINNINGS = (
    SeekerRegistered,
    SupportReopened,
    OpeningReceived,
    OpeningReopened,
    PreparationStarted,
    Hired,
)
NOT_STATE = ("version", "stored_version", "pending", "listener")

ids = st.sampled_from([f"j{n}" for n in range(5)])
days = st.integers(-3, 40).map(lambda n: timedelta(days=n))
spans = st.integers(-30, 800).map(lambda n: timedelta(days=n))
starts = st.one_of(
    st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    st.sampled_from([date(2028, 1, 31), date(2027, 1, 31), date(2028, 2, 29), date(2026, 8, 31)]),
)


def state_of(aggregate):
    return {name: value for name, value in vars(aggregate).items() if name not in NOT_STATE}


class Machine(RuleBasedStateMachine):
    """One aggregate, a day that goes on, and commands that may be refused."""

    def begin(self, aggregate, today):
        self.it, self.today = aggregate, today

    def attempt(self, command):
        before = len(self.it.pending), state_of(self.it)
        try:
            command(self.it)
        except Refused:
            assert (len(self.it.pending), state_of(self.it)) == before, "a refusal left a trace"

    def recorded(self, *kinds):
        return [e for e in self.it.pending if isinstance(e, kinds)]

    @rule(by=st.integers(0, 5) | st.integers(0, 200))
    def time_passes(self, by):
        self.today += timedelta(days=by)

    @invariant()
    def the_events_alone_give_the_same_state(self):
        again = type(self.it).replay(self.it.id, self.it.pending)
        assert state_of(again) == state_of(self.it)


class WaitingMachine(Machine):
    """What waits for somebody."""

    @rule(after=days, owner=st.sampled_from([*DESKS, ELSEWHERE, None]))
    def place(self, after, owner):
        due = self.today + after
        self.attempt(
            lambda it: it.set_next_step(
                on=self.today, next_step="call_back", due_on=due, owner_desk=owner
            )
        )

    @invariant()
    def whatever_is_open_has_an_owner_a_next_step_and_a_due_date(self):
        if self.it.is_open:
            assert self.it.owner_desk in DESKS
            assert self.it.next_step
            assert self.it.due_on > date.min
            placed = [n for n, e in enumerate(self.it.pending) if isinstance(e, NextStepSet)]
            began = [n for n, e in enumerate(self.it.pending) if isinstance(e, BEGINNINGS)]
            assert placed[-1] > began[-1], "it began (again), and nobody was told what is next"


class Ladders(Machine):
    @initialize(today=starts)
    def somebody(self, today):
        self.begin(Ladder("p1"), today)

    @rule(rung=st.integers(-1, 8), back=days, reason=st.sampled_from(["ready", "fell_ill", "足"]))
    def move(self, rung, back, reason):
        on = self.today - back
        self.attempt(lambda it: it.move(case_id="c1", on=on, rung=rung, reason=reason))

    @invariant()
    def the_rung_is_one_of_six_and_every_move_is_on_record(self):
        moves = self.recorded(ReadinessMoved)
        assert [m.was for m in moves] == [None, *(m.rung for m in moves)][: len(moves)]
        assert all(1 <= m.rung <= 6 and m.rung != m.was for m in moves)
        assert self.it.rung == (moves[-1].rung if moves else None)
        for m in moves:
            way = "first" if m.was is None else "up" if m.rung > m.was else "down"
            assert m.direction == way and m.reason.isascii()
        assert [m.on for m in moves] == sorted(m.on for m in moves)


class Openings(WaitingMachine):
    @initialize(
        today=starts,
        places=st.integers(1, 3),
        valid=st.integers(0, 800),
        hired=st.lists(ids, unique=True, min_size=1, max_size=3),
    )
    def offered(self, today, places, valid, hired):
        self.begin(Opening("o1"), today)
        self.it.receive(
            employer_id="e1",
            on=today,
            occupation="laundry",
            type="part_time",
            places=places,
            valid_from=today,
            valid_until=today + timedelta(days=valid),
            conditions=Conditions(title="仕上げ"),
        )
        for record_id in hired:
            self.fill(record_id)

    @rule(record_id=ids)
    def fill(self, record_id):
        if record_id not in self.it.hires:  # a job begins once
            self.attempt(lambda it: it.fill(record_id=record_id, on=self.today))

    @rule(record_id=ids)
    def free(self, record_id):
        self.attempt(lambda it: it.free(record_id=record_id, on=self.today))

    @rule(places=st.integers(0, 4))
    def set_places(self, places):
        self.attempt(lambda it: it.set_places(on=self.today, places=places))

    @rule(after=days)
    def extend(self, after):
        self.attempt(lambda it: it.extend(on=self.today, valid_until=self.today + after))

    @rule()
    def expire(self):
        self.attempt(lambda it: it.expire(on=self.today))

    @rule(chance=st.integers(1, 8))
    def withdraw(self, chance):
        if chance == 1:  # the end of the story: not too soon
            self.attempt(lambda it: it.withdraw(on=self.today, reason="found_elsewhere"))

    @rule()
    def check_introducible(self):
        """Whoever may be introduced finds an opening that stands, with a place."""
        try:
            self.it.check_introducible(self.today)
        except Refused:
            return
        assert len(self.it.hires) < self.it.places
        assert self.it.valid_from <= self.today <= self.it.valid_until

    @invariant()
    def there_are_never_more_hires_than_places(self):
        hired = len(self.recorded(PlaceFilled)) - len(self.recorded(PlaceFreed))
        assert hired == len(self.it.hires) <= self.it.places
        if hired == self.it.places:
            assert not self.it.is_open


class Preparations(WaitingMachine):
    @initialize(today=starts)
    def started(self, today):
        self.begin(Preparation("v1"), today)
        self.it.start(**WHO, on=today, stage="daily_life")
        self.started_on = today

    @rule(session=st.sampled_from(["farm_day", "cooking", "料理"]), ahead=days)
    def attend(self, session, ahead):
        on = self.today + ahead
        self.attempt(lambda it: it.attend(on=on, session=session, attendance="present"))

    @rule(session=st.sampled_from(["farm_day", "cooking"]), before=st.integers(-3, 25))
    def attend_near_the_end(self, session, before):
        on = self.it.ends_by - timedelta(days=before)
        self.attempt(lambda it: it.attend(on=on, session=session, attendance="absent"))

    @rule(stage=st.sampled_from([*STAGES, "leisure"]))
    def move_stage(self, stage):
        self.attempt(lambda it: it.move_stage(on=self.today, stage=stage, reason="ready"))

    @rule(longer=spans)
    def extend(self, longer):
        until = self.it.ends_by + longer
        self.attempt(lambda it: it.extend(on=self.today, until=until, reason="was_ill"))

    @rule(outcome=st.sampled_from([*PREPARATION_ENDINGS, "cured"]))
    def end(self, outcome):
        self.attempt(lambda it: it.end(on=self.today, outcome=outcome))

    @invariant()
    def it_never_runs_longer_than_a_year_and_what_was_added_with_a_reason(self):
        first = self.started_on
        if (first.month, first.day) == (2, 29):
            longest = date(first.year + 1, 2, 28)
        else:
            longest = first.replace(year=first.year + 1) - timedelta(days=1)
        for e in self.it.pending:
            if isinstance(e, PreparationExtended):
                assert e.on <= longest < e.until <= add_months(longest, 12)
                longest = e.until
            elif isinstance(e, SessionAttended | PreparationEnded):
                assert self.started_on <= e.on <= longest
        assert self.it.ends_by == longest
        if self.it.is_open:
            assert self.it.due_on <= longest


class Seekers(WaitingMachine):
    @initialize(today=starts)
    def registered(self, today):
        self.begin(JobSeeker("s1"), today)
        self.register()

    @rule()
    def register(self):
        self.attempt(lambda it: it.register(**WHO, on=self.today, desk=PLACEMENT, due_on=None))

    @rule(low=st.integers(1, 40), high=st.integers(1, 40))
    def wish(self, low, high):
        wishes = Wishes(hours_min=low, hours_max=high)
        self.attempt(lambda it: it.record_wishes(on=self.today, wishes=wishes))

    @rule(outcome=st.sampled_from([*SUPPORT_ENDINGS, "cured"]))
    def end(self, outcome):
        self.attempt(lambda it: it.end(on=self.today, outcome=outcome))

    @rule(step=st.sampled_from(["call_back", "電話する"]), after=days)
    def reopen(self, step, after):
        due = self.today + after
        self.attempt(
            lambda it: it.reopen(on=self.today, because="left_work", next_step=step, due_on=due)
        )

    @rule()
    def need_again(self):
        self.attempt(
            lambda it: it.need_again(
                on=self.today, because="left_work", next_step="talk_about_leaving"
            )
        )

    @invariant()
    def one_support_at_a_time_each_ended_by_an_outcome(self):
        ended = self.recorded(SupportEnded)
        assert len(ended) >= self.it.registration - 1
        assert self.it.is_open == (self.it.outcome is None)


class Jobs(WaitingMachine):
    @initialize(hired_on=starts, after=st.integers(0, 40))
    def hired(self, hired_on, after):
        self.begin(Job("j1"), hired_on)
        self.starts_on = hired_on + timedelta(days=after)
        self.it.begin(**SEEKER, on=hired_on, starts_on=self.starts_on, desk=PLACEMENT, **TERMS)
        assert self.it.due_on == self.nominal(1)

    def nominal(self, months):
        """The same day of a later month, or that month's last: written out beside `months`."""
        day = self.starts_on
        year, month = day.year + (day.month + months - 1) // 12, (day.month + months - 1) % 12 + 1
        while True:
            try:
                return date(year, month, day.day)
            except ValueError:
                day -= timedelta(days=1)

    @rule(months=st.sampled_from([0, 1, 2, 3, 6, 12]))
    def check_retention(self, months):
        before = self.it.checked
        self.attempt(lambda it: it.check_retention(on=self.today, months=months))
        if self.it.checked != before:
            assert months in (1, 3, 6) and self.today >= self.nominal(months)
            if months < 6:
                assert self.it.due_on == self.nominal({1: 3, 3: 6}[months])

    @rule(reason=st.sampled_from(["too_far", "better_work", "died"]))
    def leave(self, reason):
        self.attempt(lambda it: it.leave(on=self.today, reason=reason))
        if self.it.left_on == self.today:
            assert self.it.left_early == (self.today < self.nominal(1))

    @rule(reason=st.sampled_from(["did_not_start", "entered_in_error", "tired"]))
    def withdraw(self, reason):
        self.attempt(lambda it: it.withdraw(on=self.today, reason=reason))

    @rule()
    def end_retention(self):
        self.attempt(lambda it: it.end_retention(on=self.today, reason="lost_contact"))


for machine in (Ladders, Openings, Preparations, Seekers, Jobs):
    machine.TestCase.settings = SETTINGS

Openings.TestCase.settings = settings(SETTINGS, max_examples=100)

TestLadder = Ladders.TestCase
TestOpening = Openings.TestCase
TestPreparation = Preparations.TestCase
TestSeeker = Seekers.TestCase
TestJob = Jobs.TestCase
