"""Commands on a benefit month by month: payments, duties, and whether it goes on."""

from __future__ import annotations

from services.housing import reference
from services.housing.commands.course_commands import CourseCommands
from services.housing.commands.course_lifecycle import state_of
from services.housing.commands.decisions import describe_decision
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.household_figures import Figures
from services.housing.queries.benefits import find_payments
from services.housing.schemas import benefit as payloads
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command


class Payments(CourseCommands):
    # -- the rent and the duties ------------------------------------------------------------------

    @command(payloads.Send)
    def send_payment(
        self, payment: payloads.Send, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The month's rent has gone to the landlord."""
        with self._open(Benefit, benefit_id, payment, expected_version) as benefit:
            benefit.send_payment(**payment.values("by"))
        return state_of(benefit)

    @command(payloads.Return)
    def return_payment(
        self, returned: payloads.Return, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The bank sent it back: the month is payable again."""
        with self._open(Benefit, benefit_id, returned, expected_version) as benefit:
            benefit.return_payment(**returned.values("by"))
        return state_of(benefit)

    @command(payloads.Duty)
    def note_duty(
        self, duty: payloads.Duty, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """One contact with Hello Work, consultation or job application on that day."""
        with self._open(Benefit, benefit_id, duty, expected_version) as benefit:
            benefit.note_duty(**duty.values("by"))
        return state_of(benefit)

    @command(payloads.CheckDuties)
    def check_duties(
        self, check: payloads.CheckDuties, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Compare a month with what the rules of the decision ask."""
        with self._open(Benefit, benefit_id, check, expected_version) as benefit:
            rules = reference.find_version(self.runtime.city, benefit.rule_version)
            benefit.check_duties(**check.values("by"), rules=rules)
        return state_of(benefit)

    @command(payloads.PaymentQuery)
    def list_payments(self, query: payloads.PaymentQuery) -> JsonObject:
        """Months to pay, or paid, by the day on which the rent has to leave."""
        with self.store.reading() as connection:
            return find_payments(connection, query)

    # -- whether it goes on -----------------------------------------------------------------------

    @command(payloads.Review)
    def review_benefit(
        self, review: payloads.Review, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Income or rent has changed: the conditions again, and the amount from now on."""
        with self._open(Benefit, benefit_id, review, expected_version) as benefit:
            figures = Figures(**review.figures.values())
            rules = self._find_rules(review.on)
            benefit.review(**review.values("by", "figures"), rules=rules, figures=figures)
        return describe_decision(benefit)

    @command(payloads.Extend)
    def extend_benefit(
        self, extension: payloads.Extend, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Three months more, nine in all, if the conditions hold."""
        with self._open(Benefit, benefit_id, extension, expected_version) as benefit:
            figures = Figures(**extension.figures.values())
            benefit.extend(on=extension.on, rules=self._find_rules(extension.on), figures=figures)
        return describe_decision(benefit)

    @command(payloads.Stop)
    def stop_benefit(
        self, stop: payloads.Stop, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Nothing is paid from a month on; illness or injury lets it be resumed."""
        with self._open(Benefit, benefit_id, stop, expected_version) as benefit:
            benefit.stop(**stop.values("by"), rules=self._find_rules(stop.on))
        return state_of(benefit)

    @command(payloads.Resume)
    def resume_benefit(
        self, resumption: payloads.Resume, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The months that were left, if the conditions hold."""
        with self._open(Benefit, benefit_id, resumption, expected_version) as benefit:
            figures = Figures(**resumption.figures.values())
            rules = self._find_rules(resumption.on)
            benefit.resume(**resumption.values("by", "figures"), rules=rules, figures=figures)
        return describe_decision(benefit)

    @command(payloads.End)
    def end_benefit(
        self, end: payloads.End, benefit_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The period is over, or work was found, and nothing is owed."""
        with self._open(Benefit, benefit_id, end, expected_version) as benefit:
            benefit.end(**end.values("by"))
        return state_of(benefit)
