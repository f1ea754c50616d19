"""Help with moving costs: application, decision, payment."""

from __future__ import annotations

from typing import Any

from services.housing.commands import case_lifecycle
from services.housing.commands.support import CourseCommands, decision_of
from services.housing.domain.household import Household
from services.housing.domain.household_figures import MovingFigures
from services.housing.domain.moving_costs import MovingCosts
from services.housing.queries import benefits
from services.housing.schemas import benefit as shapes
from services.housing.schemas import shared as schemas
from tsunagu.hosting.nameko_service import command
from tsunagu.process.ids import new_id


class Moving(CourseCommands):
    @command
    def apply_for_moving_costs(self, **body: Any) -> dict[str, Any]:
        """Take an application; possible since 2025-04, and beside a running benefit."""
        asked = shapes.Application().load(body)
        with self.work() as work:
            moving = work.load_or_new(MovingCosts, new_id())
            whose = case_lifecycle.whose(work, asked, MovingCosts.desk)
            household = work.load_or_new(Household, asked["household_id"])
            household.begin(kind=MovingCosts.kind, subject_id=moving.id, on=asked["on"])
            moving.apply_for(
                **whose,
                household_id=asked["household_id"],
                documents=asked["documents"],
                rules=self._rules(asked["on"]),
            )
            return case_lifecycle.state_of(moving) | {"outstanding": list(moving.outstanding)}

    @command
    def ask_moving_documents(self, moving_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(MovingCosts, moving_id, shapes.AskDocuments(), body) as (
            moving,
            asked,
            _,
        ):
            moving.ask_documents(**asked)
        return case_lifecycle.state_of(moving)

    @command
    def receive_moving_document(self, moving_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(MovingCosts, moving_id, shapes.ReceiveDocument(), body) as (
            moving,
            asked,
            _,
        ):
            moving.receive_document(**asked)
        return case_lifecycle.state_of(moving)

    @command
    def decide_moving_costs(self, moving_id: str, **body: Any) -> dict[str, Any]:
        """Decide by the rules of the day of the application; the explanation comes with it."""
        shape = shapes.DecideMoving()
        with self._opened(MovingCosts, moving_id, shape, body) as (moving, asked, work):
            household = work.load_or_new(Household, str(moving.household_id))
            before = household.received_until.get(MovingCosts.kind)
            figures = MovingFigures(**asked.pop("figures"), previous_paid_on=before)
            moving.decide(**asked, rules=self._rules(moving.applied_on), figures=figures)
        return decision_of(moving)

    @command
    def pay_moving_costs(self, moving_id: str, **body: Any) -> dict[str, Any]:
        """The amount granted has been paid; that ends it."""
        with self._opened(MovingCosts, moving_id, schemas.Body(), body) as (moving, asked, _):
            moving.pay(**asked)
        return case_lifecycle.state_of(moving)

    @command
    def withdraw_moving_costs(self, moving_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(MovingCosts, moving_id, schemas.Note(), body) as (moving, asked, _):
            moving.withdraw(**asked)
        return case_lifecycle.state_of(moving)

    @command
    def list_moving_costs(
        self,
        state: str = "all",
        person_id: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        with self.store.reading() as connection:
            return benefits.moving_costs(connection, state, person_id, after, limit)
