"""The food bank's lists, which are data: items, contents, diets, the first ration, small codes.

The eight allergens of kind `mandatory` must stand on a label (食品表示基準 別表第十四); for the
twenty `recommended` ones the label need not speak. Diets are a start for asking, no judgement.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.foodbank.domain.household import ALL, MANDATORY, UNREAD, Eaters, Household
from services.foodbank.domain.packing import Ration
from services.foodbank.domain.refusals import ALLERGIES_NOT_ASKED
from tsunagu.domain.text import Text


@dataclass(frozen=True)
class Named:
    """A code with its names. `kind`: of contents: mandatory, recommended or ingredient."""

    code: str
    ja: str
    en: str
    kind: str = ""

    @property
    def name(self) -> Text:
        return Text(self.ja, self.en)


@dataclass(frozen=True)
class Item:
    code: str
    category: str
    needs_cooking: bool
    ja: str
    en: str

    @property
    def name(self) -> Text:
        return Text(self.ja, self.en)


@dataclass(frozen=True)
class Diet:
    code: str
    ja: str
    en: str
    avoids: frozenset[str]


def _read_rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def contents() -> dict[str, Named]:
    return {row["code"]: Named(**row) for row in _read_rows("contents.csv")}


@cache
def diets() -> dict[str, Diet]:
    return {
        row["code"]: Diet(row["code"], row["ja"], row["en"], frozenset(row["avoids"].split(";")))
        for row in _read_rows("diets.csv")
    }


@cache
def items() -> dict[str, Item]:
    return {
        row["code"]: Item(**row | {"needs_cooking": row["needs_cooking"] == "yes"})  # type: ignore[arg-type]
        for row in _read_rows("items.csv")
    }


@cache
def categories() -> dict[str, Named]:
    return {
        row["category"]: Named(row["category"], row["ja"], row["en"])
        for row in _read_rows("ration.csv")
    }


@cache
def first_rations() -> dict[str, Ration]:
    """The ration table of the first start."""
    return {
        row["category"]: Ration(
            whom=row["whom"],
            grams_per_day=int(row["grams_per_day"]),
            child_percent=int(row["child_percent"]),
        )
        for row in _read_rows("ration.csv")
    }


@cache
def codes(name: str) -> dict[str, Named]:
    """One of the small lists: source, contact_kind, opened_up, discard_reason, ..."""
    rows = [row for row in _read_rows("codes.csv") if row["list"] == name]
    return {row["code"]: Named(row["code"], row["ja"], row["en"]) for row in rows}


@cache
def lists() -> dict[str, list[Named | Item | Diet]]:
    """Every list by its name, for the screens."""
    names = sorted({row["list"] for row in _read_rows("codes.csv")})
    small: dict[str, list[Named | Item | Diet]] = {n: list(codes(n).values()) for n in names}
    return small | {
        "contents": list(contents().values()),
        "diet": list(diets().values()),
        "item": list(items().values()),
        "category": list(categories().values()),
    }


def eaters_of(household: Household, *others: Household) -> Eaters:
    """Who eats, and everything that any of these descriptions says they avoid.

    Several descriptions (the visitor's, the visit's) are taken together: what was told once is
    kept to until the parcel is given.
    """
    all_said = [household, *others]
    if all(h.allergies is None for h in all_said):
        raise ALLERGIES_NOT_ASKED()
    avoids = frozenset(code for h in all_said for code in h.allergies or ())
    avoids |= {code for h in all_said for diet in h.diets or () for code in diets()[diet].avoids}
    return Eaters(
        adults=household.size - household.children - household.infants,
        children=household.children,
        infants=household.infants,
        cannot_cook=household.cannot_cook,
        avoids=avoids,
        label=_label_for(avoids),
    )


def _label_for(avoids: Iterable[str]) -> str:
    """How far a label must have been read to know that none of these is in the food."""
    kinds = {contents()[code].kind for code in avoids}
    if not kinds:
        return UNREAD
    return MANDATORY if kinds == {MANDATORY} else ALL
