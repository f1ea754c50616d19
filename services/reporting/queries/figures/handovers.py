"""Who brings and hands over: the first handover of each desk, repeaters, and the network."""

from __future__ import annotations

from collections import Counter
from datetime import date

from services.reporting.queries.rows_as_of import CONSULTATION, Period, RowsAsOf, read_details
from tsunagu.domain.json_object import JsonObject

CONSULTATION_SUPPORT = "consultation_support"
DESKS = ("partner", "department")  # who else may introduce an employer is no desk


def count_sources(known: RowsAsOf, period: Period) -> JsonObject:
    """The consultations each desk brought; a repeater brought some on two days or more."""
    days: dict[str, list[date]] = {}
    for row in known.list_records(CONSULTATION, period=period):
        if row.from_desk:
            days.setdefault(row.from_desk, []).append(row.on)
    desks = [
        {
            "desk": desk,
            "first_on": min(on).isoformat(),
            "handovers": len(on),
            "repeater": len(set(on)) >= 2,
        }
        for desk, on in days.items()
    ]
    return {"desks": sorted(desks, key=lambda d: (-int(str(d["handovers"])), str(d["desk"])))}


def count_handovers(known: RowsAsOf, period: Period) -> JsonObject:
    """Handovers from desk to desk: sheets sent, people brought to consultation support, the watch
    over somebody passed on, and the employers that a desk introduced to job placement."""
    edges: Counter[tuple[str, str]] = Counter()
    for row in known.list_records(CONSULTATION, period=period):
        if row.from_desk:
            edges[row.from_desk, CONSULTATION_SUPPORT] += 1
    for row in known.list_sheets(period):
        edges[row.from_desk, row.to_desk] += 1
    for row in known.list_programme_steps("housing.watch_over_ended", period=period):
        if to_desk := read_details(row).get("to_desk"):
            edges["community_residence", to_desk] += 1
    for row in known.list_programme_steps("employment.employer_won", period=period):
        brought = read_details(row)
        if brought["introduced_by_kind"] in DESKS:
            edges[brought["introduced_by"], "free_job_placement"] += 1
    ordered = sorted(edges.items(), key=lambda item: (-item[1], item[0]))
    return {"edges": [{"from": a, "to": b, "n": n} for (a, b), n in ordered]}
