"""What became of a department's signals in a month; no more than each basis allows is said.

A signal counts as a closed loop where the department may know that the person came.
The first one of a department makes it a partner; each further day is a repeat.
"""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import sqlalchemy as sa
import xlsxwriter

from services.intake.projections.cases import timeline
from services.intake.projections.signal_history import signal_history
from services.intake.projections.signals import signal_list
from services.intake.queries.departments import show_to_department
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.calendar import era_date_ja
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIGURES = {
    "received": Text("この月に受けた連絡", "received this month"),
    "open": Text("いま対応中（全期間）", "open now, of all months"),
    "ended": Text("終わったもの（全期間）", "ended, of all months"),
    "closed_loops": Text("この月に相談につながった人の連絡", "came to consultation this month"),
    "first_success_on": Text("はじめてつながった日", "first one that came"),
    "repeats": Text(
        "その後、ほかの日にもつながった（日数）", "further days on which somebody came"
    ),
}
COLUMNS = {
    "signal_id": Text("受付番号", "number"),
    "kind": Text("種類", "kind"),
    "noticed_on": Text("気づいた日", "noticed"),
    "state": Text("状態", "state"),
    "owner_desk": Text("担当", "owner"),
    "next_step": Text("次の一歩", "next step"),
    "due_on": Text("期限", "due"),
}
HEADING = Text("{department}：{period} の連絡", "signals")
NONE_THIS_MONTH = Text("この月の連絡はありません", "none in this month")
A_MONTH_TO_COME = Text("まだ来ていない月です", "a month to come")
AT_MOST = Text("{month} まで", "at most")
WIDTHS = (40, 26, 20, 18, 36, 22, 14)
WORDS = {
    "open": "対応中",
    "connected": "相談につながった",
    "closed": "終わった",
    "first_contact": "最初の連絡",
    "urgent_contact": "急ぎの連絡",
}


def month_bounds(month: str) -> tuple[date, date]:
    """First and last day of "2026-11"."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def summarise_month(
    connection: sa.Connection, department: str, month: str, today: date
) -> JsonObject:
    """`{"department", "month", figures of FIGURES, "kinds": {kind: n}, "signals": [...]}`.

    `signals`: those received in the month, and those from before that are still open, as the
    department may see them.
    """
    first, last = month_bounds(month)
    if first > today:
        remedy = AT_MOST.fill(month=f"{today:%Y-%m}")
        raise Invalid([fault("month", str(A_MONTH_TO_COME), str(remedy))])
    received = _find_days_received(connection, department)
    came_on = _find_days_of_coming(connection, department)
    query = sa.select(signal_list).where(signal_list.c.department == department)
    rows = show_to_department(connection, list(connection.execute(query)), today)
    came = sorted(
        came_on[row["signal_id"]]
        for row in rows
        if row["state"] == "connected" and row["signal_id"] in came_on
    )
    of_month = [row for row in rows if first <= received[row["signal_id"]] <= last]
    before = [row for row in rows if received[row["signal_id"]] < first]
    shown = [*of_month, *(row for row in before if row["state"] == "open")]
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


def _find_days_received(connection: sa.Connection, department: str) -> dict[str, date]:
    """signal → the day on which it came."""
    steps = signal_history
    query = (
        sa.select(steps.c.signal_id, steps.c.on)
        .join(signal_list, signal_list.c.signal_id == steps.c.signal_id)
        .where(signal_list.c.department == department, steps.c.what == "signal_received")
    )
    return {row.signal_id: row.on for row in connection.execute(query)}


def _find_days_of_coming(connection: sa.Connection, department: str) -> dict[str, date]:
    """signal → the day on which its person came: a consultation after it, not a case from before.

    A signal about somebody whose case is open is carried by the case; that is nobody's success.
    """
    signal, step, course = signal_list.c, signal_history.c, timeline.c
    query = (
        sa.select(signal.signal_id, sa.func.min(course.on).label("on"))
        .join(signal_history, step.signal_id == signal.signal_id)
        .join(timeline, course.case_id == signal.case_id)
        .where(signal.department == department, step.what == "signal_received")
        .where(course.source == "intake", course.what == "intake.consultation_accepted")
        .where(course.position > step.position)
        .group_by(signal.signal_id)
    )
    return {row.signal_id: row.on for row in connection.execute(query)}


def make_workbook(sheet: JsonObject, names: Mapping[str, str]) -> dict[str, str]:
    """The sheet as an Excel file of one A4 page across: `{"base64", "name", "type"}`.

    `names`: code → its Japanese name, of desks and of kinds.
    """
    words = {**names, **WORDS}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet(sheet["month"])
        page.set_paper(9)  # A4
        page.set_landscape()
        page.fit_to_pages(1, 0)
        first, last = month_bounds(sheet["month"])
        period = f"{era_date_ja(first)}～{era_date_ja(last)}"
        page.write_string(
            0, 0, str(HEADING.fill(department=words[sheet["department"]], period=period)), bold
        )
        for row, (key, label) in enumerate(FIGURES.items(), start=2):
            page.write_string(row, 0, str(label))
            page.write(row, 2, "—" if sheet[key] is None else sheet[key])
        top = len(FIGURES) + 3
        page.write_row(top, 0, map(str, COLUMNS.values()), head)
        if not sheet["signals"]:
            page.write_string(top + 1, 0, str(NONE_THIS_MONTH))
        for row, signal in enumerate(sheet["signals"], start=top + 1):
            for column, key in enumerate(COLUMNS):
                text = str(signal[key] or "")
                page.write_string(row, column, words.get(text, text), cell)
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.freeze_panes(top + 1, 1)
    content = base64.b64encode(file.getvalue()).decode()
    return {
        "base64": content,
        "name": f"{sheet['department']}-{sheet['month']}.xlsx",
        "type": XLSX,
    }
