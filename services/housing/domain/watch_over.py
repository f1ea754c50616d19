"""A watch-over: the visits of one person's first year in a flat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.housing.domain.course import RESIDENCE_DESK, Course, sheet_endings
from services.housing.domain.course_details import VisitNote, WatchOverDetails
from services.housing.domain.refusals import residence as refusals
from services.housing.domain.watch_over_events import (
    CONSULTATION_SUPPORT,
    END_REASONS,
    ENDED,
    HANDED_OVER,
    WATCHING,
    YEAR_OVER,
    VisitAlarmEscalated,
    VisitMade,
    VisitMissed,
    WatchOverBegun,
    WatchOverEnded,
)
from tsunagu.domain.aggregate import applies
from tsunagu.domain.calendar import add_months, add_working_days
from tsunagu.domain.codes import require_choice, require_code
from tsunagu.domain.work_item import Step

PLANNED, MADE, MISSED = "planned", "made", "missed"
DAYS_TO_FIND = 1  # working days
DAYS_EARLY = 7  # a visit further ahead cannot be ticked off


@dataclass(frozen=True)
class Visit:
    """One planned visit; `alarm`: it was missed and the person has not been seen since."""

    state: str = PLANNED
    attempts: int = 0
    alarm: bool = False
    escalated: bool = False


def plan_visits(on: date, every_days: int, until: date) -> tuple[date, ...]:
    """The days of the visits, each moved to the next working day where offices are closed."""
    days: list[date] = []
    day = on + timedelta(days=every_days)
    while (visit := add_working_days(day, 0)) <= until:
        if visit not in days:
            days.append(visit)
        day += timedelta(days=every_days)
    return tuple(days)


class WatchOver(Course):
    kind = "watch_over"
    category = "watch"
    id_name = "watch_id"
    desk = RESIDENCE_DESK
    endings = sheet_endings(YEAR_OVER, HANDED_OVER, "hospital_or_facility")

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.until = date.min
        self.grace_days = self.escalate_days = 0
        self.visits: dict[date, Visit] = {}
        self.notes: list[VisitNote] = []

    @property
    def alarms(self) -> tuple[date, ...]:
        """Missed visits since which nobody has seen the person."""
        return tuple(day for day, visit in self.visits.items() if visit.alarm)

    @property
    def planned(self) -> tuple[date, ...]:
        return tuple(day for day, visit in self.visits.items() if visit.state == PLANNED)

    def begin(
        self,
        *,
        on: date,
        person_id: str,
        case_id: str | None,
        referral_id: str | None,
        every_days: int,
        months: int,
        offered: tuple[int, ...],
        grace_days: int,
        escalate_days: int,
    ) -> None:
        """Fix every visit of the year. `offered`: the intervals that the desk can keep."""
        if every_days not in offered:
            raise refusals.INTERVAL_NOT_OFFERED(choice=", ".join(map(str, offered)))
        until = add_months(on, months)
        self._take_on(on=on, person_id=person_id, case_id=case_id, referral_id=referral_id)
        self.record(
            WatchOverBegun(
                **self._ids(on),
                every_days=every_days,
                until=until,
                visits=tuple(d.isoformat() for d in plan_visits(on, every_days, until)),
                grace_days=grace_days,
                escalate_days=escalate_days,
            )
        )
        self._update_next_step(on)

    def record_visit(
        self, *, on: date, met: bool, scheduled_on: date | None = None, note: str | None = None
    ) -> None:
        """Somebody went. `scheduled_on`: for which visit; the one that was due where left out.

        Seeing the person answers the alarms until that day. A visit that comes too late, and
        earlier ones that nobody made, are missed all the same, and say so.
        """
        self._must_be_open(on, WATCHING)
        day = scheduled_on or self._visit_due(on)
        if day not in self.visits or self.visits[day].state == MADE:
            choice = _join(self.planned) or refusals.NONE_IS_OPEN
            raise refusals.NO_SUCH_VISIT(scheduled_on=day, choice=choice)
        if (day - on).days > DAYS_EARLY:
            raise refusals.VISIT_TOO_EARLY(scheduled_on=day, days=DAYS_EARLY)
        late = on > self._grace_of(day)
        for planned in self.planned:
            if planned < min(day, on) or (planned == day and late):
                self._miss(planned, on)
        self.record(VisitMade(**self._ids(on), scheduled_on=day, met=met, late=late, note=note))
        self._update_next_step(on)

    def check_clock(self, today: date) -> None:
        """Raise the alarm for what nobody did in time, and escalate what stays unanswered."""
        if not self.is_open:
            return
        before = self.version
        for day in self.planned:
            if self._grace_of(day) < today:
                self._miss(day, today)
        for day in self.alarms:
            late = add_working_days(day, self.grace_days + self.escalate_days)
            if late < today and not self.visits[day].escalated:
                self.record(
                    VisitAlarmEscalated(
                        **self._ids(today), scheduled_on=day, desk=CONSULTATION_SUPPORT
                    )
                )
        if self.version != before:
            self._update_next_step(today)

    def end(
        self, *, on: date, reason: str, to_desk: str | None = None, note: str | None = None
    ) -> None:
        """After the year, or handed over, or for a reason; never past an unanswered alarm."""
        self._must_be_open(on, WATCHING)
        require_choice("reason", reason, END_REASONS)
        if reason == HANDED_OVER and to_desk is None:
            raise refusals.HANDED_TO_WHOM()
        unseen = sorted({*self.alarms, *(day for day in self.planned if day <= on)})
        if reason == YEAR_OVER and on < self.until:
            raise refusals.YEAR_NOT_OVER(until=self.until)
        if reason == YEAR_OVER and unseen:
            raise refusals.ALARM_OPEN(days=_join(unseen))
        for day in self.planned:
            if day < on:
                self._miss(day, on)
        self.record(
            WatchOverEnded(
                **self._ids(on),
                reason=reason,
                to_desk=require_code("to_desk", to_desk) if to_desk else None,
                visits_made=self._count(MADE),
                visits_missed=self._count(MISSED),
                note=note,
            )
        )

    def details(self) -> WatchOverDetails:
        return {"notes": self.notes}

    def find_next_step(self, on: date) -> Step:
        if self.alarms:
            return "find_person", add_working_days(on, DAYS_TO_FIND)
        if self.planned:
            day = self.planned[0]
            if self.visits[day].attempts:
                return "visit_again", max(self._grace_of(day), on)
            return "visit", day
        return "end_or_hand_over", self.until

    def _visit_due(self, on: date) -> date:
        """The last up to that day that is open or unanswered; else the next: they came early."""
        past = [day for day in sorted({*self.planned, *self.alarms}) if day <= on]
        if past:
            return past[-1]
        if not self.planned:
            raise refusals.NO_SUCH_VISIT(scheduled_on=on, choice=refusals.NONE_IS_OPEN)
        return self.planned[0]

    def _grace_of(self, day: date) -> date:
        """The last day on which the visit of that day is not missed yet."""
        return add_working_days(day, self.grace_days)

    def _miss(self, day: date, on: date) -> None:
        self.record(VisitMissed(**self._ids(on), scheduled_on=day, desk=self.desk))

    def _count(self, state: str) -> int:
        return sum(visit.state == state for visit in self.visits.values())

    # -- what happened ----------------------------------------------------------------------------

    @applies(WatchOverBegun)
    def _begun(self, e: WatchOverBegun) -> None:
        self.state, self.since, self.until = WATCHING, e.on, e.until
        self.grace_days, self.escalate_days = e.grace_days, e.escalate_days
        self.visits = {date.fromisoformat(day): Visit() for day in e.visits}

    @applies(VisitMade)
    def _visit_made(self, e: VisitMade) -> None:
        visit = self.visits[e.scheduled_on]
        state = MADE if e.met and not e.late else visit.state
        self.visits[e.scheduled_on] = replace(visit, state=state, attempts=visit.attempts + 1)
        if e.note is not None:
            self.notes.append({"on": e.on.isoformat(), "note": e.note})
        if e.met:
            for day in self.alarms:
                if day <= max(e.on, e.scheduled_on):
                    self.visits[day] = replace(self.visits[day], alarm=False)

    @applies(VisitMissed)
    def _visit_missed(self, e: VisitMissed) -> None:
        visit = self.visits[e.scheduled_on]
        self.visits[e.scheduled_on] = replace(visit, state=MISSED, alarm=True)

    @applies(VisitAlarmEscalated)
    def _escalated(self, e: VisitAlarmEscalated) -> None:
        visit = self.visits[e.scheduled_on]
        self.visits[e.scheduled_on] = replace(visit, escalated=True)

    @applies(WatchOverEnded)
    def _ended(self, e: WatchOverEnded) -> None:
        self.state, self.since, self.outcome = ENDED, e.on, e.reason


def _join(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)
