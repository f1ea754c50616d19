"""The course of a case by its dates: where it stands, in whatever order its steps were recorded.

Past records come in any order. What opens and ends a case is told by days: the last of its
consultations, live next steps and endings; of two on one day the one recorded later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

CONSULTED, STEPPED, ENDED, ASSESSED, SUPPORTED = range(5)
DECISIVE = (CONSULTED, STEPPED, ENDED)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, what they do, and by when."""

    owner_desk: str
    next_step: str
    due_on: date


@dataclass(frozen=True)
class CaseState:
    """Where a case stands, as the list of its desk shows it. `turn`: None once it has ended."""

    turn: Turn | None
    last_consulted_on: date | None = None
    ended_on: date | None = None
    main_issue: str | None = None


@dataclass(frozen=True)
class _Mark:
    """One step of the course; `order` is its place among those recorded."""

    kind: int
    on: date
    order: int
    turn: Turn | None = None
    main: str | None = None

    @property
    def place(self) -> tuple[date, int]:
        return self.on, self.order


@dataclass
class Course:
    """Every dated step of one case, by the id of its record."""

    marks: dict[str, _Mark] = field(default_factory=dict)

    def add(
        self,
        kind: int,
        on: date,
        record_id: str = "",
        turn: Turn | None = None,
        main: str | None = None,
    ) -> None:
        """The next step recorded. `turn`: of a step that itself says whose turn it is."""
        order = len(self.marks)
        if kind == STEPPED and (last := self.find_last()) is not None:
            on = max(on, last.on)  # whoever sets the next step sees the case as it stands
        self.marks[record_id or f"step {order}"] = _Mark(kind, on, order, turn, main)

    def correct(self, record_id: str, on: date, main: str | None) -> None:
        """A record was of another day, or named another main issue."""
        self.marks[record_id] = replace(self.marks[record_id], on=on, main=main)

    def find_last(self) -> _Mark | None:
        """What decides whether the case is open."""
        return _find_newest(mark for mark in self.marks.values() if mark.kind in DECISIVE)

    def has_ended(self) -> bool:
        last = self.find_last()
        return last is not None and last.kind == ENDED

    def name_opening(self, on: date) -> str:
        """What a consultation of that day is to the case: opened, reopened or continued."""
        before = [mark for mark in self.marks.values() if mark.on <= on]
        last = _find_newest(mark for mark in before if mark.kind in DECISIVE)
        if last is not None:
            return "reopened" if last.kind == ENDED else "continued"
        return "continued" if before else "opened"

    def find_state(self, first_turn: Callable[[date], Turn]) -> CaseState:
        """Where the dates put it. `first_turn`: whose turn it is when support begins on a day."""
        consulted = [mark.on for mark in self.marks.values() if mark.kind == CONSULTED]
        assessed = _find_newest(mark for mark in self.marks.values() if mark.kind == ASSESSED)
        ending = _find_newest(mark for mark in self.marks.values() if mark.kind == ENDED)
        ended = self.has_ended()
        return CaseState(
            turn=None if ended else self._find_turn(ending, first_turn),
            last_consulted_on=max(consulted, default=None),
            ended_on=ending.on if ended and ending is not None else None,
            main_issue=assessed.main if assessed else None,
        )

    def _find_turn(self, ending: _Mark | None, first_turn: Callable[[date], Turn]) -> Turn:
        """The newest next step since the ending, else what the first consultation asked for."""
        since = [m for m in self.marks.values() if ending is None or m.place > ending.place]
        stepped = [mark for mark in since if mark.kind == STEPPED]
        if stepped:
            return max(stepped, key=lambda mark: mark.order).turn or first_turn(stepped[-1].on)
        consulted = [mark for mark in since if mark.kind == CONSULTED]
        first = min(consulted or since, key=lambda mark: mark.place)
        return first.turn or first_turn(first.on)


def _find_newest(marks: Iterable[_Mark]) -> _Mark | None:
    return max(marks, key=lambda mark: mark.place, default=None)
