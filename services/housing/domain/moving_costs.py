"""Help with moving costs (転居費用補助, since 2025-04): an application, a decision, one payment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.housing.domain import moving_costs_eligibility
from services.housing.domain.application import Application
from services.housing.domain.benefit_events import APPLIED, ENDED
from services.housing.domain.course import BENEFIT_DESK, sheet_endings
from services.housing.domain.household_figures import MovingFigures, as_inputs
from services.housing.domain.moving_costs_events import (
    MovingCostsApplied,
    MovingCostsDecided,
    MovingCostsEnded,
    MovingCostsPaid,
)
from services.housing.domain.rule_tables import RuleTable
from tsunagu.domain.aggregate import applies
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.codes import require_code
from tsunagu.domain.work_item import Step

GRANTED = "granted"
DAYS_TO_PAY = 10  # working days


class MovingCosts(Application):
    kind = "moving_costs"
    category = "moving"
    id_name = "moving_id"
    desk = BENEFIT_DESK
    endings = sheet_endings("paid")

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.paid = 0

    def apply_for(
        self,
        *,
        on: date,
        person_id: str,
        case_id: str | None,
        referral_id: str | None,
        household_id: str,
        documents: Iterable[str],
        rules: RuleTable,
    ) -> None:
        """The application is taken; refused outright where no such help exists yet."""
        _ = rules.help_with_moving
        asked = tuple(require_code("documents", d) for d in dict.fromkeys(documents))
        self._take_on(
            on=on,
            person_id=person_id,
            case_id=case_id,
            referral_id=referral_id,
            household_id=household_id,
        )
        self.record(MovingCostsApplied(**self._ids(on), documents=asked))
        self._update_next_step(on)

    def decide(self, *, on: date, rules: RuleTable, figures: MovingFigures) -> None:
        """Grant or refuse by the rules of the day of the application."""
        self._must_be_decidable(on)
        verdict = moving_costs_eligibility.decide_moving(rules, figures, self.applied_on)
        self.record(
            MovingCostsDecided(
                **self._ids(on),
                granted=verdict.granted,
                amount=verdict.amount,
                reasons=verdict.reasons,
                rule_version=verdict.rule_version,
                unverified=verdict.unverified,
                inputs=as_inputs(figures),
                explanation=verdict.explanation,
            )
        )
        if not verdict.granted:
            self._end(on, "refused")
        self._update_next_step(on)

    def pay(self, *, on: date) -> None:
        """The amount granted is paid, in one sum; that ends it."""
        self._must_be_open(on, GRANTED)
        self.record(MovingCostsPaid(**self._ids(on), amount=self.amount))
        self._end(on, "paid")

    def withdraw(self, *, on: date, note: str | None = None) -> None:
        """The person takes it back before it is paid."""
        self._must_be_open(on, APPLIED, GRANTED)
        self._end(on, "withdrawn", note)

    def find_next_step(self, on: date) -> Step:
        if self.state == GRANTED:
            return "pay_moving_costs", add_working_days(on, DAYS_TO_PAY)
        return self._before_decision(on)

    def _end(self, on: date, reason: str, note: str | None = None) -> None:
        self.record(MovingCostsEnded(**self._ids(on), reason=reason, note=note))

    # -- what happened ----------------------------------------------------------------------------

    @applies(MovingCostsApplied)
    def _applied(self, e: MovingCostsApplied) -> None:
        self._begin(e.on, e.documents)

    @applies(MovingCostsDecided)
    def _decided(self, e: MovingCostsDecided) -> None:
        self.state, self.since, self.amount = GRANTED if e.granted else ENDED, e.on, e.amount
        self._keep_grounds(e)

    @applies(MovingCostsPaid)
    def _paid(self, e: MovingCostsPaid) -> None:
        self.paid = e.amount

    @applies(MovingCostsEnded)
    def _ended(self, e: MovingCostsEnded) -> None:
        self.state, self.since, self.outcome = ENDED, e.on, e.reason
