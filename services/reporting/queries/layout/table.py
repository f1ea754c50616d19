"""A report's table before anybody renders it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from services.reporting.reference import names


@dataclass(frozen=True)
class Sheet:
    """One table: the first column names the row."""

    columns: list[str]
    rows: list[list[Any]] = field(default_factory=list)
    title: str = ""


class Ratio(float):
    """A share, shown with three decimals."""


def cell(key: str, value: Any) -> Any:
    """The figure under that key, as a share where it is one."""
    return Ratio(value) if value is not None and key.endswith(("_ratio", "_rate")) else value


def named(code: str) -> str:
    """A code with its names, where it has any; else in words of its own."""
    ja, en = names().get(code, (code.replace("_", " "), ""))
    return f"{ja} / {en}" if en else ja
