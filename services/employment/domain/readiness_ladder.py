"""The readiness ladder (六つの段階): how near to work a person is, and each move up or down.

The ladder is the person's, not a programme's: it goes on from work preparation
through training to the job search, and beyond one support into the next. Going
down is no failure; it is recorded like going up, with its reason.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.refusals.seekers import NO_SUCH_RUNG, SAME_RUNG
from services.employment.domain.refusals.shared import BEFORE_BEGINNING
from services.employment.domain.vocabulary import DOWN, FIRST, RUNGS, UP
from tsunagu.domain.aggregate import Aggregate, applies, event, personal
from tsunagu.domain.codes import require_code


@event("employment.readiness_moved")
class ReadinessMoved:
    """`was` None: the first time somebody looked. Rungs 1 to 6, see `vocabulary.RUNGS`."""

    person_id: str
    case_id: str | None
    on: date
    was: int | None
    rung: int
    direction: str
    reason: str
    note: str | None = personal()


class Ladder(Aggregate):
    """Where one person stands; its id is the person's."""

    category = "readiness"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.rung: int | None = None
        self.since = date.min

    def move(
        self, *, case_id: str | None, on: date, rung: int, reason: str, note: str | None = None
    ) -> None:
        """Put the person on a rung. Staying is no move and is refused."""
        if rung not in RUNGS:
            raise NO_SUCH_RUNG()
        if rung == self.rung:
            raise SAME_RUNG(rung=rung)
        if on < self.since:
            raise BEFORE_BEGINNING(day=self.since)
        self.record(
            ReadinessMoved(
                person_id=self.id,
                case_id=case_id,
                on=on,
                was=self.rung,
                rung=rung,
                direction=FIRST if self.rung is None else UP if rung > self.rung else DOWN,
                reason=require_code("reason", reason),
                note=note,
            )
        )

    @applies(ReadinessMoved)
    def _moved(self, e: ReadinessMoved) -> None:
        self.rung, self.since = e.rung, e.on
