"""How the table of the aide's contacts follows them; in the events' transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.events import contact
from services.foodbank.projections.steps import NO_STEP, step_of
from services.foodbank.projections.tables import contact_list
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent


def insert_contact(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ("contact_id", "visitor_id", "visit_id", "on", "kind", "opened_up")
    values = {name: getattr(e.event, name) for name in names}
    upsert(connection, contact_list, ["contact_id"], values | {"promised": False})


def _update_contact(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        contact_list.update()
        .where(contact_list.c.contact_id == e.event.contact_id)
        .values(**values)
    )


def set_contact_step(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_contact(connection, e, promised=True, outcome=None, **step_of(e))


def clear_contact_step(connection: sa.Connection, e: RecordedEvent) -> None:
    _update_contact(connection, e, promised=False, outcome=e.event.outcome, **NO_STEP)


CONTACT_MODELS: Mapping[type, Any] = {
    contact.AideContact: insert_contact,
    contact.ContactStepSet: set_contact_step,
    contact.ContactStepEnded: clear_contact_step,
}
