"""Comparison of what desks see open with what another service counts open from the facts.

The two are kept apart: a desk's list changes with its own log, a report's rows with the facts
that arrived. Where they differ, somebody is on nobody's list, or is counted and not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from tsunagu.log.database import Database
from tsunagu.log.event_log import Violation

PAGE = 5_000
LOOKS = 3  # what changed between the two looks differs once, not each time
NAMED = 20

Count = Callable[[sa.Connection], set[str]]


def find_disagreements(
    database: Database,
    call: Callable[..., Any],
    source: str,
    kind: str,
    count: Count,
    wait_until_level: Callable[[], object],
) -> Iterator[Violation]:
    """Each id of that kind that is open in only one of the two."""
    seen: dict[str, bool] = {}  # id → whether the desk has it open
    for look in range(LOOKS):
        found = _compare(database, call, source, kind, count)
        seen = found if look == 0 else {id: desk for id, desk in found.items() if id in seen}
        if not seen:
            return
        wait_until_level()
    for id in sorted(seen)[:NAMED]:
        words = (
            "窓口の一覧では開いていて、報告では終わっています / open at its desk, ended in reports"
            if seen[id]
            else "窓口の一覧になく、報告では開いています / on no desk's list, open in reports"
        )
        yield Violation("desk_and_report_differ", f"{kind} {id}", words)
    if len(seen) > NAMED:
        more = len(seen) - NAMED
        yield Violation("desk_and_report_differ", kind, f"ほかに {more} 件 / and {more} more")


def _compare(
    database: Database, call: Callable[..., Any], source: str, kind: str, count: Count
) -> dict[str, bool]:
    desks = set(_read_open_ids(call, source, kind))
    with database.snapshot() as connection:
        counted = count(connection)
    return {id: id in desks for id in desks ^ counted}


def _read_open_ids(call: Callable[..., Any], source: str, kind: str) -> Iterator[str]:
    after = ""
    while True:
        page = call(source, "open_needs", timeout=60.0, kind=kind, after=after, limit=PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1]
