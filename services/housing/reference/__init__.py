"""The rule tables and the practice that this service decides by: data in `rules/`, not code.

`rules/<city>/<first day>.json`: the housing security benefit, city by city; the
newest table that had begun on a day rules that day. `rules/practice.json`: how
long a stay may be and how often a watch-over visits; a city's own
`rules/<city>/practice.json` goes before it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from services.housing.domain import rule_tables as r
from services.housing.domain.refusals.shared import NO_RULES
from tsunagu.domain.json_object import JsonObject

FOLDER = Path(__file__).parent / "rules"


@dataclass(frozen=True)
class Practice:
    """Months of a stay and of a watch-over, days of warning, intervals and grace of visits."""

    stay_months: int
    stay_at_most: int
    warn_days: int
    watch_months: int
    every_days: tuple[int, ...]
    grace_days: int
    escalate_days: int


@cache
def load_tables(city: str) -> tuple[r.RuleTable, ...]:
    """Every table of a city, the oldest first."""
    files = sorted((FOLDER / city).glob("????-??-??.json"))
    return tuple(read_table(json.loads(file.read_text(encoding="utf-8"))) for file in files)


def find_rules(city: str, day: date) -> r.RuleTable:
    """The table in force in the city on that day."""
    begun = [table for table in load_tables(city) if table.valid_from <= day]
    if not begun:
        raise NO_RULES(city=city, day=day)
    return begun[-1]


def find_version(city: str, name: str) -> r.RuleTable:
    """The table a decision named."""
    for table in load_tables(city):
        if table.version == name:
            return table
    raise NO_RULES(city=city, day=name)


@cache
def load_practice(city: str) -> Practice:
    own = FOLDER / city / "practice.json"
    read = json.loads((own if own.exists() else FOLDER / "practice.json").read_text("utf-8"))
    shelter, watch = read["shelter"], read["watch_over"]
    return Practice(
        stay_months=shelter["months"],
        stay_at_most=shelter["at_most"],
        warn_days=shelter["warn_days"],
        watch_months=watch["months"],
        every_days=tuple(watch["every_days"]),
        grace_days=watch["grace_days"],
        escalate_days=watch["escalate_days"],
    )


def read_table(read: JsonObject) -> r.RuleTable:
    """A table as its file has it; a confidence that is none of ours is a fault of the file."""
    moving = read["moving"]
    return r.RuleTable(
        version=read["version"],
        city=read["city"],
        valid_from=date.fromisoformat(read["valid_from"]),
        source=tuple(read["source"]),
        base=_read_amounts(read["base"]),
        rent_cap=_read_amounts(read["rent_cap"]),
        assets=r.Assets(**_read_values(read["assets"])),
        causes=tuple(read["causes"]),
        loss=r.Loss(**_read_values(read["loss"])),
        hindered=r.Hindered(**_read_values(read["hindered"])),
        age_below=read["age_below"],
        period=r.Period(**_read_values(read["period"])),
        again=r.Again(**_read_values(read["again"])),
        amount_confidence=_read_values(read["amount"])["confidence"],
        rounding=r.Rounding(**_read_values(read["rounding"])),
        duties=read["duties"]["per_month"],
        duties_confidence=_read_values(read["duties"])["confidence"],
        moving=r.Moving(**_read_values(moving)) if moving else None,
    )


def _read_amounts(read: JsonObject) -> dict[int, r.Yen]:
    return {int(size): r.Yen(**_read_values(amount)) for size, amount in read.items()}


def _read_values(read: JsonObject) -> JsonObject:
    """The values without the mark for human readers, which the confidence must bear out."""
    confidence = read["confidence"]
    if confidence not in r.CONFIDENCES:
        raise ValueError(f"a rule table says {confidence!r}; it must be one of {r.CONFIDENCES}")
    if read.get("unverified", False) != (confidence != r.OFFICIAL):
        raise ValueError(f"a rule table's mark does not fit its confidence {confidence}")
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in read.items()
        if name != "unverified"
    }
