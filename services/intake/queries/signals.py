"""The questions about signals. A department's answer says what its basis allows, never more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from services.intake.domain.refusals.signals import (
    NO_SUCH_SLIP,
    SIGNAL_NOT_FOUND,
)
from services.intake.domain.sharing import (
    CASEWORKER,
    CONSENT,
    CONSENT_ENDED,
    FEEDBACK,
    READ_IDENTITY,
    READ_STATUS,
    SENDER,
    SUPPORT,
    TELLS,
    Disclosure,
    check_allowed,
    is_allowed,
)
from services.intake.domain.slip import format_code, parse_code
from services.intake.projections.cases import case_list
from services.intake.projections.signal_history import signal_history, signal_refusal, signal_slip
from services.intake.projections.signals import signal_list, utc
from services.intake.queries.identity import list_reasons_with
from tsunagu.domain.json_object import JsonObject
from tsunagu.projections.paging import MAX_LIMIT, encode_row

NOT_SHOWN = ("due_by", "alarm_at")


# -- one signal -----------------------------------------------------------------------------------


def get_signal(
    connection: sa.Connection, id: str, department: str | None, today: date
) -> JsonObject:
    """Where it stands; to a department its own, as far as the basis allows."""
    row = connection.execute(sa.select(signal_list).where(signal_list.c.signal_id == id)).first()
    if row is None:
        return _get_refused(connection, id, department)
    if department not in (None, row.department):
        raise SIGNAL_NOT_FOUND(id=id)  # whose it is stays unsaid
    if department is None:
        check_allowed(CASEWORKER, READ_STATUS, SUPPORT, _basis_on(row, today))
        also = list_reasons_with(connection, [id])[id]
        return _describe_to_desk(row) | {"also": also, "history": _list_history(connection, id)}
    allowed = disclosure_to_sender(row, today)
    steps = [
        {k: v for k, v in step.items() if k in {"on", "what", *allowed.details}}
        for step in _list_history(connection, id)
        if step["what"] in allowed.steps
    ]
    if not allowed.connected and row.state == "connected":
        # That it ended is told in the same words whether the person came or not.
        steps.append({"on": _find_end(connection, id), "what": "signal_closed"})
    return describe_to_sender(row, allowed, steps) | {"history": steps}


def _get_refused(connection: sa.Connection, id: str, department: str | None) -> JsonObject:
    table = signal_refusal
    row = connection.execute(sa.select(table).where(table.c.signal_id == id)).first()
    if row is None or department not in (None, row.department):
        raise SIGNAL_NOT_FOUND(id=id)
    return {
        "signal_id": id,
        "state": "refused",
        "owner_desk": None,
        "next_step": None,
        "due_on": None,
        "due_at": None,
        "reason": row.reason,
        "fields": row.fields,
        "history": [{"on": row.on.isoformat(), "what": "signal_refused"}],
    }


def find_basis(connection: sa.Connection, id: str, today: date) -> str:
    """The basis of a known signal as it stands: a consent may have ended meanwhile."""
    row = connection.execute(sa.select(signal_list).where(signal_list.c.signal_id == id)).one()
    return _basis_on(row, today)


def _basis_on(row: Any, today: date) -> str:
    over = row.consent_until is not None and row.consent_until < today
    return CONSENT_ENDED if row.basis_now == CONSENT and over else str(row.basis_now)


def rests_on_ended_grounds(
    connection: sa.Connection, person_id: str, consents: Iterable[str], today: date
) -> bool:
    """Whether the record came from signals alone, and none of their grounds holds any more.

    `consents`: ids of the record's own. A signal that was connected names the case's person.
    """
    table = signal_list.c
    mine = (table.person_id == person_id) | table.consent_id.in_(list(consents))
    rows = connection.execute(sa.select(signal_list).where(mine)).all()
    came = sa.select(case_list.c.case_id).where(case_list.c.person_id == person_id)
    return (
        bool(rows)
        and not any(
            is_allowed(CASEWORKER, READ_IDENTITY, SUPPORT, _basis_on(row, today)) for row in rows
        )
        and connection.execute(came).first() is None
    )


def disclosure_to_sender(row: Any, today: date) -> Disclosure:
    basis = _basis_on(row, today)
    if basis == CONSENT and not row.feedback:
        basis = CONSENT_ENDED  # the person agreed to others, not to this department
    return TELLS[check_allowed(SENDER, READ_STATUS, FEEDBACK, basis)]


def _describe_to_desk(row: Any) -> JsonObject:
    return {k: v for k, v in encode_row(row._mapping).items() if k not in NOT_SHOWN}


def describe_to_sender(row: Any, allowed: Disclosure, steps: list[JsonObject]) -> JsonObject:
    # That another department noticed the same person is nothing to tell.
    state = "open" if row.state == "attached" else row.state
    if state == "connected" and not allowed.connected:
        state = "closed"
    place: JsonObject = dict.fromkeys(("owner_desk", "next_step", "due_on", "due_at"))
    if allowed.owner_now and row.state != "attached":  # then its place is that of another's signal
        place = {name: encode_row(row._mapping)[name] for name in place}
    elif state == "open":
        place |= {k: v for k, v in steps[0].items() if k in place}  # as it was when it came
    return {
        "signal_id": row.signal_id,
        "kind": row.kind,
        "noticed_on": row.noticed_on.isoformat(),
        "state": state,
        **place,
    }


def _list_history(connection: sa.Connection, id: str) -> list[JsonObject]:
    table = signal_history
    rows = connection.execute(
        sa.select(table.c.on, table.c.what, table.c.details)
        .where(table.c.signal_id == id)
        .order_by(table.c.position)
    )
    return [{"on": row.on.isoformat(), "what": row.what, **row.details} for row in rows]


def _find_end(connection: sa.Connection, id: str) -> str:
    return str(_list_history(connection, id)[-1]["on"])


# -- lists ----------------------------------------------------------------------------------------


def list_signals(
    connection: sa.Connection,
    department: str | None,
    desk: str | None,
    state: str,
    signal_ids: list[str] | None,
    urgent: bool,
    before: datetime | None,
    after: str | None,
    limit: int,
) -> tuple[list[Any], str | None]:
    """Rows by the moment they are due, the most urgent first, and where the next page begins."""
    table = signal_list
    query = sa.select(table)
    if signal_ids is not None:
        query = query.where(table.c.signal_id.in_(signal_ids))
    elif state != "all":
        query = query.where(table.c.state == state)
    if desk:
        query = query.where(table.c.owner_desk == desk)
    if department:
        query = query.where(table.c.department == department)
    if urgent:
        query = query.where(table.c.due_at.is_not(None))
    if before is not None:
        query = query.where(table.c.due_by < utc(before))
    return _page(connection, query, after, limit)


def _page(
    connection: sa.Connection, query: sa.Select[Any], after: str | None, limit: int
) -> tuple[list[Any], str | None]:
    order, key = sa.func.coalesce(signal_list.c.due_by, "~"), signal_list.c.signal_id
    if after:
        place, _, id = after.partition("|")
        query = query.where((order > place) | ((order == place) & (key > id)))
    limit = max(1, min(limit, MAX_LIMIT))
    rows = list(connection.execute(query.order_by(order, key).limit(limit + 1)))
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], f"{last.due_by or '~'}|{last.signal_id}"


def show_to_desk(connection: sa.Connection, rows: list[Any]) -> list[Any]:
    """Each row as the desk sees it."""
    also = list_reasons_with(connection, [row.signal_id for row in rows])
    return [_describe_to_desk(row) | {"also": also[row.signal_id]} for row in rows]


# -- slips ----------------------------------------------------------------------------------------


def find_by_slip(connection: sa.Connection, text: str, named: str | None) -> str:
    """The signal whose slip somebody brought; `named`: the one it is said to be."""
    code = parse_code(text)
    table = signal_slip
    found = connection.execute(sa.select(table.c.signal_id).where(table.c.code == code)).scalar()
    if found is None or named not in (None, found):
        raise NO_SUCH_SLIP(number=format_code(code))
    return str(found)


def slip_exists(connection: sa.Connection, code: str) -> bool:
    query = sa.select(signal_slip.c.code).where(signal_slip.c.code == code)
    return connection.execute(query).first() is not None
