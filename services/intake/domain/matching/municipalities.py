"""Prefectures, municipalities and wards at the beginning of an address.

Neighbours leave them out, so one that is not written says nothing; two that are
written, and are not the same, are two places: 釧路町 is not 釧路市.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from services.intake.domain.matching.characters import fold

MUNICIPALITIES = Path(__file__).parent / "municipalities.csv"

Municipality = tuple[str, str, str]  # prefecture, city or town or village, ward; empty: not said
UNSAID: Municipality = ("", "", "")

_LONGEST = 12


@dataclass(slots=True)
class _Gazetteer:
    """Names as `fold` has them. `alone`: those that no town within a city is called."""

    prefectures: set[str] = field(default_factory=set)
    alone: dict[str, tuple[str, str]] = field(default_factory=dict)  # written → city, ward
    towns: set[tuple[str, str]] = field(default_factory=set)  # prefecture, 町 or 村


def split_municipality(text: str) -> tuple[Municipality, str]:
    """The municipality that a folded text begins with, and the rest of it."""
    prefecture = next((text[:n] for n in (3, 4) if text[:n] in _gazetteer().prefectures), "")
    rest = text[len(prefecture) :].lstrip()
    city, ward, end = _find_city(rest, prefecture)
    rest = rest[end:].lstrip()
    if city and not ward:
        known, end = _find_ward(rest)
        if f"{city}{known}" in _gazetteer().alone:
            ward, rest = known, rest[end:].lstrip()
    return (prefecture, city, ward), rest


def are_apart(one: Municipality, other: Municipality) -> bool:
    """Whether both say where they are, and it is not the same."""
    return any(a and b and a != b for a, b in zip(one, other, strict=True))


def _find_city(text: str, prefecture: str) -> tuple[str, str, int]:
    """City, ward and where they end. A bare 町 or 村 may be a town of any city: see `towns`."""
    known = _gazetteer()
    for end in range(min(_LONGEST, len(text)), 1, -1):
        name = text[:end]
        if name in known.alone:
            return *known.alone[name], end
        if (prefecture, name) in known.towns and text[end : end + 1].isalpha():
            return name, "", end
    return "", "", 0


def _find_ward(text: str) -> tuple[str, int]:
    end = text.find("区", 0, 6) + 1
    return text[:end], end


@cache
def _gazetteer() -> _Gazetteer:
    known = _Gazetteer()
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            prefecture, county, city, ward = (
                fold(row[name]) for name in ("prefecture", "county", "city", "ward")
            )
            known.prefectures.add(prefecture)
            if ward:
                known.alone |= {f"{city}{ward}": (city, ward), ward: ("", ward)}
            elif city.endswith("市"):
                known.alone[city] = (city, "")
            else:
                known.alone |= {f"{county}{city}": (city, "")} if county else {}
                known.towns.add((prefecture, city))
    return known
