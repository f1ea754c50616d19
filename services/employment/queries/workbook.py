"""A table as an Excel workbook to read, filter and print: A3 across, its head on every page.

Texts are written as texts, whatever they begin with: nothing anybody typed
becomes a formula. Days carry the Japanese era; columns are as wide as what is
in them, counting a Japanese character as two, and what is longer is wrapped.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ERA = "[$-411]ge.m.d"  # R8.11.24: short, as ledgers have it
_NARROWEST, _WIDEST, _OF_A_DAY = 6, 16, 9
_BUTTON = 2  # what the filter's button takes of a heading
_A3 = 8


@dataclass(frozen=True)
class Column:
    """Its heading in both languages; `at_most` so many narrow characters wide."""

    ja: str
    en: str
    at_most: int = _WIDEST


@dataclass
class Table:
    """`rows` hold texts, whole numbers, days, yes/no and nothing."""

    title: str
    columns: Sequence[Column]
    rows: list[list[Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def workbook(table: Table) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        look = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "head": book.add_format(
                {
                    "bold": True,
                    "border": 1,
                    "text_wrap": True,
                    "valign": "top",
                    "bg_color": "#EEEEEE",
                }
            ),
            "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "number": book.add_format({"border": 1, "valign": "top", "num_format": "#,##0"}),
            "day": book.add_format(
                {"border": 1, "valign": "top", "align": "left", "num_format": _ERA}
            ),
        }
        page = book.add_worksheet(table.title.split(" ")[0][:31])
        page.write_string(0, 0, table.title, look["title"])
        for number, column in enumerate(table.columns):
            page.write_string(2, number, f"{column.ja}\n{column.en}", look["head"])
            cells = [row[number] for row in table.rows]
            page.set_column(number, number, _width(column, cells))
        for line, row in enumerate(table.rows, start=3):
            for number, cell in enumerate(row):
                _write(page, line, number, cell, look)
        for offset, note in enumerate(table.notes):
            page.write_string(len(table.rows) + 4 + offset, 0, note)
        _prepare_print(page, table)
    return file.getvalue()


def _write(page: Any, line: int, number: int, cell: Any, look: dict[str, Any]) -> None:
    if cell is None:
        page.write_blank(line, number, None, look["text"])
    elif isinstance(cell, bool):
        page.write_string(line, number, "○" if cell else "", look["text"])
    elif isinstance(cell, int):
        page.write_number(line, number, cell, look["number"])
    elif isinstance(cell, date):
        page.write_datetime(line, number, cell, look["day"])
    else:
        page.write_string(line, number, cell, look["text"])


def _prepare_print(page: Any, table: Table) -> None:
    page.set_landscape()
    page.set_paper(_A3)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.freeze_panes(3, 2)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&L&A&R&P / &N")
    if table.rows:
        page.autofilter(2, 0, len(table.rows) + 2, len(table.columns) - 1)


def _width(column: Column, cells: Sequence[Any]) -> float:
    # A heading may take two lines in each language.
    heading = max(-(-_shown(column.ja) // 2), *(_shown(word) for word in column.en.split()))
    widest = max((_OF_A_DAY if isinstance(c, date) else _shown(c) for c in cells), default=0)
    return max(heading + _BUTTON, min(widest, column.at_most) + 1, _NARROWEST)


def _shown(cell: Any) -> int:
    """How many narrow characters wide; the widest line of a text of several."""
    lines = ("" if cell is None else f"{cell:,}" if type(cell) is int else str(cell)).split("\n")
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in s) for s in lines)
