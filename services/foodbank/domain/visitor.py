"""A visitor: known by a card or by sight, nameless until they wish otherwise.

How their coming to consultation is counted: the first consultation that opens
or reopens a case on or after the first visit here, months later too, invited or
not. Whoever was sent to the food bank by a sheet had come before, and is not.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from services.foodbank.domain.checks import check_state
from services.foodbank.domain.events.fields import DESK, VisitorIds
from services.foodbank.domain.events.invitation import CONNECTED, InvitationAgreed
from services.foodbank.domain.events.visitor import (
    CONSULTATION,
    LINK_BASES,
    CameCorrected,
    FirstVisit,
    VisitorCame,
    VisitorDescribed,
    VisitorForgotten,
    VisitorKnown,
    VisitorLinked,
    VisitorRead,
    VisitorUnlinked,
)
from services.foodbank.domain.household import Household, HouseholdAnswers
from services.foodbank.domain.invitation import Invitee
from services.foodbank.domain.refusals import ALREADY_LINKED, BASIS_REQUIRED
from tsunagu.domain.aggregate import applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.errors import require

ASK_VISITOR = "ask_visitor"
_NOTHING_SAID = HouseholdAnswers()


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """What intake published of a consultation. `opening`: opened, reopened or continued."""

    record_id: str
    case_id: str
    on: date
    opening: str
    from_desk: str | None


@dataclass(frozen=True, kw_only=True)
class VisitorNotes:
    """What only a recorded reading shows of a visitor."""

    nickname: str | None
    note: str | None
    household: Household


class Visitor(Invitee):
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
        self,
        *,
        on: date,
        nickname: str | None = None,
        note: str | None = None,
        household: HouseholdAnswers = _NOTHING_SAID,
    ) -> None:
        """Change what is said; what is left out (None) stays as it was."""
        self._check_remembered()
        updated = self.household.update(household)
        nickname = self.nickname if nickname is None else nickname
        note = self.note if note is None else note
        if (updated, nickname, note) != (self.household, self.nickname, self.note):
            eating = asdict(updated)
            self.record(
                VisitorDescribed(person_id=self.id, on=on, nickname=nickname, note=note, **eating)
            )

    def read(self, *, on: date, by: str, purpose: str) -> VisitorNotes:
        """What is known of them; that it was read, and what for, is recorded."""
        self._check_remembered()
        self.record(VisitorRead(visitor_id=self.id, on=on, desk=by, purpose=purpose))
        return VisitorNotes(nickname=self.nickname, note=self.note, household=self.household)

    def visit(self, *, on: date, by_sheet: bool) -> None:
        """Note the first visit; one entered late may be earlier than the first we knew."""
        if self.first_visit_on is None or on < self.first_visit_on:
            self.record(FirstVisit(visitor_id=self.id, on=on, by_sheet=by_sheet))
            if self.came_record is not None and self.came_on is not None:
                self._recount(self.came_on)

    def forget(self, *, on: date) -> None:
        """The key is destroyed by whoever calls; the ids stay, the words are gone."""
        self._check_remembered()
        self.record(VisitorForgotten(**self._ids(on)))

    # -- at the desk ------------------------------------------------------------------------------

    def link(self, *, on: date, person_id: str, case_id: str | None, basis: str) -> None:
        """This visitor is that person of intake; said again, a case may be added."""
        self._check_remembered()
        if self.person_id not in (None, person_id):
            raise ALREADY_LINKED()
        if basis not in LINK_BASES:
            raise BASIS_REQUIRED()
        case_id = case_id or self.case_id
        if (self.person_id, self.case_id) != (person_id, case_id):
            ids: VisitorIds = {**self._ids(on), "person_id": person_id, "case_id": case_id}
            self.record(VisitorLinked(**ids, basis=basis))

    def unlink(self, *, on: date, reason: str, due_on: date) -> None:
        """The link was an error. Had it closed an agreement, that is owed again, by `due_on`."""
        check_state("not_linked" if self.person_id is None else "linked", ("linked",))
        reason = require_code("reason", reason)
        if self.came_on is not None and self.came_days is not None:
            self._correct(self.came_on, None)
        self.record(VisitorUnlinked(**self._ids(on), reason=reason))
        if self.invitation == CONNECTED:
            self.record(
                InvitationAgreed(
                    **self._ids(on), owner_desk=DESK, next_step=ASK_VISITOR, due_on=due_on
                )
            )

    def hear_of(self, consultation: Consultation) -> None:
        """Intake accepted a consultation of the person whom this visitor is."""
        if self.forgotten or self.person_id is None:
            return
        if self._counts(consultation):
            first_visit_on = self._first_visit()
            ids: VisitorIds = {**self._ids(consultation.on), "case_id": consultation.case_id}
            self.record(
                VisitorCame(
                    **ids,
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
                **self._ids(came_on),
                record_id=require(self.came_record, "only a coming is corrected"),
                first_visit_on=self._first_visit(),
                days=days,
            )
        )

    # -- what happened ----------------------------------------------------------------------------

    @applies(VisitorDescribed)
    def _described(self, e: VisitorDescribed) -> None:
        self.household = Household(
            size=e.size,
            children=e.children,
            infants=e.infants,
            cannot_cook=e.cannot_cook,
            allergies=e.allergies,
            diets=e.diets,
        )
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
