"""A benefit while it is paid: one payment order a month to the landlord, and the month's duties.

A month is due, then sent; the bank may return it, and it is payable again. It
counts as paid while it is sent, so a month sent twice still counts once. Duties
that were not done stop the next payment until staff accept an excuse or stop
the benefit; duties that nobody has checked yet stop nothing, they only stand as
the next step.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from services.housing.domain.benefit import BenefitDecision
from services.housing.domain.benefit_events import (
    DUE,
    PAYING,
    RETURNED,
    SENT,
    STOPPED,
    DutiesChecked,
    DutyDone,
    PaymentOverdue,
    PaymentReturned,
    PaymentsDropped,
    PaymentSent,
    PaymentsPlanned,
)
from services.housing.domain.months import last_day, month_of
from services.housing.domain.refusals import benefit as refusals
from services.housing.domain.rule_tables import DUTIES, RuleTable
from tsunagu.domain.aggregate import applies
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.codes import require_choice, require_code
from tsunagu.domain.work_item import Step

DAYS_TO_SEND_AGAIN = 5  # working days after a return
DAYS_TO_CHECK = 5  # working days after the month's end
DAYS_TO_ACT = 3


@dataclass(frozen=True)
class Payment:
    """The order of one month."""

    amount: int
    due_on: date
    state: str = DUE
    alarmed: bool = False


class PaidBenefit(BenefitDecision):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.payments: dict[str, Payment] = {}
        self.duties: Counter[tuple[str, str]] = Counter()  # (month, duty)
        self.checked: dict[str, bool] = {}  # month → done, or excused

    @property
    def months_paid(self) -> int:
        return sum(payment.state == SENT for payment in self.payments.values())

    @property
    def payable(self) -> tuple[str, ...]:
        """Months whose rent is still to be sent, the oldest first."""
        return tuple(sorted(m for m, p in self.payments.items() if p.state != SENT))

    @property
    def unmet(self) -> tuple[str, ...]:
        """Months whose duties were not done and not excused."""
        return tuple(sorted(month for month, met in self.checked.items() if not met))

    # -- the rent ---------------------------------------------------------------------------------

    def send_payment(self, *, month: str, on: date) -> None:
        """The month's rent goes to the landlord."""
        self._must_be_open(on, PAYING, STOPPED)
        if month not in self.payable:
            payable = ", ".join(self.payable) or refusals.NONE_IS_PAYABLE
            raise refusals.NOTHING_PAYABLE(month=month, payable=payable)
        if self.landlord_id is None:
            raise refusals.PAYEE_UNKNOWN()
        if self.state == PAYING and self.unmet:
            raise refusals.DUTIES_UNMET(months=", ".join(self.unmet))
        self.record(
            PaymentSent(
                **self._ids(on),
                month=month,
                amount=self.payments[month].amount,
                landlord_id=self.landlord_id,
            )
        )
        self._after_payment(on)
        self._update_next_step(on)

    def return_payment(self, *, month: str, on: date, reason: str) -> None:
        """The bank sent a payment back."""
        self._must_be_open(on, PAYING, STOPPED)
        if month not in self.payments or self.payments[month].state != SENT:
            raise refusals.NOT_PAID(month=month)
        self.record(
            PaymentReturned(
                **self._ids(on),
                month=month,
                amount=self.payments[month].amount,
                landlord_id=str(self.landlord_id),
                reason=require_code("reason", reason),
            )
        )
        self._update_next_step(on)

    def check_clock(self, today: date) -> None:
        """Raise the alarm for every rent that should have left by now, each order once."""
        if self.is_open:
            for month in self.payable:
                payment = self.payments[month]
                if payment.due_on < today and not payment.alarmed:
                    self.record(
                        PaymentOverdue(**self._ids(today), month=month, due_on=payment.due_on)
                    )

    def _after_payment(self, on: date) -> None:
        """What a payment may bring about; a stopped benefit ends with its last rent."""

    # -- the duties -------------------------------------------------------------------------------

    def note_duty(self, *, on: date, duty: str) -> None:
        """One contact with Hello Work, one consultation or one job application, on that day."""
        if not self.is_open:
            raise self._has_ended()
        require_choice("duty", duty, DUTIES)
        if month_of(on) not in self.payments:
            raise refusals.NO_DUTIES(month=month_of(on))
        self.record(DutyDone(benefit_id=self.id, on=on, duty=duty))

    def check_duties(
        self, *, on: date, month: str, rules: RuleTable, excuse: str | None = None
    ) -> None:
        """Compare a month with what the rules ask; an `excuse` lets less be enough.

        May be repeated, as when an excuse is found later.
        """
        self._must_be_open(on, PAYING, STOPPED)
        if month not in self.payments:
            raise refusals.NO_DUTIES(month=month)
        asked = rules.duties[self.cause]
        missing = tuple(d for d in DUTIES if self.duties[month, d] < asked[d])
        if missing and excuse is None and on <= last_day(month):
            raise refusals.MONTH_NOT_OVER(month=month, missing=", ".join(missing))
        self.record(
            DutiesChecked(
                benefit_id=self.id,
                on=on,
                month=month,
                met=not missing,
                missing=missing,
                excuse=require_code("excuse", excuse) if missing and excuse else None,
            )
        )
        self._update_next_step(on)

    # -- what comes next --------------------------------------------------------------------------

    def _steps_while_paid(self, on: date) -> list[Step]:
        """Everything that waits; the earliest is the next step."""
        steps: list[Step] = []
        if self.landlord_id is None:
            steps.append(("name_landlord", add_working_days(on, DAYS_TO_ACT)))
        elif self.payable:
            steps.append(("send_payment", min(self.payments[m].due_on for m in self.payable)))
        if self.unmet:
            steps.append(("excuse_or_stop", add_working_days(on, DAYS_TO_ACT)))
        unchecked = sorted(set(self.payments) - set(self.checked) - set(self.payable))
        if unchecked:
            due = add_working_days(last_day(unchecked[0]), DAYS_TO_CHECK)
            steps.append(("check_duties", due))
        return steps

    # -- what happened ----------------------------------------------------------------------------

    @applies(PaymentsPlanned)
    def _planned(self, e: PaymentsPlanned) -> None:
        for month, due_on in zip(e.months, e.due_on, strict=True):
            self.payments[month] = Payment(e.amount, date.fromisoformat(due_on))

    @applies(PaymentsDropped)
    def _dropped(self, e: PaymentsDropped) -> None:
        for month in e.months:
            del self.payments[month]
            self.checked.pop(month, None)
            for duty in DUTIES:
                del self.duties[month, duty]

    @applies(PaymentOverdue)
    def _overdue(self, e: PaymentOverdue) -> None:
        self.payments[e.month] = replace(self.payments[e.month], alarmed=True)

    @applies(PaymentSent)
    def _sent(self, e: PaymentSent) -> None:
        self.payments[e.month] = replace(self.payments[e.month], state=SENT)

    @applies(PaymentReturned)
    def _returned(self, e: PaymentReturned) -> None:
        due_on = add_working_days(e.on, DAYS_TO_SEND_AGAIN)
        self.payments[e.month] = Payment(e.amount, due_on, RETURNED)

    @applies(DutyDone)
    def _duty_done(self, e: DutyDone) -> None:
        self.duties[month_of(e.on), e.duty] += 1

    @applies(DutiesChecked)
    def _duties_checked(self, e: DutiesChecked) -> None:
        self.checked[e.month] = e.met or e.excuse is not None
