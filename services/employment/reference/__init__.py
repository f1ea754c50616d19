"""Lists a city fills for itself: codes with their names, minutes between areas, minimum wages.

`codes.csv`, `travel.csv`, `minimum_wage.csv`. Each is read once. Where no way
between two areas is listed nothing is guessed: the sentence says to ask.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from services.employment.domain.vocabulary import RUNGS

FOLDER = Path(__file__).parent
WITHIN_AREA_MINUTES = 10


@dataclass(frozen=True)
class Code:
    """One code of one list. `group`: occupations of a kind; what a limit is about."""

    kind: str
    code: str
    group: str
    ja: str
    en: str


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def lists() -> dict[str, dict[str, Code]]:
    """List → code → the code with its names."""
    found: dict[str, dict[str, Code]] = {}
    for row in _rows("codes.csv"):
        found.setdefault(row["kind"], {})[row["code"]] = Code(**row)
    return found


def listed(kind: str) -> dict[str, Code]:
    return lists()[kind]


def ja(kind: str, code: str | None) -> str:
    """The Japanese name; a code that is not listed (yet) stands for itself."""
    known = listed(kind).get(str(code))
    return known.ja if known else code or ""


def en(kind: str, code: str | None) -> str:
    known = listed(kind).get(str(code))
    return known.en if known else code or ""


def rung_ja(rung: int) -> str:
    return f"{rung} {ja('rung', RUNGS[rung])}"


# -- languages: "ja_everyday" is a language and how well it is spoken ------------------------------


@cache
def spoken(code: str) -> tuple[str, int]:
    """The language of such a code, and the level as a number: more is better."""
    language, _, level = code.partition("_")
    return language, int(listed("level")[level].group)


@cache
def language_codes() -> frozenset[str]:
    return frozenset(
        f"{language}_{level}" for language in listed("language") for level in listed("level")
    )


# -- ways and wages -------------------------------------------------------------------------------


@cache
def _travel() -> dict[tuple[str, str], int]:
    ways: dict[tuple[str, str], int] = {}
    for row in _rows("travel.csv"):
        minutes = int(row["minutes"])
        ways[row["from"], row["to"]] = ways[row["to"], row["from"]] = minutes
    return ways


def minutes_between(one: str, other: str) -> int | None:
    """Minutes from area to area; None where the table does not say."""
    return WITHIN_AREA_MINUTES if one == other else _travel().get((one, other))


@cache
def _wages() -> list[tuple[date, int]]:
    rows = _rows("minimum_wage.csv")
    return sorted((date.fromisoformat(r["from"]), int(r["yen_an_hour"])) for r in rows)


def minimum_wage(on: date) -> int | None:
    """Yen an hour in the prefecture on that day; None before the table begins."""
    return next((yen for first, yen in reversed(_wages()) if first <= on), None)
