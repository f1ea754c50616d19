"""The consultation table: consultations seen from public assistance and self-reliance support.

Every figure counts distinct people in one fiscal year. Source of the shape and
of the identities: `data/consultation_statistics.json` (Zama City, FY2014–2017).
"""

from __future__ import annotations

from datetime import date

from services.reporting.queries.rows_as_of import (
    APPLICATION,
    CONSULTATION,
    FOUND_WORK,
    INTERVIEW,
    Period,
    RowsAsOf,
    compute_ratio,
)
from tsunagu.domain.calendar import era_name
from tsunagu.domain.json_object import JsonObject

LIVELIHOOD = "livelihood"
# The Act on self-reliance support took effect on 2015-04-01: before it there is nothing to link.
FIRST_YEAR = 2015


def count_consultation_table(known: RowsAsOf, year: int) -> JsonObject:
    """One fiscal year's column of the table."""
    period = Period.of_fiscal_year(year)
    interviewed = known.find_persons(INTERVIEW, period=period)
    applied = known.find_persons(APPLICATION, period=period)
    new = {row.person_id for row in known.list_openings(period)}
    not_applied = interviewed - applied
    linked = new & not_applied & find_persons_from(known, period)
    elsewhere = new - linked
    linked_back = find_persons_linked_to_public_assistance(known, period)
    public = {
        "interviews": len(interviewed),
        "applications": len(applied),
        "not_applied": len(not_applied),
        "not_applied_ratio": compute_ratio(len(not_applied), len(interviewed)),
        "linked_to_self_reliance": len(linked),
        "linked_to_self_reliance_ratio": compute_ratio(len(linked), len(not_applied)),
    }
    support = {
        "new": len(new),
        "received_elsewhere": len(elsewhere),
        "linked_to_public_assistance": len(linked_back),
        "linked_to_public_assistance_ratio": compute_ratio(len(linked_back), len(applied)),
        "found_work": len(known.find_persons(*FOUND_WORK, period=period)),
    }
    if year < FIRST_YEAR:
        public |= dict.fromkeys(
            (
                "not_applied_ratio",
                "linked_to_self_reliance",
                "linked_to_self_reliance_ratio",
            )
        )
        support = dict.fromkeys(support)
    return {
        "fiscal_year": year,
        "era": era_name(year),
        "total_persons": len(interviewed | applied | new),
        "public_assistance": public,
        "self_reliance": support,
    }


def find_persons_from(known: RowsAsOf, period: Period, desk: str = LIVELIHOOD) -> set[str]:
    """Persons whose consultation of the period that desk brought."""
    return {
        row.person_id
        for row in known.list_records(CONSULTATION, period=period)
        if row.from_desk == desk
    }


def find_persons_linked_to_public_assistance(known: RowsAsOf, period: Period) -> set[str]:
    """Persons who consulted from elsewhere, were referred to livelihood, and then applied."""
    consulted = {row.person_id for row in known.list_records(CONSULTATION, period=period)}
    elsewhere = consulted - find_persons_from(known, period)
    referred: dict[str, date] = {}
    for row in known.list_sheets(period):
        if row.to_desk == LIVELIHOOD:
            referred[row.person_id] = min(row.on, referred.get(row.person_id, row.on))
    return {
        row.person_id
        for row in known.list_records(APPLICATION, period=period)
        if row.person_id in elsewhere and row.on >= referred.get(row.person_id, date.max)
    }
