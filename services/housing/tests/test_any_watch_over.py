"""Whatever is done or forgotten in a year of visits: none of them is missed in silence."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.housing.domain import watch_over_events
from services.housing.domain.watch_over import MADE, MISSED, PLANNED, WatchOver
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.errors import Refused

START = date(2026, 4, 1)
GRACE, ESCALATE = 2, 3


class AnyWatchOver(RuleBasedStateMachine):
    """One watch-over; the timer may sleep, but when it has looked nothing overdue is silent."""

    @initialize(every_days=st.sampled_from((7, 14, 30)))
    def begin(self, every_days):
        self.today = self.looked_on = START
        self.watch = WatchOver("w1")
        self.watch.begin(
            on=START,
            person_id="p1",
            case_id=None,
            referral_id=None,
            every_days=every_days,
            months=12,
            offered=(7, 14, 30),
            grace_days=GRACE,
            escalate_days=ESCALATE,
        )

    def asking(self, command):
        before = self.watch.version
        try:
            command()
        except Refused:
            assert self.watch.version == before

    @rule(days=st.sampled_from((0, 1, 2, 5, 14, 30, 100)))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @rule(days=st.sampled_from((0, 1, 3, 10)))
    def the_clock_looks(self, days):
        self.time_passes(days)
        self.watch.check_clock(self.today)
        self.looked_on = self.today

    @rule(times=st.integers(1, 3))
    def nobody_is_at_home(self, times):
        """The visit that comes next is tried on its day and again, always in vain."""
        for _ in range(times):
            if self.watch.is_open and self.watch.planned:
                day = self.watch.planned[0]
                self.today = max(self.today, day)
                self.asking(
                    lambda: self.watch.record_visit(on=self.today, met=False, scheduled_on=day)  # noqa: B023 called at once
                )
            self.today += timedelta(days=1)

    @rule(met=st.booleans(), days_ago=st.integers(0, 10))
    def visit(self, met, days_ago):
        on = self.today - timedelta(days=days_ago)
        self.asking(lambda: self.watch.record_visit(on=on, met=met))

    @rule(met=st.booleans(), which=st.integers(0, 51), days_ago=st.integers(0, 10))
    def visit_for_a_day(self, met, which, days_ago):
        days = list(self.watch.visits)
        day, on = days[which % len(days)], self.today - timedelta(days=days_ago)
        self.asking(lambda: self.watch.record_visit(on=on, met=met, scheduled_on=day))

    @rule(
        reason=st.sampled_from(watch_over_events.END_REASONS),
        desk=st.sampled_from((None, "elderly")),
    )
    def end(self, reason, desk):
        # Rarely enough that most histories run on.
        if self.today >= self.watch.until or self.today.day == 1:
            self.asking(lambda: self.watch.end(on=self.today, reason=reason, to_desk=desk))

    @invariant()
    def each_visit_is_made_or_missed_with_an_alarm_or_still_to_come(self):
        told = [e.scheduled_on for e in self.events(watch_over_events.VisitMissed)]
        assert len(told) == len(set(told))
        for day, visit in self.watch.visits.items():
            if visit.state == MISSED:
                assert day in told
            if visit.state == MADE:
                seen = [
                    e for e in self.events(watch_over_events.VisitMade) if e.scheduled_on == day
                ]
                assert any(e.met and e.on <= add_working_days(day, GRACE) for e in seen)
            if visit.state == PLANNED and self.watch.is_open:
                assert add_working_days(day, GRACE) >= self.looked_on
            elif visit.state == PLANNED:
                assert day >= self.watch.since

    @invariant()
    def an_alarm_stands_until_the_person_was_seen_and_goes_up_in_time(self):
        escalated = [e.scheduled_on for e in self.events(watch_over_events.VisitAlarmEscalated)]
        assert len(escalated) == len(set(escalated))
        for day in self.watch.alarms:
            assert not any(
                e.met and max(e.on, e.scheduled_on) >= day and position > self.alarm_at(day)
                for position, e in enumerate(self.watch.pending)
                if isinstance(e, watch_over_events.VisitMade)
            )
            if self.watch.is_open and add_working_days(day, GRACE + ESCALATE) < self.looked_on:
                assert day in escalated

    @invariant()
    def nobody_looks_for_a_person_who_was_seen_since(self):
        for position, alarm in enumerate(self.watch.pending):
            if isinstance(alarm, watch_over_events.VisitMissed):
                day = alarm.scheduled_on
                assert not any(
                    e.met and min(e.on, e.scheduled_on) > day
                    for e in self.watch.pending[:position]
                    if isinstance(e, watch_over_events.VisitMade)
                )

    @invariant()
    def open_it_has_a_next_step_and_a_due_date(self):
        if self.watch.is_open:
            assert self.watch.desk and self.watch.next_step and self.watch.due_on > START
        else:
            [end] = self.events(watch_over_events.WatchOverEnded)
            assert end.reason != "year_over" or not self.watch.alarms

    @rule()
    def replaying_the_events_gives_the_same(self):
        hidden = ("pending", "listener", "stored_version")
        again = vars(WatchOver.replay("w1", self.watch.pending))
        for name, value in vars(self.watch).items():
            assert name in hidden or again[name] == value

    def events(self, kind):
        return [e for e in self.watch.pending if isinstance(e, kind)]

    def alarm_at(self, day):
        return next(
            position
            for position, e in enumerate(self.watch.pending)
            if isinstance(e, watch_over_events.VisitMissed) and e.scheduled_on == day
        )


TestAnyWatchOver = AnyWatchOver.TestCase
TestAnyWatchOver.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
