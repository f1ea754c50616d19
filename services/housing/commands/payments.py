"""A benefit month by month: payments to the landlord, duties, and whether it goes on."""

from __future__ import annotations

from typing import Any

from services.housing import reference
from services.housing.commands import case_lifecycle
from services.housing.commands.support import CourseCommands, decision_of
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.household_figures import Figures
from services.housing.queries import benefits
from services.housing.schemas import benefit as shapes
from tsunagu.hosting.nameko_service import command


class Payments(CourseCommands):
    # -- the rent and the duties ------------------------------------------------------------------

    @command
    def send_payment(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """The month's rent has gone to the landlord."""
        with self._opened(Benefit, benefit_id, shapes.Send(), body) as (benefit, asked, _):
            benefit.send_payment(**asked)
        return case_lifecycle.state_of(benefit)

    @command
    def return_payment(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """The bank sent it back: the month is payable again."""
        with self._opened(Benefit, benefit_id, shapes.Return(), body) as (benefit, asked, _):
            benefit.return_payment(**asked)
        return case_lifecycle.state_of(benefit)

    @command
    def note_duty(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """One contact with Hello Work, consultation or job application on that day."""
        with self._opened(Benefit, benefit_id, shapes.Duty(), body) as (benefit, asked, _):
            benefit.note_duty(**asked)
        return case_lifecycle.state_of(benefit)

    @command
    def check_duties(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """Compare a month with what the rules of the decision ask."""
        with self._opened(Benefit, benefit_id, shapes.CheckDuties(), body) as (benefit, asked, _):
            rules = reference.version(self.runtime.city, benefit.rule_version)
            benefit.check_duties(**asked, rules=rules)
        return case_lifecycle.state_of(benefit)

    @command
    def list_payments(
        self,
        state: str = "payable",
        month: str | None = None,
        before: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """Months to pay, or paid, by the day on which the rent has to leave."""
        given = {"state": state} | ({"month": month} if month else {})
        asked = shapes.PaymentQuery().load(given | ({"before": before} if before else {}))
        with self.store.reading() as connection:
            return benefits.payments(
                connection, state, asked.get("month"), asked.get("before"), after, limit
            )

    # -- whether it goes on -----------------------------------------------------------------------

    @command
    def review_benefit(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """Income or rent has changed: the conditions again, and the amount from now on."""
        with self._opened(Benefit, benefit_id, shapes.Review(), body) as (benefit, asked, _):
            figures = Figures(**asked.pop("figures"))
            benefit.review(**asked, rules=self._rules(asked["on"]), figures=figures)
        return decision_of(benefit)

    @command
    def extend_benefit(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """Three months more, nine in all, if the conditions hold."""
        with self._opened(Benefit, benefit_id, shapes.Extend(), body) as (benefit, asked, _):
            figures = Figures(**asked.pop("figures"))
            benefit.extend(**asked, rules=self._rules(asked["on"]), figures=figures)
        return decision_of(benefit)

    @command
    def stop_benefit(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """Nothing is paid from a month on; illness or injury lets it be resumed."""
        with self._opened(Benefit, benefit_id, shapes.Stop(), body) as (benefit, asked, _):
            benefit.stop(**asked, rules=self._rules(asked["on"]))
        return case_lifecycle.state_of(benefit)

    @command
    def resume_benefit(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """The months that were left, if the conditions hold."""
        with self._opened(Benefit, benefit_id, shapes.Resume(), body) as (benefit, asked, _):
            figures = Figures(**asked.pop("figures"))
            benefit.resume(**asked, rules=self._rules(asked["on"]), figures=figures)
        return decision_of(benefit)

    @command
    def end_benefit(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """The period is over, or work was found, and nothing is owed."""
        with self._opened(Benefit, benefit_id, shapes.End(), body) as (benefit, asked, _):
            benefit.end(**asked)
        return case_lifecycle.state_of(benefit)
