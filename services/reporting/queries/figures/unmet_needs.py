"""Issues that no programme took up, by month: the case for a new programme.

An issue found at an assessment counts as taken up when, on that day or later,
a plan of the same person names a programme that answers it, or a sheet that
was not refused, failed or cancelled carries it, or went to a desk that answers
it. Which programme answers which issue: `programmes.csv`. What the members of a
conference or coordination meeting missed counts like an issue found that day.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from services.reporting.queries.figures.referrals import WITHOUT_HELP
from services.reporting.queries.rows_as_of import (
    ASSESSMENT,
    PLAN,
    RESOURCE_MISSED,
    Period,
    RowsAsOf,
)
from services.reporting.reference import find_answered_issues
from tsunagu.domain.json_object import JsonObject


def count_unmet_needs(known: RowsAsOf, period: Period) -> JsonObject:
    """`{"months": [{"month", "issue", "n"}]}`: n counts people; months by assessment."""
    help_given = _find_help(known)
    unmet: dict[tuple[str, str], set[str]] = {}
    for row in known.list_records(ASSESSMENT, RESOURCE_MISSED, period=period):
        for issue in (row.codes or "").split():
            day = help_given.get((row.person_id, issue))
            if day is None or day < row.on:
                unmet.setdefault((f"{row.on:%Y-%m}", issue), set()).add(row.person_id)
    total = Counter({key: len(people) for key, people in unmet.items()})
    ordered = sorted(total.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return {"months": [{"month": m, "issue": i, "n": n} for (m, i), n in ordered]}


def _find_help(known: RowsAsOf) -> dict[tuple[str, str], date]:
    """(person, issue) → the last day on which a programme took it up."""
    found: dict[tuple[str, str], date] = {}

    def note(person: str, issues: frozenset[str] | set[str], on: date) -> None:
        for issue in issues:
            found[person, issue] = max(on, found.get((person, issue), on))

    for row in known.list_records(PLAN):
        for programme in (row.codes or "").split():
            note(row.person_id, find_answered_issues(programme), row.on)
    sent = known.list_sheets()
    steps = known.list_sheet_steps(row.referral_id for row in sent)
    for row in sent:
        if not any(step.type in WITHOUT_HELP for step in steps[row.referral_id]):
            carried = set((row.codes or "").split())
            note(row.person_id, find_answered_issues(row.to_desk) | carried, row.on)
    return found
