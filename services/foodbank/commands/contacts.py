"""Commands on the consultation aide's contacts, and what the aide promised in one."""

from __future__ import annotations

from services.foodbank.commands.authorisation import DeskCommands
from services.foodbank.domain.contact import Contact
from services.foodbank.domain.deadlines import calculate_step_day
from services.foodbank.domain.visit import Visit
from services.foodbank.domain.visitor import Visitor
from services.foodbank.schemas.bodies import Reading, Step
from services.foodbank.schemas.contacts import ContactShape, Outcome
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


class Contacts(DeskCommands):
    @command(ContactShape)
    def record_contact(self, asked: ContactShape) -> JsonObject:
        """A short contact with anybody; nothing need follow from it."""
        with self.work_of(asked.by) as work:
            visitor = _load_visitor(work, asked)
            contact = work.load_or_new(Contact, new_id())
            contact.hold(
                **asked.values("by", "visitor_id", "next_step", "due_on"),
                visitor_id=visitor.id if visitor else None,
                person_id=visitor.person_id if visitor else None,
                case_id=visitor.case_id if visitor else None,
            )
            if asked.next_step is not None:
                due_on = asked.due_on or calculate_step_day(asked.on)
                contact.set_step(on=asked.on, next_step=asked.next_step, due_on=due_on)
            return _state_of(contact)

    @command(Step)
    def set_contact_step(self, step: Step, contact_id: str) -> JsonObject:
        """The aide promised something."""
        with self.work_of(step.by) as work:
            contact = work.load(Contact, contact_id)
            contact.set_step(**step.values("by"))
            return _state_of(contact)

    @command(Outcome)
    def end_contact_step(self, asked: Outcome, contact_id: str) -> JsonObject:
        """What became of the promise."""
        with self.work_of(asked.by) as work:
            contact = work.load(Contact, contact_id)
            contact.end_step(**asked.values("by"))
            return _state_of(contact)

    @command(Reading)
    def read_contact(self, reading: Reading, contact_id: str) -> JsonObject:
        """The aide's words; that they were read, and what for, is recorded."""
        with self.work_of(reading.by) as work:
            note = work.load(Contact, contact_id).read(**reading.values())
        return {"contact_id": contact_id, "note": note}


def _load_visitor(work: UnitOfWork, asked: ContactShape) -> Visitor | None:
    """Whom the contact was with: the visitor named, or whose visit it was; None if not known."""
    visit = work.load(Visit, asked.visit_id) if asked.visit_id else None
    visitor_id = asked.visitor_id or (visit.visitor_id if visit else None)
    return work.load(Visitor, visitor_id) if visitor_id else None


def _state_of(contact: Contact) -> JsonObject:
    return {
        "contact_id": contact.id,
        "visitor_id": contact.visitor_id,
        "next_step": contact.next_step,
        "due_on": contact.due_on.isoformat() if contact.due_on else None,
    }
