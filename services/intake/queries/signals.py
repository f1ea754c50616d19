"""What is asked about signals. A department's answer says what its basis allows, never more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

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
    check_may,
    may,
)
from services.intake.domain.slip import typed, written
from services.intake.projections.cases import case_list
from services.intake.projections.signals import (
    signal_history,
    signal_list,
    signal_refusal,
    signal_slip,
    utc,
)
from services.intake.queries.identity import reasons_with
from tsunagu.domain.errors import Forbidden, NotFound
from tsunagu.projections.paging import MAX_LIMIT, plain

NOT_SHOWN = ("due_by", "alarm_at")


# -- one signal -----------------------------------------------------------------------------------


def one_signal(
    connection: sa.Connection, id: str, department: str | None, today: date
) -> dict[str, Any]:
    """Where it stands; to a department its own, as far as the basis allows."""
    row = connection.execute(sa.select(signal_list).where(signal_list.c.signal_id == id)).first()
    if row is None:
        return _refused_one(connection, id, department)
    if department not in (None, row.department):
        raise no_such_signal(id)  # whose it is stays unsaid
    if department is None:
        check_may(CASEWORKER, READ_STATUS, SUPPORT, _basis(row, today))
        also = reasons_with(connection, [id])[id]
        return _for_the_desk(row) | {"also": also, "history": _history(connection, id)}
    allowed = tells(row, today)
    steps = [
        {k: v for k, v in step.items() if k in {"on", "what", *allowed.details}}
        for step in _history(connection, id)
        if step["what"] in allowed.steps
    ]
    if not allowed.connected and row.state == "connected":
        # That it ended is told in the same words whether the person came or not.
        steps.append({"on": _ended_on(connection, id), "what": "signal_closed"})
    return for_the_department(row, allowed, steps) | {"history": steps}


def _refused_one(connection: sa.Connection, id: str, department: str | None) -> dict[str, Any]:
    table = signal_refusal
    row = connection.execute(sa.select(table).where(table.c.signal_id == id)).first()
    if row is None or department not in (None, row.department):
        raise no_such_signal(id)
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


def basis_now(connection: sa.Connection, id: str, today: date) -> str:
    """The basis of a known signal as it stands: a consent may have ended meanwhile."""
    row = connection.execute(sa.select(signal_list).where(signal_list.c.signal_id == id)).one()
    return _basis(row, today)


def _basis(row: Any, today: date) -> str:
    over = row.consent_until is not None and row.consent_until < today
    return CONSENT_ENDED if row.basis_now == CONSENT and over else str(row.basis_now)


def only_on_ended_grounds(
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
        and not any(may(CASEWORKER, READ_IDENTITY, SUPPORT, _basis(row, today)) for row in rows)
        and connection.execute(came).first() is None
    )


def basis_ended() -> Forbidden:
    return Forbidden(
        "basis_ended",
        "同意が取り消されたか期限が過ぎたため、見ることができません / "
        "the consent was withdrawn or has ended: it may not be read any more",
    )


def no_such_signal(id: str) -> NotFound:
    return NotFound("not_found", f"連絡 {id} は見つかりません / no such signal", id=id)


def tells(row: Any, today: date) -> Disclosure:
    basis = _basis(row, today)
    if basis == CONSENT and not row.feedback:
        basis = CONSENT_ENDED  # the person agreed to others, not to this department
    return TELLS[check_may(SENDER, READ_STATUS, FEEDBACK, basis)]


def _for_the_desk(row: Any) -> dict[str, Any]:
    return {k: v for k, v in plain(row._mapping).items() if k not in NOT_SHOWN}


def for_the_department(
    row: Any, allowed: Disclosure, steps: list[dict[str, Any]]
) -> dict[str, Any]:
    # That another department noticed the same person is nothing to tell.
    state = "open" if row.state == "attached" else row.state
    if state == "connected" and not allowed.connected:
        state = "closed"
    place: dict[str, Any] = dict.fromkeys(("owner_desk", "next_step", "due_on", "due_at"))
    if allowed.owner_now and row.state != "attached":  # then its place is that of another's signal
        place = {name: plain(row._mapping)[name] for name in place}
    elif state == "open":
        place |= {k: v for k, v in steps[0].items() if k in place}  # as it was when it came
    return {
        "signal_id": row.signal_id,
        "kind": row.kind,
        "noticed_on": row.noticed_on.isoformat(),
        "state": state,
        **place,
    }


def _history(connection: sa.Connection, id: str) -> list[dict[str, Any]]:
    table = signal_history
    rows = connection.execute(
        sa.select(table.c.on, table.c.what, table.c.details)
        .where(table.c.signal_id == id)
        .order_by(table.c.position)
    )
    return [{"on": row.on.isoformat(), "what": row.what, **row.details} for row in rows]


def _ended_on(connection: sa.Connection, id: str) -> str:
    return str(_history(connection, id)[-1]["on"])


# -- lists ----------------------------------------------------------------------------------------


def signals(
    connection: sa.Connection,
    department: str | None,
    desk: str | None,
    state: str,
    signal_id: str | None,
    urgent: bool,
    before: datetime | None,
    after: str | None,
    limit: int,
) -> tuple[list[Any], str | None]:
    """Rows by the moment they are due, the most urgent first, and where the next page begins."""
    table = signal_list
    query = sa.select(table)
    if signal_id is not None:
        query = query.where(table.c.signal_id == signal_id)
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


def listed(connection: sa.Connection, rows: list[Any]) -> list[Any]:
    """Each row as the desk sees it."""
    also = reasons_with(connection, [row.signal_id for row in rows])
    return [_for_the_desk(row) | {"also": also[row.signal_id]} for row in rows]


# -- slips ----------------------------------------------------------------------------------------


def signal_of_slip(connection: sa.Connection, text: str, named: str | None) -> str:
    """The signal whose slip somebody brought; `named`: the one it is said to be."""
    code = typed(text)
    table = signal_slip
    found = connection.execute(sa.select(table.c.signal_id).where(table.c.code == code)).scalar()
    if found is None or named not in (None, found):
        raise NotFound(
            "no_such_slip",
            f"番号 {written(code)} の票は出していません / no slip of this number was printed",
            field="slip_code",
            remedy="番号を確かめるか、省いて受け付ける / check it, or accept without it",
        )
    return str(found)


def slip_exists(connection: sa.Connection, code: str) -> bool:
    query = sa.select(signal_slip.c.code).where(signal_slip.c.code == code)
    return connection.execute(query).first() is not None
