"""The need behind a referral (困りごと): it outlives every desk that could not help.

At every moment an open need has exactly one owner desk, a next step and a due
date. A new placing replaces the one before, and starts its clock anew; the
clock's days were fixed when the step began, so that looking at it late, often
or twice gives the same reminders, each once.
"""

from __future__ import annotations

from datetime import date

from services.referral.domain.clock import RETURNED, Clock, deadlines_of
from services.referral.domain.desk import Desk
from services.referral.domain.events import (
    CONSULTATION_SUPPORT,
    ClockStarted,
    Escalated,
    NeedClosed,
    NeedPlaced,
    NeedTakenUp,
    Reminded,
)
from services.referral.domain.refusals import (
    NEED_CLOSED,
    NEED_NOT_HERE,
    ONLY_BY_REFERRAL,
    REASON_REQUIRED,
)
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.work_item import require_due_date


class Need(Aggregate):
    category = "need"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.person_id = ""
        self.case_id: str | None = None
        self.referral_id = ""
        self.carriers = 0  # how many sheets have carried it
        self.owner_desk = self.next_step = self.because = ""
        self.placed_on = self.due_on = date.min
        self.closed_because: str | None = None
        self.clock: ClockStarted | None = None
        self.reminded = False
        self.escalated: set[str] = set()

    @property
    def is_open(self) -> bool:
        return self.exists and self.closed_because is None

    def take_up(self, *, referral_id: str, on: date) -> None:
        """A referral begins to carry this need."""
        if self.closed_because is not None:
            raise NEED_CLOSED()
        if self.referral_id != referral_id:
            self.record(NeedTakenUp(need_id=self.id, referral_id=referral_id, on=on))

    def place(
        self,
        *,
        person_id: str,
        case_id: str | None,
        on: date,
        owner_desk: str,
        next_step: str,
        due_on: date,
        because: str,
        note: str | None = None,
    ) -> None:
        """Say whose it is, what comes next, and by when."""
        if self.closed_because is not None:
            raise NEED_CLOSED()
        self.record(
            NeedPlaced(
                need_id=self.id,
                person_id=person_id,
                case_id=case_id,
                on=on,
                owner_desk=owner_desk,
                next_step=require_code("next_step", next_step),
                due_on=due_on,
                because=because,
                note=note,
            )
        )

    def check_owner(self, desk: str) -> None:
        """Refuse where the need is on another desk."""
        if self.owner_desk != desk:
            raise NEED_NOT_HERE(owner=self.owner_desk)

    def set_next_step(
        self,
        *,
        owner: Desk,
        new_owner: Desk,
        on: date,
        next_step: str,
        due_on: date,
        note: str | None = None,
    ) -> None:
        """What its owner does next, or hands up to a lead; sideways goes a referral alone."""
        require_due_date(due_on, on)
        upward = (owner.lead_desk, CONSULTATION_SUPPORT)
        if new_owner.id not in (owner.id, *upward):
            raise ONLY_BY_REFERRAL(choice=", ".join(upward))
        self.place(
            person_id=self.person_id,
            case_id=self.case_id,
            on=on,
            owner_desk=new_owner.id,
            next_step=next_step,
            due_on=due_on,
            because="placed",
            note=note,
        )
        clock = new_owner.clock_for(RETURNED)
        self.start_clock(step=RETURNED, clock=clock, lead_desk=new_owner.lead_desk)

    def start_clock(self, *, step: str, clock: Clock, lead_desk: str) -> None:
        """Fix when the present step is reminded of; a clock switched off fixes nothing."""
        if not clock.running:
            return
        days = deadlines_of(clock, self.due_on)
        self.record(
            ClockStarted(
                need_id=self.id,
                referral_id=self.referral_id,
                on=self.placed_on,
                step=step,
                desk=self.owner_desk,
                lead_desk=lead_desk,
                remind_on=days.remind_on,
                lead_on=days.lead_on,
                support_on=days.support_on,
            )
        )

    def check_clock(self, today: date) -> None:
        """Remind and escalate what has become due by today; each only once for a step."""
        clock = self.clock
        if clock is None or not self.is_open:
            return
        if today >= clock.remind_on and not self.reminded:
            self.record(Reminded(referral_id=clock.referral_id, on=today, desk=clock.desk))
        for level, day, desk in (
            ("desk_lead", clock.lead_on, clock.lead_desk),
            ("support_lead", clock.support_on, CONSULTATION_SUPPORT),
        ):
            if today >= day and level not in self.escalated:
                self.record(
                    Escalated(referral_id=clock.referral_id, on=today, level=level, desk=desk)
                )

    def close(self, *, on: date, reason: str, note: str | None = None) -> None:
        """The recorded ending."""
        if self.closed_because is not None:
            raise NEED_CLOSED()
        if not reason:
            raise REASON_REQUIRED(state="close")
        self.record(
            NeedClosed(
                need_id=self.id,
                person_id=self.person_id,
                on=on,
                reason=require_code("reason", reason),
                note=note,
            )
        )

    # -- what happened ----------------------------------------------------------------------------

    @applies(NeedTakenUp)
    def _taken_up(self, e: NeedTakenUp) -> None:
        self.referral_id = e.referral_id
        self.carriers += 1

    @applies(NeedPlaced)
    def _placed(self, e: NeedPlaced) -> None:
        self.person_id, self.case_id = e.person_id, e.case_id
        self.owner_desk, self.next_step, self.because = e.owner_desk, e.next_step, e.because
        self.placed_on, self.due_on = e.on, e.due_on
        self.clock, self.reminded, self.escalated = None, False, set()

    @applies(ClockStarted)
    def _clock_started(self, e: ClockStarted) -> None:
        self.clock = e

    @applies(Reminded)
    def _reminded(self, e: Reminded) -> None:
        self.reminded = True

    @applies(Escalated)
    def _escalated(self, e: Escalated) -> None:
        self.escalated.add(e.level)

    @applies(NeedClosed)
    def _closed(self, e: NeedClosed) -> None:
        self.closed_because = e.reason
        self.clock = None
