"""The soft invitation (やわらかな誘い): offered once, answered in their own time, never pressed.

Nobody may offer again after an offer, unless the visitor allowed it: by a day
they gave (`may_ask_again_on`), or by asking themselves. One permission is good
for one offer. The visitor may answer, or answer otherwise, whenever they like.
Only an agreement is a promise, and only that has an owner, a step and a day:
whoever is thinking or has declined owes nobody anything, and is not chased.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.foodbank.domain import refusals
from services.foodbank.domain.events import (
    AGREED,
    ANSWERS,
    CONNECTED,
    DECLINED,
    DESK,
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
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import checked_code
from tsunagu.domain.errors import Refused
from tsunagu.domain.work_item import checked_due

_MAY_ANSWER = (OFFERED, THINKING, DECLINED, WITHDRAWN)


class Invited(Aggregate):
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
        self._remembered()
        refusals.not_before(self.since, on)
        if not self.asked_themselves:
            self.record(VisitorAsked(**self.who(on)))

    def offer(self, *, on: date) -> None:
        """Tell them of the consultation desk, if that is no pressing."""
        self._remembered()
        if not self.may_be_asked(on):
            raise _pressing(self.may_ask_again_on)
        refusals.not_before(self.since, on)
        self.record(InvitationOffered(**self.who(on)))

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
        self._remembered()
        if self.invitation not in _MAY_ANSWER:
            raise refusals.state_not_allowed(self.invitation or "not_invited", _MAY_ANSWER)
        if answer not in ANSWERS:
            raise _answer_unknown()
        refusals.not_before(self.since, on)
        if answer == AGREED:
            step = _checked_step(next_step, due_on, on)
            self.record(InvitationAgreed(**self.who(on), **step))
        else:
            again_on = _checked_again(may_ask_again_on, on)
            self.record(
                InvitationAnswered(**self.who(on), answer=answer, may_ask_again_on=again_on)
            )

    def set_step(self, *, on: date, next_step: str, due_on: date) -> None:
        """What we owe them next on the way to the desk."""
        self.checked_agreed(on)
        step = _checked_step(next_step, due_on, on)
        self.record(InvitationStepSet(**self.who(on), **step))

    def withdraw(self, *, on: date, reason: str, may_ask_again_on: date | None = None) -> None:
        """They take their agreement back."""
        self.checked_agreed(on)
        self.record(
            InvitationWithdrawn(
                **self.who(on),
                reason=checked_code("reason", reason),
                may_ask_again_on=_checked_again(may_ask_again_on, on),
            )
        )

    def reach_desk(
        self, *, on: date, way: str, case_id: str | None = None, referral_id: str | None = None
    ) -> None:
        """A desk has taken the agreed invitation up; anything else changes nothing."""
        if self.invitation == AGREED and on >= self.agreed_on and self.person_id is not None:
            who = self.who(on) | {"case_id": case_id or self.case_id}
            self.record(VisitorConnected(**who, way=way, referral_id=referral_id))

    def who(self, on: date) -> dict[str, Any]:
        return {
            "visitor_id": self.id,
            "person_id": self.person_id,
            "case_id": self.case_id,
            "on": on,
        }

    def _remembered(self) -> None:
        if self.forgotten:
            raise Refused(
                "visitor_forgotten",
                "この方の記録は消えています / what was known of this visitor is forgotten",
                field="visitor_id",
                remedy="新しい方として登録する / register them anew",
            )

    def checked_agreed(self, on: date) -> None:
        """Refuse what only an agreed invitation has."""
        if self.invitation != AGREED:
            raise refusals.state_not_allowed(self.invitation or "not_invited", (AGREED,))
        refusals.not_before(self.since, on)

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
    def _connected(self, e: VisitorConnected) -> None:
        self.invitation, self.since, self.case_id = CONNECTED, e.on, e.case_id
        self.next_step = self.due_on = None
        self.asked_themselves, self.may_ask_again_on = False, None


def _pressing(allowed_on: date | None) -> Refused:
    when = (
        f"{allowed_on} から / from then on"
        if allowed_on
        else "本人から尋ねられたら / once they ask"
    )
    return Refused(
        "asking_not_allowed",
        "もう一度お誘いしてよいと言われていません / they have not allowed us to ask again",
        field="visitor_id",
        remedy=when,
    )


def _answer_unknown() -> Refused:
    return Refused(
        "answer_unknown",
        "そのような答えはありません / there is no such answer",
        field="answer",
        remedy=", ".join(ANSWERS),
    )


def _checked_again(again_on: date | None, on: date) -> date | None:
    if again_on is not None and again_on < on:
        raise Refused(
            "due_in_the_past",
            "もう一度聞いてよい日は、今日以降です / they cannot allow asking on a day that is past",
            field="may_ask_again_on",
            remedy=f"≥ {on}",
        )
    return again_on


def _checked_step(next_step: str | None, due_on: date | None, on: date) -> dict[str, Any]:
    if not next_step or due_on is None:
        raise Refused(
            "step_required",
            "つなぐ約束には、次の一歩と期限が要ります / "
            "who has agreed is owed a next step and its day",
            field="next_step",
            remedy="例 / e.g. accompany, write_sheet; due_on",
        )
    return {
        "owner_desk": DESK,
        "next_step": checked_code("next_step", next_step),
        "due_on": checked_due(due_on, on),
    }
