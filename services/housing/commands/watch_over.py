"""Commands on a watch-over: visits for a year, and the alarms of those that nobody made."""

from __future__ import annotations

from services.housing.commands.course_commands import CourseCommands
from services.housing.commands.course_lifecycle import Beginning, accept_beginning, state_of
from services.housing.domain.watch_over import WatchOver
from services.housing.queries.residence import find_watch_over, find_watch_overs
from services.housing.reference import Practice
from services.housing.schemas import residence as payloads
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


def begin_by_practice(
    work: UnitOfWork, practice: Practice, every_days: int, beginning: Beginning
) -> WatchOver:
    """A new watch-over, by the city's practice."""
    watch = work.load_or_new(WatchOver, new_id())
    watch.begin(
        **beginning,
        every_days=every_days,
        months=practice.watch_months,
        offered=practice.every_days,
        grace_days=practice.grace_days,
        escalate_days=practice.escalate_days,
    )
    return watch


class Watching(CourseCommands):
    @command(payloads.BeginWatch)
    def begin_watch_over(self, begun: payloads.BeginWatch) -> JsonObject:
        """For somebody who already lives somewhere; after a move it begins by itself."""
        with self.work() as work:
            beginning = accept_beginning(work, begun, WatchOver.desk)
            watch = begin_by_practice(work, self._find_practice(), begun.every_days, beginning)
            return state_of(watch)

    @command(payloads.RecordVisit)
    def record_visit(
        self, visit: payloads.RecordVisit, watch_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Somebody went: met, or not at home."""
        with self._open(WatchOver, watch_id, visit, expected_version) as watch:
            watch.record_visit(**visit.values("by"))
        return state_of(watch)

    @command(payloads.EndWatch)
    def end_watch_over(
        self, end: payloads.EndWatch, watch_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """After the year, handed over, or for a reason."""
        with self._open(WatchOver, watch_id, end, expected_version) as watch:
            watch.end(**end.values("by"))
        return state_of(watch)

    @command
    def get_watch_over(self, watch_id: str) -> JsonObject:
        """One watch-over with every visit."""
        with self.store.reading() as connection:
            return find_watch_over(connection, watch_id)

    @command(payloads.WatchQuery)
    def list_watch_overs(self, query: payloads.WatchQuery) -> JsonObject:
        """By due date; `alarm`: only who was missed and has not been seen since."""
        with self.store.reading() as connection:
            return find_watch_overs(connection, query)
