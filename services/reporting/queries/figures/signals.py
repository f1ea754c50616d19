"""From a department's signal to the first contact: how many, how fast, how many are late."""

from __future__ import annotations

from statistics import median

from services.reporting.queries.rows_as_of import Period, RowsAsOf
from tsunagu.domain.json_object import JsonObject

CONTACT = ("intake.encouragement_given", "intake.signal_connected")
END = ("intake.signal_connected", "intake.signal_closed")


def count_signals(known: RowsAsOf, period: Period) -> JsonObject:
    """Signals received in the period, by department; days are calendar days."""
    departments: dict[str, JsonObject] = {}
    days: list[int] = []
    connected = overdue = open_now = 0
    for steps in known.list_signal_steps().values():
        first = next((s for s in steps if s.type == "intake.signal_received"), None)
        if first is None or not period.first <= first.on <= period.last:
            continue
        line = departments.setdefault(
            first.department, {"desk": first.department, "signals": 0, "connected": 0}
        )
        line["signals"] += 1
        contacts = [step.on for step in steps if step.type in CONTACT]
        if contacts:
            days.append((min(contacts) - first.on).days)
        if any(step.type == "intake.signal_connected" for step in steps):
            line["connected"] += 1
            connected += 1
        if not any(step.type in END for step in steps):
            open_now += 1
            due = [step.due_on for step in steps if step.due_on is not None]
            overdue += bool(due) and due[-1] < known.day
    ordered = sorted(departments.values(), key=lambda d: (-d["signals"], d["desk"]))
    return {
        "received": sum(line["signals"] for line in ordered),
        "connected": connected,
        "open": open_now,
        "overdue": overdue,
        "median_days_to_first_contact": median(days) if days else None,
        "departments": ordered,
    }
