"""What may come of a signal, and the few ways in which asking can fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

ACCEPTED = "accepted"  # the platform has it: owner desk, next step and due date
ALREADY = "already"  # it had this id before; nothing was added
SENT = "sent"  # the broker has it; only REST can say whether it was accepted
WAITING = "waiting"  # on this machine's disk, to go out later
REFUSED = "refused"  # it will not be taken as it is; the faults say why
FAILED = "failed"  # the other side broke on exactly this one; as far as the client it waits
FIT = "fit"  # nothing of its form keeps it from being sent
INTERNAL = "internal"  # the code of a fault of the other side's own
ARRIVED = (ACCEPTED, ALREADY, SENT)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one field, and what to do about it."""

    field: str
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        return f"{where}{self.problem}" + (f"  → {self.remedy}" if self.remedy else "")


def faults_in(answer: Mapping[str, Any], name: str) -> tuple[Fault, ...]:
    """A list of fields with problem and remedy; empty where there is none, or none to read."""
    listed = answer.get(name)
    return tuple(
        Fault(*(str(each.get(part) or "") for part in ("field", "problem", "remedy")))
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict)
    )


def state_in(result: Mapping[str, Any]) -> str:
    """What became of one of many: refused by a rule, or for a fault of the other side's own."""
    return FAILED if result.get("code") == INTERNAL else str(result.get("state"))


@dataclass(frozen=True)
class Answer:
    """What became of one signal. `id` is the department's own, `signal_id` the platform's.

    `notes`: what the sender should know though it was taken, in the form of faults.
    """

    id: str
    state: str
    signal_id: str | None = None
    status_url: str | None = None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()

    @property
    def arrived(self) -> bool:
        return self.state in ARRIVED

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Flushed:
    """What one emptying of the spool did. `why` says why it stopped early, if it did."""

    counts: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    refused: list[Answer] = field(default_factory=list)
    noted: list[Answer] = field(default_factory=list)
    why: str | None = None

    def count(self, answer: Answer) -> None:
        if answer.state != WAITING:
            self.counts[answer.state] = self.counts.get(answer.state, 0) + 1
        if answer.state == REFUSED:
            self.refused.append(answer)
        elif answer.notes:
            self.noted.append(answer)

    @property
    def arrived(self) -> int:
        return sum(self.counts.get(state, 0) for state in ARRIVED)


class Failure(Exception):
    """Something the caller can act on; the text says what to do, Japanese first."""


class Refused(Failure):
    """The signal is not taken as it is; `faults` names everything that is wrong at once."""

    def __init__(self, id: str, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.id, self.faults = id, faults


class Away(Failure):
    """The other side does not answer now. What waits keeps waiting; nothing is lost.

    `retry_after`: seconds it asked for, if it did.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unsettled(Failure):
    """Address, token, user or rights are wrong: for the department's staff to put right.

    No fault of the signals, so they keep waiting.
    """


class WrongUse(Unsettled):
    """A setting or a file is missing or has the wrong form; nothing was begun."""


class TooLarge(Failure):
    """The other side wants less at a time."""


class Stuck(Away):
    """The other side was reached and gave no answer in time: perhaps for one of these signals."""


class Troubled(Failure):
    """The other side broke on exactly this signal (HTTP 500)."""
