"""The food bank: visits and parcels, and how many who came for food later come to consultation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Any

from services.reporting.queries.rows_as_of import Period, RowsAsOf, compute_ratio, read_details
from tsunagu.domain.json_object import JsonObject

ASKED = ("invitation_offered", "invitation_answered", "invitation_agreed", "invitation_withdrawn")


def count_foodbank(known: RowsAsOf, period: Period) -> JsonObject:
    """`people_fed` counts heads of households, visit by visit: who they are nobody asks."""
    visits = _list_steps(known, period, "visit_recorded")
    parcels = _list_parcels(known, period)
    return {
        "visits": len(visits),
        "anonymous_visits": sum("visitor_id" not in d for _, d in visits),
        "no_food_today": sum(d["no_food_today"] for _, d in visits),
        "parcels": len(parcels),
        "people_fed": sum(d["household_size"] for d in parcels),
        "kg_given": _to_kg(d["grams"] for d in parcels),
        "kg_collected": _weigh_collected(known, period),
        "food_drives": len(_list_steps(known, period, "drive_held")),
        "kg_discarded": _to_kg(
            d["grams"] for _, d in _list_steps(known, period, "stock_discarded")
        ),
        "aide_contacts": len(_list_steps(known, period, "aide_contact")),
        "invitations": _count_invitations(known, period),
        **_count_conversions(known, period, visits),
    }


def _list_steps(known: RowsAsOf, period: Period | None, type: str) -> list[tuple[Any, JsonObject]]:
    rows = known.list_programme_steps(f"foodbank.{type}", period=period)
    return [(row, read_details(row)) for row in rows]


def _to_kg(grams: Iterable[int]) -> float:
    return round(sum(grams) / 1000, 1)


def _list_parcels(known: RowsAsOf, period: Period) -> list[JsonObject]:
    back = {row.subject for row, _ in _list_steps(known, None, "parcel_taken_back")}
    return [d for row, d in _list_steps(known, period, "parcel_given") if row.subject not in back]


def _weigh_collected(known: RowsAsOf, period: Period) -> float:
    """A drive that was weighed again counts with its newest weight."""
    weights = {row.subject: d["grams"] for row, d in _list_steps(known, period, "drive_held")}
    for row, d in _list_steps(known, None, "drive_reweighed"):
        if row.subject in weights:
            weights[row.subject] = d["grams"]
    return _to_kg(weights.values())


def _count_invitations(known: RowsAsOf, period: Period) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for type in ASKED:
        for _, d in _list_steps(known, period, type):
            counts[d.get("answer") or type.removeprefix("invitation_")] += 1
    return {
        name: counts[name] for name in ("offered", "thinking", "agreed", "declined", "withdrawn")
    }


def _count_conversions(known: RowsAsOf, period: Period, visits: list[Any]) -> JsonObject:
    """How many who were at the food bank before have come to consultation in the period.

    People, not cards: somebody with two cards is told of twice. A later correction of the same
    card and consultation wins, also one that says that it does not count.
    """
    corrected = {
        (d["visitor_id"], row.subject): d.get("days")
        for row, d in _list_steps(known, None, "visitor_came_corrected")
    }
    came: dict[str, JsonObject] = {}
    for row, d in _list_steps(known, period, "visitor_came"):
        days = corrected.get((d["visitor_id"], row.subject), d["days"])
        if days is not None:
            came.setdefault(row.person_id, d | {"days": days})
    visitors = {d["visitor_id"] for _, d in visits if "visitor_id" in d}
    of_visitors = {d["visitor_id"] for d in came.values()} & visitors
    days_taken = [d["days"] for d in came.values()]
    return {
        "known_visitors": len(visitors),
        "came_to_consultation": len(came),
        "came_ratio": compute_ratio(len(of_visitors), len(visitors)),
        "came_by_themselves": sum(d["by_themselves"] for d in came.values()),
        "came_after_declining": sum(d.get("invitation") == "declined" for d in came.values()),
        "median_days_to_consultation": median(days_taken) if days_taken else None,
    }
