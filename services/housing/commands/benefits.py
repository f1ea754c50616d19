"""Commands on a benefit from the question "would I get it?" to the decision."""

from __future__ import annotations

from services.housing import reference
from services.housing.commands.course_commands import CourseCommands
from services.housing.commands.course_lifecycle import accept_beginning, open_course, state_of
from services.housing.commands.decisions import describe_decision, describe_verdict
from services.housing.commands.landlords import require_landlord
from services.housing.domain import amounts
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.household import Household
from services.housing.domain.household_figures import Figures, MovingFigures
from services.housing.domain.moving_costs_eligibility import decide_moving
from services.housing.queries.benefits import find_benefit, find_benefits
from services.housing.queries.rule_tables import describe_table
from services.housing.schemas import benefit as payloads
from services.housing.schemas import shared
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process.ids import new_id


class Benefits(CourseCommands):
    # -- without storing anything -----------------------------------------------------------------

    @command(payloads.Estimate)
    def estimate_benefit(self, estimate: payloads.Estimate) -> JsonObject:
        """What the rules would decide for these figures. Nothing is stored, not even the asking."""
        rules = self._find_rules(estimate.on)
        verdict = amounts.decide(rules, Figures(**estimate.values("on")), estimate.on)
        months = rules.period.months if verdict.granted else 0
        return describe_verdict(verdict) | {"months": months}

    @command(payloads.MovingEstimate)
    def estimate_moving_costs(self, estimate: payloads.MovingEstimate) -> JsonObject:
        """The same for help with moving costs."""
        rules = self._find_rules(estimate.on)
        figures = MovingFigures(**estimate.values("on"))
        return describe_verdict(decide_moving(rules, figures, estimate.on))

    @command(payloads.RulesQuery)
    def list_rules(self, query: payloads.RulesQuery) -> JsonObject:
        """The city's rule tables, each amount with how sure it is; or the one of a day."""
        city = self.runtime.city
        tables = [self._find_rules(query.on)] if query.on else reference.load_tables(city)
        return {"city": city, "tables": [describe_table(table) for table in tables]}

    # -- the application --------------------------------------------------------------------------

    @command(payloads.BenefitApplication)
    def apply_for_benefit(self, application: payloads.BenefitApplication) -> JsonObject:
        """Take an application, whatever is still missing; one at a time for a household."""
        with self.work() as work:
            benefit = work.load_or_new(Benefit, new_id())
            beginning = accept_beginning(work, application, Benefit.desk)
            if application.landlord_id is not None:
                require_landlord(work, application.landlord_id)
            household = work.load_or_new(Household, application.household_id)
            household.begin(kind=Benefit.kind, subject_id=benefit.id, on=application.on)
            benefit.apply_for(
                **beginning,
                household_id=application.household_id,
                documents=application.documents,
                landlord_id=application.landlord_id,
            )
            return state_of(benefit) | {"outstanding": list(benefit.outstanding)}

    @command(payloads.AskDocuments)
    def ask_documents(
        self, asked: payloads.AskDocuments, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self._open(Benefit, benefit_id, asked, expected_version) as benefit:
            benefit.ask_documents(**asked.values("by"))
        return state_of(benefit)

    @command(payloads.ReceiveDocument)
    def receive_document(
        self,
        received: payloads.ReceiveDocument,
        benefit_id: str,
        expected_version: int | None = None,
    ) -> JsonObject:
        with self._open(Benefit, benefit_id, received, expected_version) as benefit:
            benefit.receive_document(**received.values("by"))
        return state_of(benefit)

    @command(payloads.NameLandlord)
    def name_landlord(
        self, payee: payloads.NameLandlord, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Whom to pay."""
        with (
            self.work() as work,
            open_course(work, Benefit, benefit_id, payee, expected_version) as benefit,
        ):
            require_landlord(work, payee.landlord_id)
            benefit.name_landlord(**payee.values("by"))
        return state_of(benefit)

    @command(payloads.Decide)
    def decide_benefit(
        self, decision: payloads.Decide, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Decide by the rules of the day of the application; the explanation comes with it."""
        with (
            self.work() as work,
            open_course(work, Benefit, benefit_id, decision, expected_version) as benefit,
        ):
            household = work.load_or_new(Household, str(benefit.household_id))
            before = household.received_until.get(Benefit.kind)
            figures = Figures(**decision.figures.values(), previous_ended_on=before)
            rules = self._find_rules(benefit.applied_on)
            benefit.decide(**decision.values("by", "figures"), rules=rules, figures=figures)
        return describe_decision(benefit)

    @command(shared.Note)
    def withdraw_benefit(
        self, withdrawal: shared.Note, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The person takes the application back."""
        with self._open(Benefit, benefit_id, withdrawal, expected_version) as benefit:
            benefit.withdraw(**withdrawal.values("by"))
        return state_of(benefit)

    @command
    def get_benefit(self, benefit_id: str) -> JsonObject:
        """One benefit with its months; no figure of the household."""
        with self.store.reading() as connection:
            return find_benefit(connection, benefit_id)

    @command(payloads.BenefitQuery)
    def list_benefits(self, query: payloads.BenefitQuery) -> JsonObject:
        """By due date, the most urgent first; `next` continues where this page ends."""
        with self.store.reading() as connection:
            return find_benefits(connection, query)
