"""A visitor: known by a card or by sight, nameless until they wish otherwise.

How their coming to consultation is counted: the first consultation that opens
or reopens a case on or after the first visit here, months later too, invited or
not. Whoever was sent to the food bank by a sheet had come before, and is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.foodbank.domain import refusals
from services.foodbank.domain.events import (
    CONNECTED,
    CONSULTATION,
    DESK,
    LINK_BASES,
    CameCorrected,
    CardIssued,
    FirstVisit,
    InvitationAgreed,
    VisitorCame,
    VisitorDescribed,
    VisitorForgotten,
    VisitorKnown,
    VisitorLinked,
    VisitorRead,
    VisitorUnlinked,
)
from services.foodbank.domain.household import Household
from services.foodbank.domain.invitation import Invited
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import checked_code
from tsunagu.domain.errors import Refused, require

ASK_VISITOR = "ask_visitor"
_TOLD = ("size", "children", "infants", "cannot_cook", "allergies", "diets")


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """What intake published of a consultation. `opening`: opened, reopened or continued."""

    record_id: str
    case_id: str
    on: date
    opening: str
    from_desk: str | None


class Visitor(Invited):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.household = Household()
        self.nickname: str | None = None
        self.note: str | None = None
        self.first_visit_on: date | None = None
        self.by_sheet = False
        self.came_on: date | None = None
        self.came_days: int | None = None

    # -- who they are -----------------------------------------------------------------------------

    def be_known(self, *, on: date) -> None:
        if not self.exists:
            self.record(VisitorKnown(visitor_id=self.id, on=on))

    def describe(
        self, *, on: date, nickname: str | None = None, note: str | None = None, **told: Any
    ) -> None:
        """Change what is said; what is left out (None) stays as it was."""
        self._remembered()
        household = self.household.but(**told)
        words: dict[str, Any] = {
            "nickname": self.nickname if nickname is None else nickname,
            "note": self.note if note is None else note,
        }
        if (household, words) != (self.household, {"nickname": self.nickname, "note": self.note}):
            eating = {name: getattr(household, name) for name in _TOLD}
            self.record(VisitorDescribed(person_id=self.id, on=on, **words, **eating))

    def read(self, *, on: date, by: str, purpose: str) -> dict[str, Any]:
        """What is known of them; that it was read, and what for, is recorded."""
        self._remembered()
        self.record(VisitorRead(visitor_id=self.id, on=on, desk=by, purpose=purpose))
        household = {name: getattr(self.household, name) for name in _TOLD}
        return {"nickname": self.nickname, "note": self.note, "household": household}

    def visit(self, *, on: date, by_sheet: bool) -> None:
        """Note the first visit; one entered late may be earlier than the first we knew."""
        if self.first_visit_on is None or on < self.first_visit_on:
            self.record(FirstVisit(visitor_id=self.id, on=on, by_sheet=by_sheet))
            if self.came_record is not None and self.came_on is not None:
                self._recount(self.came_on)

    def forget(self, *, on: date) -> None:
        """The key is destroyed by whoever calls; the ids stay, the words are gone."""
        self._remembered()
        self.record(VisitorForgotten(**self.who(on)))

    # -- at the desk ------------------------------------------------------------------------------

    def link(self, *, on: date, person_id: str, case_id: str | None, basis: str) -> None:
        """This visitor is that person of intake; said again, a case may be added."""
        self._remembered()
        if self.person_id not in (None, person_id):
            raise Refused(
                "already_linked",
                "ほかの方につながっています / this visitor is linked to another person",
                field="person_id",
                remedy="誤りなら先に外す / unlink first if that was wrong",
            )
        if basis not in LINK_BASES:
            raise Refused(
                "basis_required",
                "本人の同意か、シートが要ります / it takes their consent, or a sheet",
                field="basis",
                remedy=", ".join(LINK_BASES),
            )
        known = (self.person_id, self.case_id)
        if known != (person_id, case_id or self.case_id):
            ids = {"person_id": person_id, "case_id": case_id or self.case_id}
            self.record(VisitorLinked(**self.who(on) | ids, basis=basis))

    def unlink(self, *, on: date, reason: str, due_on: date) -> None:
        """The link was an error. Had it closed an agreement, that is owed again, by `due_on`."""
        if self.person_id is None:
            raise refusals.state_not_allowed("not_linked", ("linked",))
        reason = checked_code("reason", reason)
        if self.came_on is not None and self.came_days is not None:
            self._correct(self.came_on, None)
        self.record(VisitorUnlinked(**self.who(on), reason=reason))
        if self.invitation == CONNECTED:
            self.record(
                InvitationAgreed(
                    **self.who(on), owner_desk=DESK, next_step=ASK_VISITOR, due_on=due_on
                )
            )

    def hear_of(self, consultation: Consultation) -> None:
        """Intake accepted a consultation of the person whom this visitor is."""
        if self.forgotten or self.person_id is None:
            return
        if self._counts(consultation):
            first_visit_on = self._first_visit()
            self.record(
                VisitorCame(
                    **self.who(consultation.on) | {"case_id": consultation.case_id},
                    record_id=consultation.record_id,
                    first_visit_on=first_visit_on,
                    days=(consultation.on - first_visit_on).days,
                    invitation=self.invitation,
                    by_themselves=consultation.from_desk != DESK,
                )
            )
        self.reach_desk(on=consultation.on, way=CONSULTATION, case_id=consultation.case_id)

    def hear_of_other_day(self, *, record_id: str, on: date) -> None:
        """Intake corrected the day of a consultation."""
        if record_id == self.came_record and on != self.came_on:
            self._recount(on)

    def _counts(self, consultation: Consultation) -> bool:
        return (
            self.came_record is None
            and not self.by_sheet
            and self.first_visit_on is not None
            and consultation.on >= self.first_visit_on
            and consultation.opening != "continued"
        )

    def _first_visit(self) -> date:
        return require(self.first_visit_on, "who came to the counter had visited before")

    def _recount(self, came_on: date) -> None:
        """Say anew after how many days they came, or that it was no coming."""
        days = (came_on - self._first_visit()).days
        self._correct(came_on, days if days >= 0 and not self.by_sheet else None)

    def _correct(self, came_on: date, days: int | None) -> None:
        self.record(
            CameCorrected(
                **self.who(came_on),
                record_id=require(self.came_record, "only a coming is corrected"),
                first_visit_on=self._first_visit(),
                days=days,
            )
        )

    # -- what happened ----------------------------------------------------------------------------

    @applies(VisitorDescribed)
    def _described(self, e: VisitorDescribed) -> None:
        self.household = Household(**{name: getattr(e, name) for name in _TOLD})
        self.nickname, self.note = e.nickname, e.note

    @applies(FirstVisit)
    def _visited(self, e: FirstVisit) -> None:
        self.first_visit_on, self.by_sheet = e.on, e.by_sheet

    @applies(VisitorLinked)
    def _linked(self, e: VisitorLinked) -> None:
        self.person_id, self.case_id = e.person_id, e.case_id

    @applies(VisitorUnlinked)
    def _unlinked(self, e: VisitorUnlinked) -> None:
        self.person_id = self.case_id = self.came_record = self.came_on = self.came_days = None

    @applies(VisitorCame)
    def _came(self, e: VisitorCame) -> None:
        self.came_record, self.came_on, self.came_days = e.record_id, e.on, e.days
        self.case_id = self.case_id or e.case_id

    @applies(CameCorrected)
    def _came_corrected(self, e: CameCorrected) -> None:
        self.came_on, self.came_days = e.on, e.days

    @applies(VisitorForgotten)
    def _forgotten(self, e: VisitorForgotten) -> None:
        self.forgotten = True
        self.household, self.nickname, self.note = Household(), None, None
        self.invitation = self.next_step = self.due_on = None
        self.asked_themselves, self.may_ask_again_on = False, None


class Card(Aggregate):
    """A visitor's card by its number: one stream a number, so that no number has two visitors."""

    category = "card"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.visitor_id: str | None = None

    def issue(self, *, on: date, visitor_id: str, instead_of: str | None = None) -> None:
        """Give the card to a visitor; `instead_of` names a forgotten one who had it."""
        if self.visitor_id == visitor_id:
            return
        if self.visitor_id is not None and self.visitor_id != instead_of:
            raise Refused(
                "card_taken",
                "この番号はほかの方の札です / this card's number is another visitor's",
                field="card",
                remedy="別の番号を / another number",
            )
        self.record(CardIssued(card=self.id, visitor_id=visitor_id, on=on))

    @applies(CardIssued)
    def _issued(self, e: CardIssued) -> None:
        self.visitor_id = e.visitor_id
