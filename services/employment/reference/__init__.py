"""Lists a city fills for itself: codes with their names, minutes between areas, minimum wages.

`codes.csv`, `travel.csv`, `minimum_wage.csv`. Each is read once. Where no way
between two areas is listed nothing is guessed: the sentence says to ask.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from services.employment.domain.vocabulary import RUNGS
from tsunagu.domain.text import Text

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


def _read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def load_lists() -> dict[str, dict[str, Code]]:
    """List → code → the code with its names."""
    lists: dict[str, dict[str, Code]] = {}
    for row in _read_rows("codes.csv"):
        lists.setdefault(row["kind"], {})[row["code"]] = Code(**row)
    return lists


def load_list(kind: str) -> dict[str, Code]:
    return load_lists()[kind]


def name_code(kind: str, code: str | None) -> Text:
    """The name of a code; one that is not listed (yet) stands for itself."""
    listed = load_list(kind).get(str(code))
    return Text(listed.ja, listed.en) if listed else Text(code or "", code or "")


def name_codes(kind: str, codes: Iterable[str]) -> Text:
    """The codes' names, in the order of the list."""
    wanted = set(codes)
    listed = [code for code in load_list(kind).values() if code.code in wanted]
    return Text("・".join(code.ja for code in listed), ", ".join(code.en for code in listed))


def name_rung(rung: int) -> str:
    """The rung's number and its Japanese name."""
    return f"{rung} {name_code('rung', RUNGS[rung]).ja}"


# -- languages: "ja_everyday" is a language and how well it is spoken ------------------------------


@cache
def parse_language(code: str) -> tuple[str, int]:
    """The language of such a code, and the level as a number: more is better."""
    language, _, level = code.partition("_")
    return language, int(load_list("level")[level].group)


@cache
def load_language_codes() -> frozenset[str]:
    return frozenset(
        f"{language}_{level}" for language in load_list("language") for level in load_list("level")
    )


# -- ways and wages -------------------------------------------------------------------------------


@cache
def _load_travel() -> dict[tuple[str, str], int]:
    ways: dict[tuple[str, str], int] = {}
    for row in _read_rows("travel.csv"):
        minutes = int(row["minutes"])
        ways[row["from"], row["to"]] = ways[row["to"], row["from"]] = minutes
    return ways


def find_minutes(one: str, other: str) -> int | None:
    """Minutes from area to area; None where the table does not say."""
    return WITHIN_AREA_MINUTES if one == other else _load_travel().get((one, other))


@cache
def _load_wages() -> list[tuple[date, int]]:
    rows = _read_rows("minimum_wage.csv")
    return sorted((date.fromisoformat(r["from"]), int(r["yen_an_hour"])) for r in rows)


def find_minimum_wage(on: date) -> int | None:
    """Yen an hour in the prefecture on that day; None before the table begins."""
    return next((yen for first, yen in reversed(_load_wages()) if first <= on), None)
