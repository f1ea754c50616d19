"""Watching over: visits for a year, and the alarms of those that nobody made."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.housing.commands import case_lifecycle
from services.housing.commands.support import CourseCommands
from services.housing.domain.watch_over import WatchOver
from services.housing.queries import places
from services.housing.reference import Practice
from services.housing.schemas import places as shapes
from tsunagu.hosting.nameko_service import command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


def begin_watch_over(
    work: UnitOfWork,
    practice: Practice,
    every_days: int,
    *,
    on: date,
    person_id: str,
    case_id: str | None,
    referral_id: str | None,
) -> WatchOver:
    """A new one, by the city's practice."""
    watch = work.load_or_new(WatchOver, new_id())
    watch.begin(
        on=on,
        person_id=person_id,
        case_id=case_id,
        referral_id=referral_id,
        every_days=every_days,
        months=practice.watch_months,
        offered=practice.every_days,
        grace_days=practice.grace_days,
        escalate_days=practice.escalate_days,
    )
    return watch


class Watching(CourseCommands):
    @command
    def begin_watch_over(self, **body: Any) -> dict[str, Any]:
        """For somebody who already lives somewhere; after a move it begins by itself."""
        asked = shapes.BeginWatch().load(body)
        with self.work() as work:
            whose = case_lifecycle.whose(work, asked, WatchOver.desk)
            watch = begin_watch_over(work, self._practice(), asked["every_days"], **whose)
            return case_lifecycle.state_of(watch)

    @command
    def record_visit(self, watch_id: str, **body: Any) -> dict[str, Any]:
        """Somebody went: met, or not at home."""
        with self._opened(WatchOver, watch_id, shapes.RecordVisit(), body) as (watch, asked, _):
            watch.record_visit(**asked)
        return case_lifecycle.state_of(watch)

    @command
    def end_watch_over(self, watch_id: str, **body: Any) -> dict[str, Any]:
        """After the year, handed over, or for a reason."""
        with self._opened(WatchOver, watch_id, shapes.EndWatch(), body) as (watch, asked, _):
            watch.end(**asked)
        return case_lifecycle.state_of(watch)

    @command
    def get_watch_over(self, watch_id: str) -> dict[str, Any]:
        """One watch-over with every visit."""
        with self.store.reading() as connection:
            return places.one_watch(connection, watch_id)

    @command
    def list_watch_overs(
        self,
        state: str = "watching",
        alarm: bool = False,
        person_id: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """By due date; `alarm`: only who was missed and has not been seen since."""
        with self.store.reading() as connection:
            return places.watch_overs(connection, state, alarm, person_id, after, limit)
