"""Housing: benefits and why they were refused, nights in the shelter, flats, and watching over."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Any

from services.reporting.queries.rows_as_of import (
    Period,
    RowsAsOf,
    compute_ratio,
    count_by_code,
    read_details,
)
from tsunagu.domain.json_object import JsonObject


def count_housing(known: RowsAsOf, period: Period) -> JsonObject:
    """Households are counted by their benefit; amounts are yen."""
    return {
        "benefit": _count_benefits(known, period),
        "moving_costs": _count_moving_costs(known, period),
        "shelter": _count_shelter(known, period),
        "flats": _count_flats(known, period),
        "watch_over": _count_watch(known, period),
    }


def _list_steps(known: RowsAsOf, period: Period, *types: str) -> list[tuple[Any, JsonObject]]:
    rows = known.list_programme_steps(*(f"housing.{type}" for type in types), period=period)
    return [(row, read_details(row)) for row in rows]


def _count_benefits(known: RowsAsOf, period: Period) -> JsonObject:
    decided = _list_steps(known, period, "benefit_decided")
    granted = [row for row, d in decided if d["granted"]]
    # A payment that the bank sent back was not paid; the next attempt is a payment of its own.
    paid = Counter(
        (row.subject, d["month"]) for row, d in _list_steps(known, period, "benefit_paid")
    )
    paid -= Counter(
        (row.subject, d["month"])
        for row, d in _list_steps(known, period, "benefit_payment_returned")
    )
    amounts = {
        (row.subject, d["month"]): d["amount"]
        for row, d in _list_steps(known, period, "benefit_paid")
    }
    refused = [d for _, d in decided if not d["granted"]]
    return {
        "applied": len(_list_steps(known, period, "benefit_applied")),
        "granted": len(granted),
        "refused": len(refused),
        "granted_ratio": compute_ratio(len(granted), len(decided)),
        "why_refused": count_by_code(reason for d in refused for reason in d["reasons"]),
        "months_paid": sum(paid.values()),
        "yen_paid": sum(amounts[key] for key in paid),
        "extended": len(_list_steps(known, period, "benefit_extended")),
        "resumed": len(_list_steps(known, period, "benefit_resumed")),
        "stopped": count_by_code(
            d["reason"] for _, d in _list_steps(known, period, "benefit_stopped")
        ),
        "ended": count_by_code(d["reason"] for _, d in _list_steps(known, period, "benefit_ended")),
    }


def _count_moving_costs(known: RowsAsOf, period: Period) -> JsonObject:
    decided = _list_steps(known, period, "moving_costs_decided")
    return {
        "applied": len(_list_steps(known, period, "moving_costs_applied")),
        "granted": sum(d["granted"] for _, d in decided),
        "yen_paid": sum(d["amount"] for _, d in _list_steps(known, period, "moving_costs_paid")),
    }


def _count_shelter(known: RowsAsOf, period: Period) -> JsonObject:
    ended = _list_steps(known, period, "stay_ended")
    nights = [d["nights"] for _, d in ended]
    return {
        "places": _count_places(known, period),
        "stays": len(_list_steps(known, period, "stay_begun")),
        "ended": len(ended),
        "nights": sum(nights),
        "median_nights": median(nights) if nights else None,
        "why_ended": count_by_code(d["reason"] for _, d in ended),
        "next_place": count_by_code(d["next_place"] for _, d in ended),
    }


def _count_places(known: RowsAsOf, period: Period) -> int:
    """The places of all shelters at the end of the period."""
    newest: dict[str, int] = {}
    for row in known.list_programme_steps("housing.shelter_capacity_set"):
        if row.on <= period.last:
            newest[row.subject] = read_details(row)["capacity"]
    return sum(newest.values())


def _count_flats(known: RowsAsOf, period: Period) -> JsonObject:
    moved = _list_steps(known, period, "moved_in")
    begun = {row.subject: row.on for row in known.list_programme_steps("housing.flat_search_begun")}
    days = [(row.on - begun[row.subject]).days for row, _ in moved if row.subject in begun]
    refusals = _list_steps(known, period, "landlord_refused")
    return {
        "searches": len(_list_steps(known, period, "flat_search_begun")),
        "moved_in": len({row.person_id for row, _ in moved}),
        "median_days_to_move_in": median(days) if days else None,
        "landlords_won": len(_list_steps(known, period, "landlord_won")),
        "refused_by_landlords": len(refusals),
        "why_landlords_refused": count_by_code(d["reason"] for _, d in refusals),
    }


def _count_watch(known: RowsAsOf, period: Period) -> JsonObject:
    made = _list_steps(known, period, "visit_made")
    return {
        "begun": len(_list_steps(known, period, "watch_over_begun")),
        "visits": len(made),
        "met": sum(d["met"] for _, d in made),
        "missed": len(_list_steps(known, period, "visit_missed")),
        "ended": count_by_code(
            d["reason"] for _, d in _list_steps(known, period, "watch_over_ended")
        ),
    }
