"""How the tables follow visitors, visits, parcels and contacts; in the events' transaction.

Those of the stock are in `readmodels_stock`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.foodbank.domain import contact, events, parcel, visit
from services.foodbank.projections.stock import STOCK_MODELS
from services.foodbank.projections.tables import (
    contact_list,
    metadata,
    parcel_line,
    parcel_list,
    visit_list,
    visitor_list,
)
from services.foodbank.reference.sheets import SHEETS
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

__all__ = ["READ_MODELS", "metadata"]

_NO_STEP = {"owner_desk": None, "next_step": None, "due_on": None}


def _step_of(e: RecordedEvent) -> dict[str, Any]:
    return {name: getattr(e.event, name) for name in _NO_STEP}


# -- visitors -------------------------------------------------------------------------------------


def _visitor(connection: sa.Connection, visitor_id: str, **values: Any) -> None:
    connection.execute(
        visitor_list.update().where(visitor_list.c.visitor_id == visitor_id).values(**values)
    )


def visitor_known(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"visitor_id": e.event.visitor_id, "known_on": e.event.on, "visits": 0, "offers": 0}
    rest = {"asked_themselves": False, "by_sheet": False, "forgotten": False}
    upsert(connection, visitor_list, ["visitor_id"], values | rest)


def card_issued(connection: sa.Connection, e: RecordedEvent) -> None:
    _visitor(connection, e.event.visitor_id, card=e.event.card)


def first_visit(connection: sa.Connection, e: RecordedEvent) -> None:
    _visitor(connection, e.event.visitor_id, first_visit_on=e.event.on, by_sheet=e.event.by_sheet)


def visitor_asked(connection: sa.Connection, e: RecordedEvent) -> None:
    _visitor(connection, e.event.visitor_id, asked_themselves=True)


def _invitation(connection: sa.Connection, e: RecordedEvent, state: str, **values: Any) -> None:
    """A new state of the invitation; a permission is void unless it is given anew."""
    latest = {"invitation": state, "since": e.event.on, "asked_themselves": False}
    cleared = {"may_ask_again_on": None} | _NO_STEP
    _visitor(connection, e.event.visitor_id, **latest | cleared | values)


def offered(connection: sa.Connection, e: RecordedEvent) -> None:
    _invitation(connection, e, events.OFFERED, offers=visitor_list.c.offers + 1)


def answered(connection: sa.Connection, e: RecordedEvent) -> None:
    _invitation(connection, e, e.event.answer, may_ask_again_on=e.event.may_ask_again_on)


def agreed(connection: sa.Connection, e: RecordedEvent) -> None:
    _invitation(connection, e, events.AGREED, **_step_of(e))


def invitation_step_set(connection: sa.Connection, e: RecordedEvent) -> None:
    _visitor(connection, e.event.visitor_id, since=e.event.on, **_step_of(e))


def withdrawn(connection: sa.Connection, e: RecordedEvent) -> None:
    _invitation(connection, e, events.WITHDRAWN, may_ask_again_on=e.event.may_ask_again_on)


def connected(connection: sa.Connection, e: RecordedEvent) -> None:
    _invitation(connection, e, events.CONNECTED, case_id=e.event.case_id)


def linked(connection: sa.Connection, e: RecordedEvent) -> None:
    ids = {"person_id": e.event.person_id, "case_id": e.event.case_id}
    _visitor(connection, e.event.visitor_id, **ids)


_NOT_COME = dict.fromkeys(("came_on", "came_days", "came_invitation", "came_by_themselves"))


def unlinked(connection: sa.Connection, e: RecordedEvent) -> None:
    _visitor(connection, e.event.visitor_id, person_id=None, case_id=None, **_NOT_COME)


def came(connection: sa.Connection, e: RecordedEvent) -> None:
    _visitor(
        connection,
        e.event.visitor_id,
        case_id=sa.func.coalesce(visitor_list.c.case_id, e.event.case_id),
        came_on=e.event.on,
        came_days=e.event.days,
        came_invitation=e.event.invitation,
        came_by_themselves=e.event.by_themselves,
    )


def came_corrected(connection: sa.Connection, e: RecordedEvent) -> None:
    _visitor(connection, e.event.visitor_id, came_on=e.event.on, came_days=e.event.days)


def forgotten(connection: sa.Connection, e: RecordedEvent) -> None:
    cleared = {"invitation": None, "may_ask_again_on": None, "asked_themselves": False}
    _visitor(connection, e.event.visitor_id, forgotten=True, card=None, **cleared | _NO_STEP)


# -- visits ---------------------------------------------------------------------------------------

_OF_VISIT = (
    "visit_id", "visitor_id", "person_id", "case_id", "referral_id", "on", "place",
    "household_size", "children", "infants", "no_food_today",
)  # fmt: skip


def visit_recorded(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {name: getattr(e.event, name) for name in _OF_VISIT}
    rest = {"state": visit.VISITED, "since": e.event.on}
    upsert(connection, visit_list, ["visit_id"], values | rest)
    if e.event.visitor_id is not None:
        last = visitor_list.c.last_visit_on
        newest = sa.case((last > e.event.on, last), else_=sa.literal(e.event.on, sa.Date))
        _visitor(
            connection,
            e.event.visitor_id,
            visits=visitor_list.c.visits + 1,
            last_visit_on=newest,
        )


def _visit(connection: sa.Connection, e: RecordedEvent, state: str, **values: Any) -> None:
    connection.execute(
        visit_list.update()
        .where(visit_list.c.visit_id == e.event.visit_id)
        .values(state=state, since=e.event.on, **_NO_STEP | values)
    )


def food_promised(connection: sa.Connection, e: RecordedEvent) -> None:
    _visit(connection, e, visit.WAITING, parcel_id=None, **_step_of(e))


def food_packed(connection: sa.Connection, e: RecordedEvent) -> None:
    _visit(connection, e, visit.PACKED, parcel_id=e.event.parcel_id)


def food_received(connection: sa.Connection, e: RecordedEvent) -> None:
    _visit(connection, e, visit.HELPED)


def waiting_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    _visit(connection, e, visit.ENDED, reason=e.event.reason)


# -- parcels --------------------------------------------------------------------------------------

_OF_PARCEL = (
    "parcel_id", "visit_id", "visitor_id", "person_id", "case_id", "referral_id", "how",
    "household_size", "days", "units", "grams",
)  # fmt: skip


def parcel_packed(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {name: getattr(e.event, name) for name in _OF_PARCEL} | _step_of(e)
    values |= {"short": list(e.event.short), "packed_on": e.event.on}
    rest = {"state": parcel.PACKED, "since": e.event.on}
    upsert(connection, parcel_list, ["parcel_id"], values | rest)
    for lot_id, units in e.event.lines.items():
        line = {"parcel_id": e.event.parcel_id, "lot_id": lot_id, "units": units}
        upsert(connection, parcel_line, ["parcel_id", "lot_id"], line)


def _parcel(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        parcel_list.update()
        .where(parcel_list.c.parcel_id == e.event.parcel_id)
        .values(since=e.event.on, **values)
    )


def delivery_promised(connection: sa.Connection, e: RecordedEvent) -> None:
    _parcel(connection, e, **_step_of(e))


def parcel_given(connection: sa.Connection, e: RecordedEvent) -> None:
    _parcel(connection, e, state=parcel.GIVEN, **_NO_STEP)


def parcel_taken_back(connection: sa.Connection, e: RecordedEvent) -> None:
    _parcel(connection, e, state=parcel.TAKEN_BACK, reason=e.event.reason, **_NO_STEP)


# -- contacts -------------------------------------------------------------------------------------


def contact_held(connection: sa.Connection, e: RecordedEvent) -> None:
    names = ("contact_id", "visitor_id", "visit_id", "on", "kind", "opened_up")
    values = {name: getattr(e.event, name) for name in names}
    upsert(connection, contact_list, ["contact_id"], values | {"promised": False})


def _contact(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        contact_list.update()
        .where(contact_list.c.contact_id == e.event.contact_id)
        .values(**values)
    )


def contact_step_set(connection: sa.Connection, e: RecordedEvent) -> None:
    _contact(connection, e, promised=True, outcome=None, **_step_of(e))


def contact_step_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    _contact(connection, e, promised=False, outcome=e.event.outcome, **_NO_STEP)


READ_MODELS: dict[type, Any] = {
    **SHEETS.read_models,
    **STOCK_MODELS,
    events.VisitorKnown: visitor_known,
    events.CardIssued: card_issued,
    events.FirstVisit: first_visit,
    events.VisitorAsked: visitor_asked,
    events.InvitationOffered: offered,
    events.InvitationAnswered: answered,
    events.InvitationAgreed: agreed,
    events.InvitationStepSet: invitation_step_set,
    events.InvitationWithdrawn: withdrawn,
    events.VisitorConnected: connected,
    events.VisitorLinked: linked,
    events.VisitorUnlinked: unlinked,
    events.VisitorCame: came,
    events.CameCorrected: came_corrected,
    events.VisitorForgotten: forgotten,
    visit.VisitRecorded: visit_recorded,
    visit.FoodPromised: food_promised,
    visit.FoodPacked: food_packed,
    visit.FoodReceived: food_received,
    visit.WaitingEnded: waiting_ended,
    parcel.ParcelPacked: parcel_packed,
    parcel.DeliveryPromised: delivery_promised,
    parcel.ParcelGiven: parcel_given,
    parcel.ParcelTakenBack: parcel_taken_back,
    contact.AideContact: contact_held,
    contact.ContactStepSet: contact_step_set,
    contact.ContactStepEnded: contact_step_ended,
}
