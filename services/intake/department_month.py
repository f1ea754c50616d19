"""What became of a department's signals in a month; no more than each basis allows is said.

A signal counts as a closed loop where the department may know that the person came.
The first one of a department makes it a partner; each further day is a repeat.
"""

from __future__ import annotations

import base64
import io
from collections import Counter
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
import xlsxwriter

from services.intake.asking_departments import as_told
from services.intake.readmodels_signals import signal_history, signal_list
from tsunagu.calendar import era_date_ja

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIGURES = {
    "received": "この月に受けた連絡 / received this month",
    "open": "いま対応中 / open now",
    "ended": "終わったもの / ended",
    "closed_loops": "この月に相談につながった / came to consultation this month",
    "first_success_on": "はじめてつながった日 / first one that came",
    "repeats": "その後につながった日数 / days on which more came since",
}
COLUMNS = ("signal_id", "kind", "noticed_on", "state", "owner_desk", "next_step", "due_on")
HEADINGS = (
    "番号 / id",
    "種類 / kind",
    "気づいた日 / noticed",
    "状態 / state",
    "担当 / owner",
    "次の一歩 / next step",
    "期限 / due",
)


def bounds(month: str) -> tuple[date, date]:
    """First and last day of "2026-11"."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_of(connection: sa.Connection, department: str, month: str, today: date) -> dict[str, Any]:
    """`{"department", "month", figures of FIGURES, "kinds": {kind: n}, "signals": [...]}`.

    `signals`: those received in the month and those still open, as the department may see them.
    """
    first, last = bounds(month)
    received = _days(connection, department, "signal_received")
    connected = _days(connection, department, "signal_connected")
    query = sa.select(signal_list).where(signal_list.c.department == department)
    rows = as_told(connection, list(connection.execute(query)), today)
    came = sorted(
        connected[row["signal_id"]]
        for row in rows
        if row["state"] == "connected" and row["signal_id"] in connected
    )
    of_month = [row for row in rows if first <= received[row["signal_id"]] <= last]
    shown = [row for row in rows if row in of_month or row["state"] == "open"]
    return {
        "department": department,
        "month": month,
        "received": len(of_month),
        "open": sum(row["state"] == "open" for row in rows),
        "ended": sum(row["state"] != "open" for row in rows),
        "closed_loops": sum(first <= day <= last for day in came),
        "first_success_on": came[0].isoformat() if came else None,
        "repeats": len(set(came)) - 1 if came else 0,
        "kinds": dict(sorted(Counter(row["kind"] for row in of_month).items())),
        "signals": sorted(shown, key=lambda row: (row["noticed_on"], row["signal_id"])),
    }


def _days(connection: sa.Connection, department: str, what: str) -> dict[str, date]:
    """signal → the day on which that happened to it."""
    steps = signal_history
    query = (
        sa.select(steps.c.signal_id, steps.c.on)
        .join(signal_list, signal_list.c.signal_id == steps.c.signal_id)
        .where(signal_list.c.department == department, steps.c.what == what)
        .order_by(steps.c.position)
    )
    return {row.signal_id: row.on for row in connection.execute(query)}


def as_workbook(sheet: dict[str, Any], name: str) -> dict[str, str]:
    """The sheet as an Excel file of one A4 page across: `{"base64", "name", "type"}`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        page = book.add_worksheet(sheet["month"])
        page.set_paper(9)  # A4
        page.set_landscape()
        page.fit_to_pages(1, 0)
        first, last = bounds(sheet["month"])
        title = f"{name}：{era_date_ja(first)}～{era_date_ja(last)} の連絡 / signals"
        page.write_string(0, 0, title, bold)
        for row, (key, label) in enumerate(FIGURES.items(), start=2):
            page.write_string(row, 0, label)
            page.write(row, 1, "—" if sheet[key] is None else sheet[key])
        top = len(FIGURES) + 3
        page.write_row(top, 0, HEADINGS, head)
        for row, signal in enumerate(sheet["signals"], start=top + 1):
            for column, key in enumerate(COLUMNS):
                page.write_string(row, column, str(signal[key] or ""))
        page.set_column(0, 0, 44)
        page.set_column(1, len(COLUMNS) - 1, 20)
        page.freeze_panes(top + 1, 1)
    content = base64.b64encode(file.getvalue()).decode()
    return {
        "base64": content,
        "name": f"{sheet['department']}-{sheet['month']}.xlsx",
        "type": XLSX,
    }
