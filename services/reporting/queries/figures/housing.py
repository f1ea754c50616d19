"""Housing: benefits and why they were refused, nights in the shelter, flats, and watching over."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Any

from services.reporting.queries.figures.ledger import Ledger, Period, detail_of, ratio
from tsunagu.domain.json_object import JsonObject


def housing(ledger: Ledger, period: Period) -> JsonObject:
    """Households are counted by their benefit; amounts are yen."""
    return {
        "benefit": _benefit(ledger, period),
        "moving_costs": _moving(ledger, period),
        "shelter": _shelter(ledger, period),
        "flats": _flats(ledger, period),
        "watch_over": _watch(ledger, period),
    }


def _of(ledger: Ledger, period: Period, *types: str) -> list[tuple[Any, JsonObject]]:
    rows = ledger.programme(*(f"housing.{type}" for type in types), period=period)
    return [(row, detail_of(row)) for row in rows]


def _counted(codes: Any) -> dict[str, int]:
    return dict(sorted(Counter(codes).items(), key=lambda item: (-item[1], item[0])))


def _benefit(ledger: Ledger, period: Period) -> JsonObject:
    decided = _of(ledger, period, "benefit_decided")
    granted = [row for row, d in decided if d["granted"]]
    # A payment that the bank sent back was not paid; the next attempt is a payment of its own.
    paid = Counter((row.subject, d["month"]) for row, d in _of(ledger, period, "benefit_paid"))
    paid -= Counter(
        (row.subject, d["month"]) for row, d in _of(ledger, period, "benefit_payment_returned")
    )
    amounts = {
        (row.subject, d["month"]): d["amount"] for row, d in _of(ledger, period, "benefit_paid")
    }
    refused = [d for _, d in decided if not d["granted"]]
    return {
        "applied": len(_of(ledger, period, "benefit_applied")),
        "granted": len(granted),
        "refused": len(refused),
        "granted_ratio": ratio(len(granted), len(decided)),
        "why_refused": _counted(reason for d in refused for reason in d["reasons"]),
        "months_paid": sum(paid.values()),
        "yen_paid": sum(amounts[key] for key in paid),
        "extended": len(_of(ledger, period, "benefit_extended")),
        "resumed": len(_of(ledger, period, "benefit_resumed")),
        "stopped": _counted(d["reason"] for _, d in _of(ledger, period, "benefit_stopped")),
        "ended": _counted(d["reason"] for _, d in _of(ledger, period, "benefit_ended")),
    }


def _moving(ledger: Ledger, period: Period) -> JsonObject:
    decided = _of(ledger, period, "moving_costs_decided")
    return {
        "applied": len(_of(ledger, period, "moving_costs_applied")),
        "granted": sum(d["granted"] for _, d in decided),
        "yen_paid": sum(d["amount"] for _, d in _of(ledger, period, "moving_costs_paid")),
    }


def _shelter(ledger: Ledger, period: Period) -> JsonObject:
    ended = _of(ledger, period, "stay_ended")
    nights = [d["nights"] for _, d in ended]
    return {
        "places": _places(ledger, period),
        "stays": len(_of(ledger, period, "stay_begun")),
        "ended": len(ended),
        "nights": sum(nights),
        "median_nights": median(nights) if nights else None,
        "why_ended": _counted(d["reason"] for _, d in ended),
        "next_place": _counted(d["next_place"] for _, d in ended),
    }


def _places(ledger: Ledger, period: Period) -> int:
    """The places of all shelters at the end of the period."""
    newest: dict[str, int] = {}
    for row in ledger.programme("housing.shelter_capacity_set"):
        if row.on <= period.last:
            newest[row.subject] = detail_of(row)["capacity"]
    return sum(newest.values())


def _flats(ledger: Ledger, period: Period) -> JsonObject:
    moved = _of(ledger, period, "moved_in")
    begun = {row.subject: row.on for row in ledger.programme("housing.flat_search_begun")}
    days = [(row.on - begun[row.subject]).days for row, _ in moved if row.subject in begun]
    refusals = _of(ledger, period, "landlord_refused")
    return {
        "searches": len(_of(ledger, period, "flat_search_begun")),
        "moved_in": len({row.person_id for row, _ in moved}),
        "median_days_to_move_in": median(days) if days else None,
        "landlords_won": len(_of(ledger, period, "landlord_won")),
        "refused_by_landlords": len(refusals),
        "why_landlords_refused": _counted(d["reason"] for _, d in refusals),
    }


def _watch(ledger: Ledger, period: Period) -> JsonObject:
    made = _of(ledger, period, "visit_made")
    return {
        "begun": len(_of(ledger, period, "watch_over_begun")),
        "visits": len(made),
        "met": sum(d["met"] for _, d in made),
        "missed": len(_of(ledger, period, "visit_missed")),
        "ended": _counted(d["reason"] for _, d in _of(ledger, period, "watch_over_ended")),
    }
