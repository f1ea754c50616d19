"""The lists this service checks codes against: desks, programmes and issues are data, not code."""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from services.intake.domain.matching.placeholders import (
    Entry,
    Placeholders,
    compile_placeholders,
)
from tsunagu.domain.codes import is_code

FOLDER = Path(__file__).parent


def _codes(name: str) -> frozenset[str]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))


@cache
def desks() -> frozenset[str]:
    """Codes of every desk that can own a next step: departments, programmes, partners."""
    return _codes("desks.csv")


@cache
def desk_named() -> dict[str, str]:
    """Japanese name → code: past records often say who it was in words."""
    with (FOLDER / "desks.csv").open(encoding="utf-8", newline="") as file:
        return {row["ja"]: row["code"] for row in csv.DictReader(file)}


@cache
def programmes() -> frozenset[str]:
    with (FOLDER / "desks.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file) if row["kind"] == "programme")


@cache
def issues() -> frozenset[str]:
    """Codes of the issues of the national intake form, and the source's ten."""
    return _codes("issues.csv")


def issue_list() -> list[dict[str, str]]:
    """`{"code", "ja", "en"}` of every issue, in the order of the form."""
    with (FOLDER / "issues.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Kind(NamedTuple):
    """What a department may notice. `urgent_hours`: its clock, if it is urgent by itself."""

    code: str
    ja: str
    en: str
    urgent_hours: int | None
    desk: str


@cache
def kinds() -> dict[str, Kind]:
    """Code → kind of signal; a department may send codes of its own beside these."""
    with (FOLDER / "kinds.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Kind(
                row["code"],
                row["ja"],
                row["en"],
                int(row["urgent_hours"]) if row["urgent_hours"] else None,
                row["desk"],
            )
            for row in csv.DictReader(file)
        }


@cache
def placeholders_version() -> str:
    """Another one for another list."""
    return hashlib.sha256((FOLDER / "placeholders.csv").read_bytes()).hexdigest()


@cache
def placeholders() -> Placeholders:
    """What is written where a name, a date, an address or a telephone is not known."""
    with (FOLDER / "placeholders.csv").open(encoding="utf-8", newline="") as file:
        return compile_placeholders(
            Entry(row["field"], row["part"], row["text"]) for row in csv.DictReader(file)
        )


def code_or_other(text: str | None) -> str | None:
    """A code as it is; words become `other`, since free text never leaves the service."""
    if text is None:
        return None
    return text if is_code(text) else "other"
