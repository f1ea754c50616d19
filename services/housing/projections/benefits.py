"""Projections of benefits and moving costs, as the benefit desk asks them; months: `payments`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from services.housing.domain import benefit_events, moving_costs_events
from services.housing.projections.rows import SUBJECT, Row, values_of
from services.housing.projections.tables import benefit_list, moving_list
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

_OF = {"benefit": (benefit_list, "benefit_id"), "moving_costs": (moving_list, "moving_id")}


# -- applications of both kinds -------------------------------------------------------------------


def documents_changed(connection: sa.Connection, e: RecordedEvent) -> None:
    table, key = _OF[e.event.kind]
    mine = table.c[key] == e.event.subject_id
    missing = connection.execute(sa.select(table.c.outstanding).where(mine)).scalar_one()
    if isinstance(e.event, benefit_events.DocumentsAsked):
        missing = [*missing, *e.event.documents]
    else:
        missing = [document for document in missing if document != e.event.document]
    connection.execute(table.update().where(mine).values(outstanding=missing))


# -- the benefit ----------------------------------------------------------------------------------


def benefit_applied(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "benefit_id", *SUBJECT)
    values |= {
        "state": benefit_events.APPLIED,
        "applied_on": e.event.on,
        "since": e.event.on,
        "outstanding": list(e.event.documents),
        "months_granted": 0,
        "months_paid": 0,
        "amount": 0,
        "unverified": [],
        "reasons": [],
    }
    upsert(connection, benefit_list, ["benefit_id"], values)


def payee_named(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, landlord_id=e.event.landlord_id)


def benefit_decided(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(
        connection,
        e,
        state=benefit_events.PAYING if e.event.granted else benefit_events.ENDED,
        since=e.event.on,
        cause=e.event.cause,
        months_granted=e.event.months,
        amount=e.event.amount,
        first_month=e.event.first_month,
        **_grounds_of(e),
    )


def benefit_reviewed(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, amount=e.event.amount, **_grounds_of(e))


def benefit_extended(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(
        connection,
        e,
        months_granted=e.event.months_in_all,
        amount=e.event.amount,
        **_grounds_of(e),
    )


def benefit_not_continued(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, reasons=list(e.event.reasons))


def benefit_stopped(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(
        connection,
        e,
        state=benefit_events.STOPPED,
        since=e.event.on,
        stop_reason=e.event.reason,
        resumable_until=e.event.resumable_until,
    )


def benefit_resumed(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(
        connection,
        e,
        state=benefit_events.PAYING,
        since=e.event.on,
        amount=e.event.amount,
        stop_reason=None,
        resumable_until=None,
        **_grounds_of(e),
    )


def benefit_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    _set(connection, e, state=benefit_events.ENDED, since=e.event.on)


def _grounds_of(e: RecordedEvent) -> Row:
    """What the rules said last; where all of them passed, the event has no reasons."""
    return {
        "rule_version": e.event.rule_version,
        "unverified": list(e.event.unverified),
        "reasons": list(getattr(e.event, "reasons", ())),
    }


def _set(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        benefit_list.update()
        .where(benefit_list.c.benefit_id == e.event.benefit_id)
        .values(**values)
    )


# -- moving costs ---------------------------------------------------------------------------------


def moving_applied(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "moving_id", *SUBJECT)
    values |= {
        "state": benefit_events.APPLIED,
        "applied_on": e.event.on,
        "outstanding": list(e.event.documents),
        "amount": 0,
        "reasons": [],
    }
    upsert(connection, moving_list, ["moving_id"], values)


def moving_decided(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_moving(
        connection,
        e,
        state="granted" if e.event.granted else benefit_events.ENDED,
        amount=e.event.amount,
        rule_version=e.event.rule_version,
        reasons=list(e.event.reasons),
    )


def moving_paid(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_moving(connection, e, paid_on=e.event.on)


def moving_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_moving(connection, e, state=benefit_events.ENDED)


def _set_moving(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        moving_list.update().where(moving_list.c.moving_id == e.event.moving_id).values(**values)
    )


BENEFIT_MODELS: dict[type, Callable[[sa.Connection, RecordedEvent], None]] = {
    benefit_events.DocumentsAsked: documents_changed,
    benefit_events.DocumentReceived: documents_changed,
    benefit_events.BenefitApplied: benefit_applied,
    benefit_events.PayeeNamed: payee_named,
    benefit_events.BenefitDecided: benefit_decided,
    benefit_events.BenefitReviewed: benefit_reviewed,
    benefit_events.BenefitExtended: benefit_extended,
    benefit_events.BenefitNotContinued: benefit_not_continued,
    benefit_events.BenefitStopped: benefit_stopped,
    benefit_events.BenefitResumed: benefit_resumed,
    benefit_events.BenefitEnded: benefit_ended,
    moving_costs_events.MovingCostsApplied: moving_applied,
    moving_costs_events.MovingCostsDecided: moving_decided,
    moving_costs_events.MovingCostsPaid: moving_paid,
    moving_costs_events.MovingCostsEnded: moving_ended,
}
