"""The questions about who is one person: proposals to decide, and all that one human has here."""

from __future__ import annotations

import sqlalchemy as sa

from services.intake.domain.matching.reasons import describe
from services.intake.projections.cases import case_list
from services.intake.projections.identity import (
    human_of,
    list_open_proposals,
    match_list,
    person_alias,
    records_of,
)
from services.intake.projections.signals import signal_list
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import encode_row, page_by_due

OF_CASE = ("case_id", "person_id", "state", "owner_desk", "next_step", "due_on")
OF_SIGNAL = (
    "signal_id",
    "person_id",
    "department",
    "kind",
    "noticed_on",
    "urgent",
    "state",
    "attached_to",
    "case_id",
)


def list_proposals(
    connection: sa.Connection,
    desk: str | None,
    person_id: str | None,
    state: str,
    after: str | None,
    limit: int,
) -> JsonObject:
    """One page of proposals by due date, each with its reasons in words."""
    table = match_list
    query = sa.select(table)
    if state != "all":
        query = query.where(table.c.state == state)
    if desk:
        query = query.where(table.c.owner_desk == desk)
    if person_id:
        query = query.where((table.c.person_id == person_id) | (table.c.other_id == person_id))
    rows, cursor = page_by_due(connection, query, table.c.due_on, table.c.proposal_id, after, limit)
    return {"proposals": [_show(connection, row) for row in rows], "next": cursor}


def _show(connection: sa.Connection, row: JsonObject) -> JsonObject:
    return row | {
        "in_words": describe(tuple(row["reasons"])),
        "other_human_id": human_of(connection, row["other_id"]),
    }


def get_human(connection: sa.Connection, person_id: str) -> JsonObject:
    """Everything open or past at intake about the human whom this record stands for."""
    records = records_of(connection, person_id)
    return {
        "person_id": person_id,
        "human_id": records[0],
        "records": [_get_record(connection, id) for id in records],
        "cases": _list_of(connection, case_list, OF_CASE, records),
        "signals": _list_of(connection, signal_list, OF_SIGNAL, records),
        "proposals": [encode_row(row._mapping) for row in list_open_proposals(connection, records)],
    }


def _get_record(connection: sa.Connection, id: str) -> JsonObject:
    """Since when, and on what ground, a record stands for the human."""
    table = person_alias
    row = connection.execute(
        sa.select(table.c.into_id, table.c.ground, table.c.on).where(table.c.person_id == id)
    ).first()
    return {"person_id": id, **(encode_row(row._mapping) if row else {})}


def _list_of(
    connection: sa.Connection, table: sa.Table, names: tuple[str, ...], records: list[str]
) -> list[JsonObject]:
    columns = [table.c[name] for name in names]
    query = sa.select(*columns).where(table.c.person_id.in_(records)).order_by(columns[0])
    return [encode_row(row._mapping) for row in connection.execute(query)]


def list_reasons_with(
    connection: sa.Connection, signal_ids: list[str]
) -> dict[str, list[JsonObject]]:
    """signal → what else was noticed about the same person and is one need with it."""
    found: dict[str, list[JsonObject]] = {id: [] for id in signal_ids}
    table = signal_list
    names = ("signal_id", "department", "kind", "noticed_on")
    rows = connection.execute(
        sa.select(table.c.attached_to, *(table.c[name] for name in names))
        .where(table.c.attached_to.in_(signal_ids))
        .order_by(table.c.signal_id)
    )
    for row in rows:
        shown = encode_row(row._mapping)
        found[shown.pop("attached_to")].append(shown)
    return found


def list_reasons_of_case(connection: sa.Connection, case_id: str) -> list[JsonObject]:
    """The signals that a case carries: every reason for it, from whichever department."""
    table = signal_list
    names = ("signal_id", "department", "kind", "noticed_on")
    columns = [table.c[name] for name in names]
    query = sa.select(*columns).where(table.c.case_id == case_id).order_by(table.c.noticed_on)
    return [encode_row(row._mapping) for row in connection.execute(query)]
