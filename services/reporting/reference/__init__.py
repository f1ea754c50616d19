"""Dated tables that reports look up: population, which programme answers which issue, names."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from tsunagu.domain.text import Text

FOLDER = Path(__file__).parent


def _read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _read_populations(city: str) -> list[tuple[str, int]]:
    return sorted(
        (row["from"][:7], int(row["persons"]))
        for row in _read_rows("population.csv")
        if row["city"] == city
    )


def find_population(city: str, month: str) -> int | None:
    """People living in the city in a month ("2018-04").

    By the newest figure that was out by then; months before the first figure take the first.
    None for a city whose population is not in `population.csv`.
    """
    all_known = _read_populations(city)
    by_then = [persons for since, persons in all_known if since <= month]
    return by_then[-1] if by_then else all_known[0][1] if all_known else None


@cache
def _read_answers() -> dict[str, frozenset[str]]:
    return {
        row["code"]: frozenset(row["issues_it_answers"].split(";")) - {""}
        for row in _read_rows("programmes.csv")
    }


def find_answered_issues(programme: str) -> frozenset[str]:
    """The issues a programme answers; none for a desk that is no programme."""
    return _read_answers().get(programme, frozenset())


@cache
def read_names() -> dict[str, Text]:
    """Code of a desk or issue → its Japanese and English name."""
    rows = _read_rows("desks.csv") + _read_rows("issues.csv")
    return {row["code"]: Text(row["ja"], row["en"]) for row in rows}
