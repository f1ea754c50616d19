"""How the table of visitors follows them and their invitation; in the events' transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.events import invitation, visitor
from services.foodbank.projections.steps import NO_STEP, step_of
from services.foodbank.projections.tables import visitor_list
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent


def update_visitor(connection: sa.Connection, visitor_id: str, **values: Any) -> None:
    connection.execute(
        visitor_list.update().where(visitor_list.c.visitor_id == visitor_id).values(**values)
    )


def insert_visitor(connection: sa.Connection, e: RecordedEvent) -> None:
    values = {"visitor_id": e.event.visitor_id, "known_on": e.event.on, "visits": 0, "offers": 0}
    rest = {"asked_themselves": False, "by_sheet": False, "forgotten": False}
    upsert(connection, visitor_list, ["visitor_id"], values | rest)


def set_card(connection: sa.Connection, e: RecordedEvent) -> None:
    update_visitor(connection, e.event.visitor_id, card=e.event.card)


def set_first_visit(connection: sa.Connection, e: RecordedEvent) -> None:
    update_visitor(
        connection, e.event.visitor_id, first_visit_on=e.event.on, by_sheet=e.event.by_sheet
    )


def set_asked(connection: sa.Connection, e: RecordedEvent) -> None:
    update_visitor(connection, e.event.visitor_id, asked_themselves=True)


def _set_invitation(connection: sa.Connection, e: RecordedEvent, state: str, **values: Any) -> None:
    """A new state of the invitation; a permission is void unless it is given anew."""
    latest = {"invitation": state, "since": e.event.on, "asked_themselves": False}
    cleared = {"may_ask_again_on": None} | NO_STEP
    update_visitor(connection, e.event.visitor_id, **latest | cleared | values)


def set_offered(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_invitation(connection, e, invitation.OFFERED, offers=visitor_list.c.offers + 1)


def set_answered(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_invitation(connection, e, e.event.answer, may_ask_again_on=e.event.may_ask_again_on)


def set_agreed(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_invitation(connection, e, invitation.AGREED, **step_of(e))


def set_invitation_step(connection: sa.Connection, e: RecordedEvent) -> None:
    update_visitor(connection, e.event.visitor_id, since=e.event.on, **step_of(e))


def set_withdrawn(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_invitation(connection, e, invitation.WITHDRAWN, may_ask_again_on=e.event.may_ask_again_on)


def set_connected(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_invitation(connection, e, invitation.CONNECTED, case_id=e.event.case_id)


def set_link(connection: sa.Connection, e: RecordedEvent) -> None:
    ids = {"person_id": e.event.person_id, "case_id": e.event.case_id}
    update_visitor(connection, e.event.visitor_id, **ids)


_NOT_COME = dict.fromkeys(("came_on", "came_days", "came_invitation", "came_by_themselves"))


def clear_link(connection: sa.Connection, e: RecordedEvent) -> None:
    update_visitor(connection, e.event.visitor_id, person_id=None, case_id=None, **_NOT_COME)


def set_came(connection: sa.Connection, e: RecordedEvent) -> None:
    update_visitor(
        connection,
        e.event.visitor_id,
        case_id=sa.func.coalesce(visitor_list.c.case_id, e.event.case_id),
        came_on=e.event.on,
        came_days=e.event.days,
        came_invitation=e.event.invitation,
        came_by_themselves=e.event.by_themselves,
    )


def correct_came(connection: sa.Connection, e: RecordedEvent) -> None:
    update_visitor(connection, e.event.visitor_id, came_on=e.event.on, came_days=e.event.days)


def set_forgotten(connection: sa.Connection, e: RecordedEvent) -> None:
    cleared = {"invitation": None, "may_ask_again_on": None, "asked_themselves": False}
    update_visitor(connection, e.event.visitor_id, forgotten=True, card=None, **cleared | NO_STEP)


VISITOR_MODELS: Mapping[type, Any] = {
    visitor.VisitorKnown: insert_visitor,
    visitor.CardIssued: set_card,
    visitor.FirstVisit: set_first_visit,
    invitation.VisitorAsked: set_asked,
    invitation.InvitationOffered: set_offered,
    invitation.InvitationAnswered: set_answered,
    invitation.InvitationAgreed: set_agreed,
    invitation.InvitationStepSet: set_invitation_step,
    invitation.InvitationWithdrawn: set_withdrawn,
    invitation.VisitorConnected: set_connected,
    visitor.VisitorLinked: set_link,
    visitor.VisitorUnlinked: clear_link,
    visitor.VisitorCame: set_came,
    visitor.CameCorrected: correct_came,
    visitor.VisitorForgotten: set_forgotten,
}
