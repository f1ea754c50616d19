"""Open needs: each must have an owner, a next step and a due date; `verify` lists who lacks one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from tsunagu.log.event_log import Violation


@dataclass(frozen=True)
class OpenNeed:
    """Something accepted and not yet ended: a case, a signal, a need behind a referral."""

    kind: str
    id: str
    owner_desk: str | None
    next_step: str | None
    due_on: date | None


def list_open_ids(needs: Iterable[OpenNeed], kind: str, after: str, limit: int) -> list[str]:
    """The next ids of one kind, in their order, after an id."""
    return nsmallest(limit, (need.id for need in needs if need.kind == kind and need.id > after))


def find_unowned_needs(needs: Iterable[OpenNeed]) -> Iterator[Violation]:
    """Each open need that lacks one of the three, by name."""
    for need in needs:
        missing = [
            name
            for name, value in (
                ("owner_desk", need.owner_desk),
                ("next_step", need.next_step),
                ("due_on", need.due_on),
            )
            if not value
        ]
        if missing:
            yield Violation(
                "need_without_owner",
                f"{need.kind} {need.id}",
                f"{'・'.join(missing)} がありません / an open need lacks {', '.join(missing)}",
            )
