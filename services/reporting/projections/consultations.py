"""The tables that reports count in: a row for each fact, with the days between which it held.

`on` is when it happened; `known_from` when it was recorded, `known_until` when
a correction replaced it. A report as of a past day takes the rows known then.
Figures are never stored: `figures/` counts people in these rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.reporting.projections.row_changes import end_rows, revise_row
from tsunagu.projections.archive import Archived
from tsunagu.projections.projection import MakeRow, Projection

metadata = sa.MetaData()

support_record = sa.Table(
    "support_record",
    metadata,
    sa.Column("seq", sa.BigInteger),
    sa.Column("record_id", sa.Text),
    sa.Column("type", sa.Text),
    sa.Column("on", sa.Date),
    sa.Column("known_from", sa.Date),
    sa.Column("known_until", sa.Date),
    sa.Column("person_id", sa.Text),
    sa.Column("case_id", sa.Text),
    sa.Column("from_desk", sa.Text),
    sa.Column("codes", sa.Text, comment="issues of an assessment, programmes of a plan"),
    sa.Column("employment_support", sa.Boolean),
)

referral_step = sa.Table(
    "referral_step",
    metadata,
    sa.Column("seq", sa.BigInteger),
    sa.Column("referral_id", sa.Text),
    sa.Column("type", sa.Text),
    sa.Column("on", sa.Date),
    sa.Column("known_from", sa.Date),
    sa.Column("known_until", sa.Date),
    sa.Column("need_id", sa.Text),
    sa.Column("person_id", sa.Text),
    sa.Column("from_desk", sa.Text),
    sa.Column("to_desk", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("codes", sa.Text, comment="issues on the sheet"),
    sa.Column("hop", sa.Integer),
    sa.Column("due_on", sa.Date),
)

need_place = sa.Table(
    "need_place",
    metadata,
    sa.Column("seq", sa.BigInteger),
    sa.Column("need_id", sa.Text),
    sa.Column("on", sa.Date),
    sa.Column("known_from", sa.Date),
    sa.Column("known_until", sa.Date),
    sa.Column("owner_desk", sa.Text),
    sa.Column("due_on", sa.Date),
)

signal_step = sa.Table(
    "signal_step",
    metadata,
    sa.Column("seq", sa.BigInteger),
    sa.Column("signal_id", sa.Text),
    sa.Column("type", sa.Text),
    sa.Column("on", sa.Date),
    sa.Column("known_from", sa.Date),
    sa.Column("known_until", sa.Date),
    sa.Column("department", sa.Text),
    sa.Column("due_on", sa.Date),
)


# -- rows -----------------------------------------------------------------------------------------


def _join_codes(codes: list[str] | str | None) -> str | None:
    """One code or several, parted by spaces."""
    return " ".join(codes) if isinstance(codes, list) else codes


def _build_record(codes: str = "") -> MakeRow:
    def build_row(f: Archived) -> tuple[Any, ...]:
        d = f.data
        return (
            f.seq,
            d["record_id"],
            f.type,
            d["on"],
            f.known_on,
            None,
            d["person_id"],
            d.get("case_id"),
            d.get("from_desk"),
            _join_codes(d[codes]) if codes else None,
            d.get("employment_support"),
        )

    return build_row


def _build_step(f: Archived) -> tuple[Any, ...]:
    d = f.data
    return (
        f.seq,
        d["referral_id"],
        f.type,
        d["on"],
        f.known_on,
        None,
        d["need_id"],
        d["person_id"],
        d["from_desk"],
        d["to_desk"],
        d.get("reason") or d.get("outcome"),
        _join_codes(d.get("issues")),
        d.get("hop"),
        d.get("due_on"),
    )


def _build_place(f: Archived) -> tuple[Any, ...]:
    d = f.data
    return f.seq, d["need_id"], d["on"], f.known_on, None, d["owner_desk"], d["due_on"]


def _build_end(f: Archived) -> tuple[Any, ...]:
    """The end of a need is a place that nobody owns."""
    return f.seq, f.data["need_id"], f.data["on"], f.known_on, None, None, None


def _build_signal_step(f: Archived) -> tuple[Any, ...]:
    d = f.data
    department = d.get("department")
    return f.seq, d["signal_id"], f.type, d["on"], f.known_on, None, department, d.get("due_on")


# -- corrections ----------------------------------------------------------------------------------


def _correct_records(connection: sa.Connection, table: sa.Table, facts: Sequence[Archived]) -> None:
    for fact in facts:
        values = dict(fact.data["set"])
        for name in ("issues", "programmes"):
            if name in values:
                values["codes"] = _join_codes(values.pop(name))
        revise_row(connection, table, table.c.record_id == fact.data["record_id"], fact, values)


def _correct_steps(connection: sa.Connection, table: sa.Table, facts: Sequence[Archived]) -> None:
    for fact in facts:
        values = dict(fact.data["set"])
        if "outcome" in values:
            values["reason"] = values.pop("outcome")
        of = (table.c.referral_id == fact.data["referral_id"]) & (
            table.c.type == fact.data["of_type"]
        )
        revise_row(connection, table, of, fact, values)


SUPPORT = Projection(
    table=support_record,
    rows={
        "intake.public_assistance_interviewed": _build_record(),
        "intake.public_assistance_applied": _build_record(),
        "intake.consultation_accepted": _build_record(),
        "intake.assessed": _build_record(codes="issues"),
        "intake.plan_made": _build_record(codes="programmes"),
        "intake.resource_missed": _build_record(codes="issue"),
        "intake.work_found": _build_record(),
        "intake.income_increased": _build_record(),
        "intake.case_ended": _build_record(),
        "employment.hired": _build_record(),
        "employment.income_increased": _build_record(),
    },
    changes={
        "intake.record_corrected": _correct_records,
        # A job that never began found nobody work.
        "employment.hire_withdrawn": end_rows("record_id", of_type="employment.hired"),
    },
    indexes=(("type", "on"), ("record_id",)),
)

REFERRAL_STATES = (
    "requested",
    "accepted",
    "rejected",
    "started",
    "put_on_hold",
    "resumed",
    "completed",
    "failed",
    "cancelled",
    "entered_in_error",
)

REFERRALS = Projection(
    table=referral_step,
    rows={f"referral.{state}": _build_step for state in REFERRAL_STATES},
    changes={"referral.record_corrected": _correct_steps},
    indexes=(("type", "on"), ("referral_id",)),
)

NEEDS = Projection(
    table=need_place,
    rows={"referral.need_placed": _build_place, "referral.need_closed": _build_end},
)

SIGNALS = Projection(
    table=signal_step,
    rows={
        "intake.signal_received": _build_signal_step,
        "intake.encouragement_given": _build_signal_step,
        "intake.signal_next_step_set": _build_signal_step,
        "intake.signal_connected": _build_signal_step,
        "intake.signal_closed": _build_signal_step,
    },
)

CORE = (SUPPORT, REFERRALS, NEEDS, SIGNALS)
