"""A report's table before anybody renders it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from services.reporting.reference import read_names
from tsunagu.domain.text import Text

Cell = Any  # a `Text`, a figure, a day, or None where there is nothing


@dataclass(frozen=True)
class Sheet:
    """One table: the first column names the row."""

    columns: Sequence[Text | str]
    rows: list[list[Cell]] = field(default_factory=list)
    title: Text | None = None


@dataclass(frozen=True)
class PrintedSheet:
    """The same for whatever prints it: each text is one line, Japanese first."""

    columns: list[str]
    rows: list[list[Any]]
    title: str


class Ratio(float):
    """A share, shown with three decimals."""


def print_sheet(sheet: Sheet) -> PrintedSheet:
    """The sheet with its texts written out."""
    return PrintedSheet(
        [_write(column) for column in sheet.columns],
        [[_write(cell) for cell in row] for row in sheet.rows],
        _write(sheet.title or ""),
    )


def _write(cell: Cell) -> Any:
    return cell.one_line if isinstance(cell, Text) else cell


def build_cell(key: str, value: Any) -> Cell:
    """The figure under that key, as a share where it is one."""
    return Ratio(value) if value is not None and key.endswith(("_ratio", "_rate")) else value


def name_code(code: str) -> str:
    """A code with its names, where it has any; else in words of its own."""
    name = read_names().get(code)
    return str(name) if name else code.replace("_", " ")
