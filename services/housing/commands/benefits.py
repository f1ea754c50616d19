"""The benefit from the question "would I get it?" to the decision."""

from __future__ import annotations

from typing import Any

from services.housing import reference
from services.housing.commands import case_lifecycle
from services.housing.commands.support import CourseCommands, decision_of, known_landlord
from services.housing.domain import amounts
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.household import Household
from services.housing.domain.household_figures import Figures, MovingFigures
from services.housing.domain.moving_costs_eligibility import decide_moving
from services.housing.queries import benefits
from services.housing.schemas import benefit as shapes
from services.housing.schemas import shared as schemas
from tsunagu.hosting.nameko_service import command
from tsunagu.process.ids import new_id


class Benefits(CourseCommands):
    # -- without storing anything -----------------------------------------------------------------

    @command
    def estimate_benefit(self, **body: Any) -> dict[str, Any]:
        """What the rules would decide for these figures. Nothing is stored, not even the asking."""
        asked = shapes.Estimate().load(body)
        on = asked.pop("on")
        rules = self._rules(on)
        verdict = amounts.decide(rules, Figures(**asked), on)
        months = rules.period.months if verdict.granted else 0
        return _told(verdict) | {"months": months}

    @command
    def estimate_moving_costs(self, **body: Any) -> dict[str, Any]:
        """The same for help with moving costs."""
        asked = shapes.MovingEstimate().load(body)
        on = asked.pop("on")
        return _told(decide_moving(self._rules(on), MovingFigures(**asked), on))

    @command
    def list_rules(self, on: str | None = None) -> dict[str, Any]:
        """The city's rule tables, each amount with how sure it is; or the one of a day."""
        day = shapes.RulesQuery().load({"on": on} if on else {}).get("on")
        tables = [self._rules(day)] if day else reference.tables(self.runtime.city)
        return {"city": self.runtime.city, "tables": [benefits.rule_table(t) for t in tables]}

    # -- the application --------------------------------------------------------------------------

    @command
    def apply_for_benefit(self, **body: Any) -> dict[str, Any]:
        """Take an application, whatever is still missing; one at a time for a household."""
        asked = shapes.BenefitApplication().load(body)
        with self.work() as work:
            benefit = work.load_or_new(Benefit, new_id())
            whose = case_lifecycle.whose(work, asked, Benefit.desk)
            if asked["landlord_id"] is not None:
                known_landlord(work, asked["landlord_id"])
            household = work.load_or_new(Household, asked["household_id"])
            household.begin(kind=Benefit.kind, subject_id=benefit.id, on=asked["on"])
            rest = {name: asked[name] for name in ("household_id", "documents", "landlord_id")}
            benefit.apply_for(**whose, **rest)
            return case_lifecycle.state_of(benefit) | {"outstanding": list(benefit.outstanding)}

    @command
    def ask_documents(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(Benefit, benefit_id, shapes.AskDocuments(), body) as (benefit, asked, _):
            benefit.ask_documents(**asked)
        return case_lifecycle.state_of(benefit)

    @command
    def receive_document(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(Benefit, benefit_id, shapes.ReceiveDocument(), body) as (
            benefit,
            asked,
            _,
        ):
            benefit.receive_document(**asked)
        return case_lifecycle.state_of(benefit)

    @command
    def name_landlord(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """Whom to pay."""
        with self._opened(Benefit, benefit_id, shapes.NameLandlord(), body) as (
            benefit,
            asked,
            work,
        ):
            known_landlord(work, asked["landlord_id"])
            benefit.name_landlord(**asked)
        return case_lifecycle.state_of(benefit)

    @command
    def decide_benefit(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """Decide by the rules of the day of the application; the explanation comes with it."""
        with self._opened(Benefit, benefit_id, shapes.Decide(), body) as (benefit, asked, work):
            household = work.load_or_new(Household, str(benefit.household_id))
            before = household.received_until.get(Benefit.kind)
            figures = Figures(**asked.pop("figures"), previous_ended_on=before)
            benefit.decide(**asked, rules=self._rules(benefit.applied_on), figures=figures)
        return decision_of(benefit)

    @command
    def withdraw_benefit(self, benefit_id: str, **body: Any) -> dict[str, Any]:
        """The person takes the application back."""
        with self._opened(Benefit, benefit_id, schemas.Note(), body) as (benefit, asked, _):
            benefit.withdraw(**asked)
        return case_lifecycle.state_of(benefit)

    @command
    def get_benefit(self, benefit_id: str) -> dict[str, Any]:
        """One benefit with its months; no figure of the household."""
        with self.store.reading() as connection:
            return benefits.one_benefit(connection, benefit_id)

    @command
    def list_benefits(
        self,
        state: str = "all",
        person_id: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """By due date, the most urgent first; `next` continues where this page ends."""
        with self.store.reading() as connection:
            return benefits.benefits(connection, state, person_id, after, limit)


def _told(verdict: amounts.Verdict) -> dict[str, Any]:
    return {
        "granted": verdict.granted,
        "amount": verdict.amount,
        "reasons": list(verdict.reasons),
        "rule_version": verdict.rule_version,
        "unverified": list(verdict.unverified),
        "explanation": verdict.explanation,
    }
