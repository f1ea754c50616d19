"""Issues found at each person's first assessment, alone and in pairs."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from services.reporting.queries.rows_as_of import ASSESSMENT, Period, RowsAsOf
from tsunagu.domain.json_object import JsonObject


def count_issues(known: RowsAsOf, period: Period) -> JsonObject:
    """Issues per person (2 decimals), by issue, and how often two stand together."""
    first: dict[str, set[str]] = {}
    for row in known.list_records(ASSESSMENT, period=period):
        first.setdefault(row.person_id, set((row.codes or "").split()))
    by_issue = Counter(issue for found in first.values() for issue in found)
    pairs = Counter(pair for found in first.values() for pair in combinations(sorted(found), 2))
    total = sum(by_issue.values())
    return {
        "assessments": len(first),
        "issues": total,
        "issues_per_person": round(total / len(first), 2) if first else None,
        "by_issue": dict(sorted(by_issue.items(), key=lambda item: (-item[1], item[0]))),
        "pairs": [
            {"a": a, "b": b, "n": n}
            for (a, b), n in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
        ],
    }
