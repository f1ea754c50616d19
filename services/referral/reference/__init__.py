"""The desks this platform starts with: departments, programmes, partners (`desks.csv`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tsunagu.domain.plain_text import normalise_key


@dataclass(frozen=True)
class ListedDesk:
    """One row of the directory; `lead_desk` hears of what this desk lets pass."""

    code: str
    kind: str
    ja: str
    en: str
    lead_desk: str


@cache
def load_desks() -> dict[str, ListedDesk]:
    """Code → desk."""
    with (Path(__file__).parent / "desks.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: ListedDesk(**row) for row in csv.DictReader(file)}


@cache
def load_codes_by_name() -> dict[str, str]:
    """Japanese name, in the form of keys → code: past records often say who it was in words."""
    return {normalise_key(desk.ja): code for code, desk in load_desks().items()}
