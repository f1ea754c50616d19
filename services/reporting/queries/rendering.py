"""A report as people read it: a table in the terminal, CSV, or an Excel workbook.

All three show the same sheets, laid out by `layout`. Texts that a spreadsheet
would take for a formula are written as text.
"""

from __future__ import annotations

import base64
import csv
import io
from typing import Any

from rich.console import Console
from rich.table import Table

from services.reporting.domain.limits import MOST_PRINTED_ROWS
from services.reporting.domain.refusals import TABLE_TOO_LONG
from services.reporting.queries.catalogue import Report
from services.reporting.queries.layout.core import lay_out
from services.reporting.queries.layout.table import PrintedSheet, Ratio, print_sheet
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text
from tsunagu.process.concurrency import run_in_thread

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_OF = Text("{day} 時点", "as of {day}")
NOTHING = Text("この期間の記録はありません", "nothing on record in this period")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_report(report: Report, data: JsonObject, kind: str) -> JsonObject:
    """The data itself for json, else a text or a file with its media type."""
    if kind == "json":
        return data
    return run_in_thread(_render_sheets, report, data, kind)


def _render_sheets(report: Report, data: JsonObject, kind: str) -> JsonObject:
    """In a thread of its own: laying out thousands of rows lets the service go on answering."""
    sheets = [print_sheet(sheet) for sheet in lay_out(report.name, data)]
    if kind == "csv":
        return {"text": _write_csv(sheets), "type": "text/csv; charset=utf-8"}
    if kind == "xlsx":
        book = base64.b64encode(_write_xlsx(_write_title(report, data), sheets)).decode()
        return {"base64": book, "name": f"{report.name}.xlsx", "type": XLSX}
    rows = sum(len(sheet.rows) for sheet in sheets)
    if rows > MOST_PRINTED_ROWS:
        raise TABLE_TOO_LONG(rows=rows, most=MOST_PRINTED_ROWS)
    return {
        "text": _write_text(_write_title(report, data), sheets),
        "type": "text/plain; charset=utf-8",
    }


def _write_title(report: Report, data: JsonObject) -> str:
    title = f"{report.title}  {data['from']} – {data['to']}"
    if data["as_of"]:
        title += f"（{AS_OF.fill(day=data['as_of'])}）"
    return title


def _write_text(title: str, sheets: list[PrintedSheet]) -> str:
    console = Console(file=io.StringIO(), width=110, highlight=False)
    console.print(title, markup=False)
    for sheet in sheets:
        table = Table(title=sheet.title or None, title_justify="left")
        for number, column in enumerate(sheet.columns):
            is_text = number == 0 or any(isinstance(row[number], str) for row in sheet.rows)
            table.add_column(column, justify="left" if is_text else "right", overflow="fold")
        for row in sheet.rows:
            table.add_row(*(_show_cell(cell) for cell in row))
        console.print(table)
        if not sheet.rows:
            console.print(str(NOTHING))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


def _show_cell(cell: Any) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, bool):
        return "✓" if cell else ""
    if isinstance(cell, Ratio):
        return f"{cell:.3f}"
    return str(cell)


def _write_csv(sheets: list[PrintedSheet]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        writer.writerow(sheet.columns)
        writer.writerows([_escape_formula(cell) for cell in row] for row in sheet.rows)
    return out.getvalue()


def _escape_formula(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell


def _write_xlsx(title: str, sheets: list[PrintedSheet]) -> bytes:
    import xlsxwriter  # only for whoever wants a workbook

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        ratio = book.add_format({"num_format": "0.000"})
        heading = book.add_format({"bold": True, "font_size": 13})
        for number, sheet in enumerate(sheets, start=1):
            page = book.add_worksheet(f"{number}")
            page.write_string(0, 0, f"{title} {sheet.title}".strip(), heading)
            page.write_row(2, 0, sheet.columns, bold)
            for offset, row in enumerate(sheet.rows, start=3):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(offset, column, cell)
                    elif cell is not None:
                        page.write(offset, column, cell, ratio if isinstance(cell, Ratio) else None)
            page.set_column(0, 0, 44)
            page.set_column(1, max(1, len(sheet.columns) - 1), 18)
            page.freeze_panes(3, 1)
            page.fit_to_pages(1, 0)
    return file.getvalue()
