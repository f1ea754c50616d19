"""The soft invitation (やわらかな誘い): offered once, answered in their own time, never pressed.

Nobody may offer again after an offer, unless the visitor allowed it: by a day
they gave (`may_ask_again_on`), or by asking themselves. One permission is good
for one offer. The visitor may answer, or answer otherwise, whenever they like.
Only an agreement is a promise, and only that has an owner, a step and a day:
whoever is thinking or has declined owes nobody anything, and is not chased.
"""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.checks import check_not_before, check_state
from services.foodbank.domain.events.fields import DESK, StepFields, VisitorIds
from services.foodbank.domain.events.invitation import (
    AGREED,
    ANSWERS,
    CONNECTED,
    DECLINED,
    OFFERED,
    THINKING,
    WITHDRAWN,
    InvitationAgreed,
    InvitationAnswered,
    InvitationOffered,
    InvitationStepSet,
    InvitationWithdrawn,
    VisitorAsked,
    VisitorConnected,
)
from services.foodbank.domain.refusals import (
    ANSWER_UNKNOWN,
    ASKING_AGAIN_IN_THE_PAST,
    ASKING_NOT_ALLOWED,
    FROM_THAT_DAY,
    ONCE_THEY_ASK,
    STEP_REQUIRED,
    VISITOR_FORGOTTEN,
)
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.work_item import require_due_date

NOT_INVITED = "not_invited"  # nobody has spoken to them of the desk
_MAY_ANSWER = (OFFERED, THINKING, DECLINED, WITHDRAWN)


class Invitee(Aggregate):
    """The part of a visitor that the invitation is about."""

    category = "visitor"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.person_id: str | None = None
        self.case_id: str | None = None
        self.forgotten = False
        self.came_record: str | None = None
        self.invitation: str | None = None
        self.since = date.min  # when the invitation's present state began
        self.agreed_on = date.min
        self.may_ask_again_on: date | None = None
        self.asked_themselves = False
        self.next_step: str | None = None
        self.due_on: date | None = None

    def may_be_asked(self, on: date) -> bool:
        """Whether the aide may speak of the desk on that day, of their own accord."""
        if self.forgotten or self.invitation == AGREED:
            return False
        if self.invitation is None and self.came_record is None:
            return True
        allowed_on = self.may_ask_again_on
        return self.asked_themselves or (allowed_on is not None and allowed_on <= on)

    def ask_themselves(self, *, on: date) -> None:
        """They asked about help: whoever asks may be answered."""
        self._check_remembered()
        check_not_before(self.since, on)
        if not self.asked_themselves:
            self.record(VisitorAsked(**self._ids(on)))

    def offer(self, *, on: date) -> None:
        """Tell them of the consultation desk, if that is no pressing."""
        self._check_remembered()
        self._check_asking_allowed(on)
        check_not_before(self.since, on)
        self.record(InvitationOffered(**self._ids(on)))

    def answer(
        self,
        *,
        on: date,
        answer: str,
        may_ask_again_on: date | None = None,
        next_step: str | None = None,
        due_on: date | None = None,
    ) -> None:
        """What they say to the offer; also later, unasked. `agreed` needs a step and its day."""
        self._check_remembered()
        check_state(self.invitation or NOT_INVITED, _MAY_ANSWER)
        if answer not in ANSWERS:
            raise ANSWER_UNKNOWN()
        check_not_before(self.since, on)
        if answer == AGREED:
            step = _make_step(next_step, due_on, on)
            self.record(InvitationAgreed(**self._ids(on), **step))
        else:
            again_on = _checked_permission(may_ask_again_on, on)
            self.record(
                InvitationAnswered(**self._ids(on), answer=answer, may_ask_again_on=again_on)
            )

    def set_step(self, *, on: date, next_step: str, due_on: date) -> None:
        """What we owe them next on the way to the desk."""
        self.check_agreed(on)
        step = _make_step(next_step, due_on, on)
        self.record(InvitationStepSet(**self._ids(on), **step))

    def withdraw(self, *, on: date, reason: str, may_ask_again_on: date | None = None) -> None:
        """They take their agreement back."""
        self.check_agreed(on)
        self.record(
            InvitationWithdrawn(
                **self._ids(on),
                reason=require_code("reason", reason),
                may_ask_again_on=_checked_permission(may_ask_again_on, on),
            )
        )

    def reach_desk(
        self, *, on: date, way: str, case_id: str | None = None, referral_id: str | None = None
    ) -> None:
        """A desk has taken the agreed invitation up; anything else changes nothing."""
        if self.invitation == AGREED and on >= self.agreed_on and self.person_id is not None:
            ids: VisitorIds = {**self._ids(on), "case_id": case_id or self.case_id}
            self.record(VisitorConnected(**ids, way=way, referral_id=referral_id))

    def _ids(self, on: date) -> VisitorIds:
        """Whom an event of that day is about."""
        return {
            "visitor_id": self.id,
            "person_id": self.person_id,
            "case_id": self.case_id,
            "on": on,
        }

    def _check_remembered(self) -> None:
        if self.forgotten:
            raise VISITOR_FORGOTTEN()

    def _check_asking_allowed(self, on: date) -> None:
        """Refuse to press them."""
        if not self.may_be_asked(on):
            day = self.may_ask_again_on
            raise ASKING_NOT_ALLOWED(when=FROM_THAT_DAY.fill(day=day) if day else ONCE_THEY_ASK)

    def check_agreed(self, on: date) -> None:
        """Refuse what only an agreed invitation has."""
        check_state(self.invitation or NOT_INVITED, (AGREED,))
        check_not_before(self.since, on)

    # -- what happened ----------------------------------------------------------------------------

    @applies(VisitorAsked)
    def _asked(self, e: VisitorAsked) -> None:
        self.asked_themselves = True

    @applies(InvitationOffered)
    def _offered(self, e: InvitationOffered) -> None:
        self.invitation, self.since = OFFERED, e.on
        self.asked_themselves, self.may_ask_again_on = False, None

    @applies(InvitationAnswered)
    def _answered(self, e: InvitationAnswered) -> None:
        self.invitation, self.since = e.answer, e.on
        self.asked_themselves, self.may_ask_again_on = False, e.may_ask_again_on

    @applies(InvitationAgreed)
    def _has_agreed(self, e: InvitationAgreed) -> None:
        self.invitation, self.since, self.agreed_on = AGREED, e.on, e.on
        self.next_step, self.due_on = e.next_step, e.due_on
        self.asked_themselves, self.may_ask_again_on = False, None

    @applies(InvitationStepSet)
    def _step_set(self, e: InvitationStepSet) -> None:
        self.next_step, self.due_on, self.since = e.next_step, e.due_on, e.on

    @applies(InvitationWithdrawn)
    def _withdrawn(self, e: InvitationWithdrawn) -> None:
        self.invitation, self.since = WITHDRAWN, e.on
        self.asked_themselves, self.may_ask_again_on = False, e.may_ask_again_on
        self.next_step = self.due_on = None

    @applies(VisitorConnected)
    def _on_connected(self, e: VisitorConnected) -> None:
        self.invitation, self.since, self.case_id = CONNECTED, e.on, e.case_id
        self.next_step = self.due_on = None
        self.asked_themselves, self.may_ask_again_on = False, None


def _checked_permission(again_on: date | None, on: date) -> date | None:
    """The day from which they allow asking again, if it is not past."""
    if again_on is not None and again_on < on:
        raise ASKING_AGAIN_IN_THE_PAST(on=on)
    return again_on


def _make_step(next_step: str | None, due_on: date | None, on: date) -> StepFields:
    """What we owe whoever has agreed; both the step and its day are needed."""
    if not next_step or due_on is None:
        raise STEP_REQUIRED()
    return {
        "owner_desk": DESK,
        "next_step": require_code("next_step", next_step),
        "due_on": require_due_date(due_on, on),
    }
