"""A benefit from the application to the decision.

The rules decide, staff do not: `decide` asks the table for this day and keeps
its version, the household's figures and every rule's sentence. What follows is
in `benefit_payments` and `benefit_continuation`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from services.housing.domain import amounts
from services.housing.domain.application import Application
from services.housing.domain.benefit_events import (
    ENDED,
    PAYING,
    BenefitApplied,
    BenefitDecided,
    BenefitEnded,
    PayeeNamed,
    PaymentsPlanned,
)
from services.housing.domain.course import BENEFIT_DESK, sheet_endings
from services.housing.domain.eligibility import GOING_ON
from services.housing.domain.household_figures import Figures, as_inputs
from services.housing.domain.months import month_of, months_from, payable_on
from services.housing.domain.refusals import benefit as refusals
from services.housing.domain.rule_tables import RuleTable
from tsunagu.domain.aggregate import applies
from tsunagu.domain.codes import require_code
from tsunagu.domain.work_item import Step


class BenefitDecision(Application):
    kind = "benefit"
    category = "benefit"
    id_name = "benefit_id"
    desk = BENEFIT_DESK
    endings = sheet_endings("period_over", "found_work", "income_over_limit", "public_assistance")

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.landlord_id: str | None = None
        self.cause = ""
        self.months_granted = 0

    @property
    def months_paid(self) -> int:
        return 0

    def apply_for(
        self,
        *,
        on: date,
        person_id: str,
        case_id: str | None,
        referral_id: str | None,
        household_id: str,
        documents: Iterable[str],
        landlord_id: str | None = None,
    ) -> None:
        """The application is taken, whatever is still missing."""
        asked = tuple(require_code("documents", d) for d in dict.fromkeys(documents))
        self._take_on(
            on=on,
            person_id=person_id,
            case_id=case_id,
            referral_id=referral_id,
            household_id=household_id,
        )
        self.record(BenefitApplied(**self._ids(on), documents=asked))
        if landlord_id is not None:
            self.record(PayeeNamed(benefit_id=self.id, on=on, landlord_id=landlord_id))
        self._update_next_step(on)

    def name_landlord(self, *, on: date, landlord_id: str) -> None:
        """Whom to pay; may change while the benefit is open."""
        self._must_be_open(on)
        if landlord_id != self.landlord_id:
            self.record(PayeeNamed(benefit_id=self.id, on=on, landlord_id=landlord_id))
            self._update_next_step(on)

    def decide(
        self, *, on: date, rules: RuleTable, figures: Figures, first_month: str | None = None
    ) -> None:
        """Grant or refuse by the rules of the day of the application.

        `first_month`: the first rent that is paid; the month of the application where left out.
        """
        self._must_be_decidable(on)
        verdict = amounts.decide(rules, figures, self.applied_on)
        first = first_month or month_of(self.applied_on)
        if first < month_of(self.applied_on):
            raise refusals.MONTH_TAKEN(month=first, last=month_of(self.applied_on))
        self.record(
            BenefitDecided(
                **self._ids(on),
                granted=verdict.granted,
                months=rules.period.months if verdict.granted else 0,
                amount=verdict.amount,
                first_month=first,
                cause=figures.cause,
                reasons=verdict.reasons,
                rule_version=verdict.rule_version,
                unverified=verdict.unverified,
                inputs=as_inputs(figures),
                explanation=verdict.explanation,
            )
        )
        if verdict.granted:
            self._plan(on, months_from(first, rules.period.months), verdict.amount)
        else:
            self._end(on, "refused")
        self._update_next_step(on)

    def withdraw(self, *, on: date, note: str | None = None) -> None:
        """The person takes the application back, before any decision."""
        self._must_be_open(on, "applied")
        self._end(on, "withdrawn", note)

    def find_next_step(self, on: date) -> Step:
        return self._before_decision(on)

    def _decide_again(
        self, rules: RuleTable, figures: Figures, on: date, duties_done: bool
    ) -> amounts.Verdict:
        """The conditions again, as an extension, a resumption or a review asks them."""
        return amounts.decide(rules, replace(figures, duties_done=duties_done), on, GOING_ON)

    def _plan(self, on: date, months: tuple[str, ...], amount: int) -> None:
        due = tuple(payable_on(month, on).isoformat() for month in months)
        self.record(
            PaymentsPlanned(benefit_id=self.id, on=on, months=months, due_on=due, amount=amount)
        )

    def _end(self, on: date, reason: str, note: str | None = None) -> None:
        self.record(
            BenefitEnded(**self._ids(on), reason=reason, months_paid=self.months_paid, note=note)
        )

    # -- what happened ----------------------------------------------------------------------------

    @applies(BenefitApplied)
    def _applied(self, e: BenefitApplied) -> None:
        self._begin(e.on, e.documents)

    @applies(PayeeNamed)
    def _payee_named(self, e: PayeeNamed) -> None:
        self.landlord_id = e.landlord_id

    @applies(BenefitDecided)
    def _decided(self, e: BenefitDecided) -> None:
        self.state, self.since = PAYING if e.granted else ENDED, e.on
        self.months_granted, self.amount = e.months, e.amount
        self.cause = e.cause
        self._keep_grounds(e)

    @applies(BenefitEnded)
    def _ended(self, e: BenefitEnded) -> None:
        self.state, self.since, self.outcome = ENDED, e.on, e.reason
