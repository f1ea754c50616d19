"""A benefit's months: what is to be paid by when, what was sent or came back, and the duties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.housing import domain
from services.housing.domain_dates import month_of
from services.housing.domain_paying import DAYS_TO_SEND_AGAIN
from services.housing.tables import benefit_list, benefit_payment
from tsunagu.calendar import add_working_days
from tsunagu.database import upsert
from tsunagu.store import Recorded


def payments_planned(connection: sa.Connection, e: Recorded) -> None:
    for month, due_on in zip(e.event.months, e.event.due_on, strict=True):
        row = connection.execute(_month(e.event.benefit_id, month)).first()
        values = {
            "benefit_id": e.event.benefit_id,
            "month": month,
            "payment": f"{e.event.benefit_id}/{month}",
            "state": domain.DUE,
            "amount": e.event.amount,
            "due_on": date.fromisoformat(due_on),
            "sent_on": None,
            "alarmed": False,
            "duties": row.duties if row else {},
            "duties_met": row.duties_met if row else None,
        }
        upsert(connection, benefit_payment, ["benefit_id", "month"], values)


def payments_dropped(connection: sa.Connection, e: Recorded) -> None:
    for month in e.event.months:
        connection.execute(
            benefit_payment.delete().where(
                benefit_payment.c.benefit_id == e.event.benefit_id,
                benefit_payment.c.month == month,
            )
        )


def payment_overdue(connection: sa.Connection, e: Recorded) -> None:
    _set_month(connection, e, alarmed=True)


def payment_sent(connection: sa.Connection, e: Recorded) -> None:
    _set_month(connection, e, state=domain.SENT, sent_on=e.event.on)
    _count_paid(connection, e)


def payment_returned(connection: sa.Connection, e: Recorded) -> None:
    _set_month(
        connection,
        e,
        state=domain.RETURNED,
        sent_on=None,
        alarmed=False,
        due_on=add_working_days(e.event.on, DAYS_TO_SEND_AGAIN),
    )
    _count_paid(connection, e)


def duty_done(connection: sa.Connection, e: Recorded) -> None:
    month = month_of(e.event.on)
    duties = dict(connection.execute(_month(e.event.benefit_id, month)).one().duties)
    duties[e.event.duty] = duties.get(e.event.duty, 0) + 1
    _set_month(connection, e, month, duties=duties)


def duties_checked(connection: sa.Connection, e: Recorded) -> None:
    _set_month(connection, e, duties_met=e.event.met or e.event.excuse is not None)


def _month(benefit_id: str, month: str) -> sa.Select[Any]:
    table = benefit_payment
    return sa.select(table).where(table.c.benefit_id == benefit_id, table.c.month == month)


def _set_month(
    connection: sa.Connection, e: Recorded, month: str | None = None, **values: Any
) -> None:
    connection.execute(
        benefit_payment.update()
        .where(
            benefit_payment.c.benefit_id == e.event.benefit_id,
            benefit_payment.c.month == (month or e.event.month),
        )
        .values(**values)
    )


def _count_paid(connection: sa.Connection, e: Recorded) -> None:
    paid = (
        sa.select(sa.func.count())
        .select_from(benefit_payment)
        .where(
            benefit_payment.c.benefit_id == e.event.benefit_id,
            benefit_payment.c.state == domain.SENT,
        )
    )
    connection.execute(
        benefit_list.update()
        .where(benefit_list.c.benefit_id == e.event.benefit_id)
        .values(months_paid=connection.execute(paid).scalar_one())
    )


PAYMENT_MODELS: dict[type, Callable[[sa.Connection, Recorded], None]] = {
    domain.PaymentsPlanned: payments_planned,
    domain.PaymentOverdue: payment_overdue,
    domain.PaymentSent: payment_sent,
    domain.PaymentReturned: payment_returned,
    domain.DutyDone: duty_done,
    domain.DutiesChecked: duties_checked,
    domain.PaymentsDropped: payments_dropped,
}
