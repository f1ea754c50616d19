"""Commands on help with moving costs: application, decision, payment."""

from __future__ import annotations

from services.housing.commands.course_commands import CourseCommands
from services.housing.commands.course_lifecycle import accept_beginning, open_course, state_of
from services.housing.commands.decisions import describe_decision
from services.housing.domain.household import Household
from services.housing.domain.household_figures import MovingFigures
from services.housing.domain.moving_costs import MovingCosts
from services.housing.queries.benefits import find_moving_costs
from services.housing.schemas import benefit as payloads
from services.housing.schemas import shared
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process.ids import new_id


class Moving(CourseCommands):
    @command(payloads.Application)
    def apply_for_moving_costs(self, application: payloads.Application) -> JsonObject:
        """Take an application; possible since 2025-04, and beside a running benefit."""
        with self.work() as work:
            moving = work.load_or_new(MovingCosts, new_id())
            beginning = accept_beginning(work, application, MovingCosts.desk)
            household = work.load_or_new(Household, application.household_id)
            household.begin(kind=MovingCosts.kind, subject_id=moving.id, on=application.on)
            moving.apply_for(
                **beginning,
                household_id=application.household_id,
                documents=application.documents,
                rules=self._find_rules(application.on),
            )
            return state_of(moving) | {"outstanding": list(moving.outstanding)}

    @command(payloads.AskDocuments)
    def ask_moving_documents(
        self, asked: payloads.AskDocuments, moving_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self._open(MovingCosts, moving_id, asked, expected_version) as moving:
            moving.ask_documents(**asked.values("by"))
        return state_of(moving)

    @command(payloads.ReceiveDocument)
    def receive_moving_document(
        self,
        received: payloads.ReceiveDocument,
        moving_id: str,
        expected_version: int | None = None,
    ) -> JsonObject:
        with self._open(MovingCosts, moving_id, received, expected_version) as moving:
            moving.receive_document(**received.values("by"))
        return state_of(moving)

    @command(payloads.DecideMoving)
    def decide_moving_costs(
        self, decision: payloads.DecideMoving, moving_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Decide by the rules of the day of the application; the explanation comes with it."""
        with (
            self.work() as work,
            open_course(work, MovingCosts, moving_id, decision, expected_version) as moving,
        ):
            household = work.load_or_new(Household, str(moving.household_id))
            before = household.received_until.get(MovingCosts.kind)
            figures = MovingFigures(**decision.figures.values(), previous_paid_on=before)
            rules = self._find_rules(moving.applied_on)
            moving.decide(on=decision.on, rules=rules, figures=figures)
        return describe_decision(moving)

    @command(shared.Body)
    def pay_moving_costs(
        self, payment: shared.Body, moving_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The amount granted has been paid; that ends it."""
        with self._open(MovingCosts, moving_id, payment, expected_version) as moving:
            moving.pay(on=payment.on)
        return state_of(moving)

    @command(shared.Note)
    def withdraw_moving_costs(
        self, withdrawal: shared.Note, moving_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self._open(MovingCosts, moving_id, withdrawal, expected_version) as moving:
            moving.withdraw(**withdrawal.values("by"))
        return state_of(moving)

    @command(payloads.BenefitQuery)
    def list_moving_costs(self, query: payloads.BenefitQuery) -> JsonObject:
        with self.store.reading() as connection:
            return find_moving_costs(connection, query)
