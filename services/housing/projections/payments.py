"""Projection of a benefit's months: what is to be paid by when, what was sent, the duties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.housing.domain import benefit_events
from services.housing.domain.benefit_payments import DAYS_TO_SEND_AGAIN
from services.housing.domain.months import month_of
from services.housing.projections.tables import benefit_list, benefit_payment
from tsunagu.domain.calendar import add_working_days
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent


def payments_planned(connection: sa.Connection, e: RecordedEvent) -> None:
    for month, due_on in zip(e.event.months, e.event.due_on, strict=True):
        row = connection.execute(_select_month(e.event.benefit_id, month)).first()
        values = {
            "benefit_id": e.event.benefit_id,
            "month": month,
            "payment": f"{e.event.benefit_id}/{month}",
            "state": benefit_events.DUE,
            "amount": e.event.amount,
            "due_on": date.fromisoformat(due_on),
            "sent_on": None,
            "alarmed": False,
            "duties": row.duties if row else {},
            "duties_met": row.duties_met if row else None,
        }
        upsert(connection, benefit_payment, ["benefit_id", "month"], values)


def payments_dropped(connection: sa.Connection, e: RecordedEvent) -> None:
    for month in e.event.months:
        connection.execute(
            benefit_payment.delete().where(
                benefit_payment.c.benefit_id == e.event.benefit_id,
                benefit_payment.c.month == month,
            )
        )


def payment_overdue(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_month(connection, e, alarmed=True)


def payment_sent(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_month(connection, e, state=benefit_events.SENT, sent_on=e.event.on)
    _count_paid(connection, e)


def payment_returned(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_month(
        connection,
        e,
        state=benefit_events.RETURNED,
        sent_on=None,
        alarmed=False,
        due_on=add_working_days(e.event.on, DAYS_TO_SEND_AGAIN),
    )
    _count_paid(connection, e)


def duty_done(connection: sa.Connection, e: RecordedEvent) -> None:
    month = month_of(e.event.on)
    duties = dict(connection.execute(_select_month(e.event.benefit_id, month)).one().duties)
    duties[e.event.duty] = duties.get(e.event.duty, 0) + 1
    _set_month(connection, e, month, duties=duties)


def duties_checked(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_month(connection, e, duties_met=e.event.met or e.event.excuse is not None)


def _select_month(benefit_id: str, month: str) -> sa.Select[Any]:
    table = benefit_payment
    return sa.select(table).where(table.c.benefit_id == benefit_id, table.c.month == month)


def _set_month(
    connection: sa.Connection, e: RecordedEvent, month: str | None = None, **values: Any
) -> None:
    connection.execute(
        benefit_payment.update()
        .where(
            benefit_payment.c.benefit_id == e.event.benefit_id,
            benefit_payment.c.month == (month or e.event.month),
        )
        .values(**values)
    )


def _count_paid(connection: sa.Connection, e: RecordedEvent) -> None:
    paid = (
        sa.select(sa.func.count())
        .select_from(benefit_payment)
        .where(
            benefit_payment.c.benefit_id == e.event.benefit_id,
            benefit_payment.c.state == benefit_events.SENT,
        )
    )
    connection.execute(
        benefit_list.update()
        .where(benefit_list.c.benefit_id == e.event.benefit_id)
        .values(months_paid=connection.execute(paid).scalar_one())
    )


PAYMENT_MODELS: dict[type, Callable[[sa.Connection, RecordedEvent], None]] = {
    benefit_events.PaymentsPlanned: payments_planned,
    benefit_events.PaymentOverdue: payment_overdue,
    benefit_events.PaymentSent: payment_sent,
    benefit_events.PaymentReturned: payment_returned,
    benefit_events.DutyDone: duty_done,
    benefit_events.DutiesChecked: duties_checked,
    benefit_events.PaymentsDropped: payments_dropped,
}
