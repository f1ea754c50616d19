"""The Excel workbook of a ledger, to read, filter and print: A3 across, its head on every page.

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
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tsunagu.domain.text import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ERA = "[$-411]ge.m.d"  # R8.11.24: short, as ledgers have it
_NARROWEST, _WIDEST, _OF_A_DAY = 6, 16, 9
_BUTTON = 2  # what the filter's button takes of a heading
_A3 = 8

Cell = str | int | bool | date | None


@dataclass(frozen=True)
class Column:
    """Its heading in both languages; `at_most` so many narrow characters wide."""

    ja: str
    en: str
    at_most: int = _WIDEST


@dataclass
class Table:
    """`rows` hold texts, whole numbers, days, yes/no and nothing."""

    title: Text
    columns: Sequence[Column]
    rows: list[list[Cell]] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


class _Formats(NamedTuple):
    """How each kind of cell looks."""

    title: Format
    head: Format
    text: Format
    number: Format
    day: Format


def render_workbook(table: Table) -> bytes:
    """The table as the bytes of an .xlsx file."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        formats = _add_formats(book)
        page = book.add_worksheet(table.title.ja[:31])
        page.write_string(0, 0, str(table.title), formats.title)
        for number, column in enumerate(table.columns):
            page.write_string(2, number, f"{column.ja}\n{column.en}", formats.head)
            cells = [row[number] for row in table.rows]
            page.set_column(number, number, _find_width(column, cells))
        for line, row in enumerate(table.rows, start=3):
            for number, cell in enumerate(row):
                _write(page, line, number, cell, formats)
        for offset, note in enumerate(table.notes):
            page.write_string(len(table.rows) + 4 + offset, 0, str(note))
        _prepare_print(page, table)
    return file.getvalue()


def _add_formats(book: xlsxwriter.Workbook) -> _Formats:
    framed = {"border": 1, "valign": "top"}
    head = framed | {"bold": True, "text_wrap": True, "bg_color": "#EEEEEE"}
    return _Formats(
        title=book.add_format({"bold": True, "font_size": 13}),
        head=book.add_format(head),
        text=book.add_format(framed | {"text_wrap": True}),
        number=book.add_format(framed | {"num_format": "#,##0"}),
        day=book.add_format(framed | {"align": "left", "num_format": _ERA}),
    )


def _write(page: Worksheet, line: int, number: int, cell: Cell, formats: _Formats) -> None:
    if cell is None:
        page.write_blank(line, number, None, formats.text)
    elif isinstance(cell, bool):
        page.write_string(line, number, "○" if cell else "", formats.text)
    elif isinstance(cell, int):
        page.write_number(line, number, cell, formats.number)
    elif isinstance(cell, date):
        page.write_datetime(line, number, cell, formats.day)
    else:
        page.write_string(line, number, cell, formats.text)


def _prepare_print(page: Worksheet, table: Table) -> None:
    page.set_landscape()
    page.set_paper(_A3)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.freeze_panes(3, 2)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&L&A&R&P / &N")
    if table.rows:
        page.autofilter(2, 0, len(table.rows) + 2, len(table.columns) - 1)


def _find_width(column: Column, cells: Sequence[Cell]) -> float:
    # A heading may take two lines in each language.
    heading = max(-(-_measure(column.ja) // 2), *(_measure(word) for word in column.en.split()))
    widest = max((_OF_A_DAY if isinstance(c, date) else _measure(c) for c in cells), default=0)
    return max(heading + _BUTTON, min(widest, column.at_most) + 1, _NARROWEST)


def _measure(cell: Cell) -> int:
    """How many narrow characters wide; the widest line of a text of several."""
    lines = ("" if cell is None else f"{cell:,}" if type(cell) is int else str(cell)).split("\n")
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in s) for s in lines)
