"""The consultation aide's contacts (相談補助員の声かけ): short, and complete by themselves.

A contact asks nothing of the visitor and needs no next step. Where the aide did
promise something, that promise has an owner, a step and a day until it is kept.
"""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.checks import check_new, check_not_before, check_state
from services.foodbank.domain.events.contact import (
    AideContact,
    ContactIds,
    ContactNoted,
    ContactRead,
    ContactStepEnded,
    ContactStepSet,
)
from services.foodbank.domain.events.fields import DESK
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.work_item import require_due_date


class Contact(Aggregate):
    category = "contact"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.visitor_id: str | None = None
        self.person_id: str | None = None
        self.case_id: str | None = None
        self.note: str | None = None
        self.since = date.min
        self.next_step: str | None = None
        self.due_on: date | None = None

    def hold(
        self,
        *,
        on: date,
        kind: str,
        opened_up: str,
        visitor_id: str | None,
        visit_id: str | None,
        person_id: str | None,
        case_id: str | None,
        note: str | None,
    ) -> None:
        """A word at the shelf, a call, a letter; with anybody, known or not."""
        check_new(self, "held")
        self.record(
            AideContact(
                contact_id=self.id,
                visitor_id=visitor_id,
                visit_id=visit_id,
                person_id=person_id,
                case_id=case_id,
                on=on,
                kind=kind,
                opened_up=opened_up,
            )
        )
        if note is not None:
            key = visitor_id or visit_id or self.id
            self.record(ContactNoted(contact_id=self.id, person_id=key, on=on, note=note))

    def set_step(self, *, on: date, next_step: str, due_on: date) -> None:
        check_not_before(self.since, on)
        self.record(
            ContactStepSet(
                **self._ids(on),
                owner_desk=DESK,
                next_step=require_code("next_step", next_step),
                due_on=require_due_date(due_on, on),
            )
        )

    def end_step(self, *, on: date, outcome: str) -> None:
        """What became of the promise."""
        check_state("promised" if self.next_step else "nothing_promised", ("promised",))
        check_not_before(self.since, on)
        outcome = require_code("outcome", outcome)
        self.record(ContactStepEnded(**self._ids(on), outcome=outcome))

    def read(self, *, on: date, by: str, purpose: str) -> str | None:
        """The aide's words; the reading is recorded."""
        self.record(ContactRead(contact_id=self.id, on=on, desk=by, purpose=purpose))
        return self.note

    def _ids(self, on: date) -> ContactIds:
        return {
            "contact_id": self.id,
            "visitor_id": self.visitor_id,
            "person_id": self.person_id,
            "case_id": self.case_id,
            "on": on,
        }

    # -- what happened ----------------------------------------------------------------------------

    @applies(AideContact)
    def _held(self, e: AideContact) -> None:
        self.visitor_id, self.person_id, self.case_id = e.visitor_id, e.person_id, e.case_id
        self.since = e.on

    @applies(ContactNoted)
    def _noted(self, e: ContactNoted) -> None:
        self.note = e.note

    @applies(ContactStepSet)
    def _step_set(self, e: ContactStepSet) -> None:
        self.next_step, self.due_on, self.since = e.next_step, e.due_on, e.on

    @applies(ContactStepEnded)
    def _step_ended(self, e: ContactStepEnded) -> None:
        self.next_step = self.due_on = None
        self.since = e.on
