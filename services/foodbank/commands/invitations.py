"""Commands on the soft invitation and the aide's contacts: offered, never pressed."""

from __future__ import annotations

from typing import Any

from services.foodbank.commands import visit_support
from services.foodbank.commands.authorisation import ours
from services.foodbank.commands.visitors import state_of
from services.foodbank.domain.contact import Contact
from services.foodbank.domain.events import AGREED
from services.foodbank.domain.visit import Visit
from services.foodbank.domain.visitor import Visitor
from services.foodbank.queries import later_consultations
from services.foodbank.schemas import shared as schemas
from tsunagu.domain.calendar import add_working_days
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.ids import new_id

FIRST_STEP = "accompany"  # a warm handover, if nothing else was agreed


class Invitations(ServiceBase):
    @command
    def visitor_asks(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """The visitor asked about help by themselves: the aide may tell them, once."""
        asked = ours(schemas.Body(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.ask_themselves(**asked)
            return state_of(visitor)

    @command
    def offer_invitation(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """Tell the visitor of the consultation desk; refused where that would be pressing."""
        asked = ours(schemas.Body(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.offer(**asked)
            return state_of(visitor)

    @command
    def answer_invitation(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """thinking, agreed or declined; also later, and otherwise than before."""
        asked = ours(schemas.Answering(), body)
        if asked["answer"] == AGREED:
            asked["next_step"] = asked["next_step"] or FIRST_STEP
            asked["due_on"] = asked["due_on"] or _soon(asked)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.answer(**asked)
            return state_of(visitor)

    @command
    def set_invitation_step(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """What we owe next to a visitor who has agreed."""
        asked = ours(schemas.Step(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.set_step(**asked)
            return state_of(visitor)

    @command
    def withdraw_invitation(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """The visitor takes their agreement back."""
        asked = ours(schemas.Withdrawal(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.withdraw(**asked)
            return state_of(visitor)

    # -- the aide's contacts ----------------------------------------------------------------------

    @command
    def record_contact(self, **body: Any) -> dict[str, Any]:
        """A short contact with anybody; nothing need follow from it."""
        asked = ours(schemas.ContactShape(), body)
        step = asked.pop("next_step")
        due_on = asked.pop("due_on") or _soon(asked)
        with self.work() as work:
            visit = work.load(Visit, asked["visit_id"]) if asked["visit_id"] else None
            visitor_id = asked["visitor_id"] or (visit.visitor_id if visit else None)
            visitor = work.load(Visitor, visitor_id) if visitor_id else None
            contact = work.load_or_new(Contact, new_id())
            contact.hold(
                **asked | {"visitor_id": visitor_id},
                person_id=visitor.person_id if visitor else None,
                case_id=visitor.case_id if visitor else None,
            )
            if step is not None:
                contact.set_step(on=asked["on"], next_step=step, due_on=due_on)
            return _contact(contact)

    @command
    def set_contact_step(self, contact_id: str, **body: Any) -> dict[str, Any]:
        """The aide promised something."""
        asked = ours(schemas.Step(), body)
        with self.work() as work:
            contact = work.load(Contact, contact_id)
            contact.set_step(**asked)
            return _contact(contact)

    @command
    def end_contact_step(self, contact_id: str, **body: Any) -> dict[str, Any]:
        """What became of the promise."""
        asked = ours(schemas.Outcome(), body)
        with self.work() as work:
            contact = work.load(Contact, contact_id)
            contact.end_step(**asked)
            return _contact(contact)

    @command
    def read_contact(self, contact_id: str, **body: Any) -> dict[str, Any]:
        """The aide's words; that they were read, and what for, is recorded."""
        asked = ours(schemas.Reading(), body, keep_desk=True)
        with self.work() as work:
            note = work.load(Contact, contact_id).read(**asked)
        return {"contact_id": contact_id, "note": note}

    # -- figures ----------------------------------------------------------------------------------

    @command
    def coming(self, **query: Any) -> dict[str, Any]:
        """Of those who first visited in the period: how many came to consultation since."""
        asked = schemas.Period().load(query)
        with self.store.reading() as connection:
            return later_consultations.coming(connection, **asked)


def _soon(asked: dict[str, Any]) -> Any:
    return add_working_days(asked["on"], visit_support.STEP_DAYS)


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "contact_id": contact.id,
        "visitor_id": contact.visitor_id,
        "next_step": contact.next_step,
        "due_on": contact.due_on.isoformat() if contact.due_on else None,
    }
