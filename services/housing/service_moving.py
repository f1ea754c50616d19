"""Help with moving costs: application, decision, payment."""

from __future__ import annotations

from typing import Any

from services.housing import asking, courses, schemas
from services.housing import schemas_benefit as shapes
from services.housing.domain_household import Household
from services.housing.domain_moving import MovingCosts
from services.housing.figures import MovingFigures
from services.housing.service_base import OfHousing, decision_of, new_id
from tsunagu.hosting import command


class Moving(OfHousing):
    @command
    def apply_for_moving_costs(self, **body: Any) -> dict[str, Any]:
        """Take an application; possible since 2025-04, and beside a running benefit."""
        asked = shapes.Application().load(body)
        with self.work() as work:
            moving = work.load_or_new(MovingCosts, new_id())
            whose = courses.whose(work, asked, MovingCosts.desk)
            household = work.load_or_new(Household, asked["household_id"])
            household.begin(kind=MovingCosts.kind, subject_id=moving.id, on=asked["on"])
            moving.apply_for(
                **whose,
                household_id=asked["household_id"],
                documents=asked["documents"],
                rules=self._rules(asked["on"]),
            )
            return courses.state_of(moving) | {"outstanding": list(moving.outstanding)}

    @command
    def ask_moving_documents(self, moving_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(MovingCosts, moving_id, shapes.AskDocuments(), body) as (
            moving,
            asked,
            _,
        ):
            moving.ask_documents(**asked)
        return courses.state_of(moving)

    @command
    def receive_moving_document(self, moving_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(MovingCosts, moving_id, shapes.ReceiveDocument(), body) as (
            moving,
            asked,
            _,
        ):
            moving.receive_document(**asked)
        return courses.state_of(moving)

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
        return courses.state_of(moving)

    @command
    def withdraw_moving_costs(self, moving_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(MovingCosts, moving_id, schemas.Note(), body) as (moving, asked, _):
            moving.withdraw(**asked)
        return courses.state_of(moving)

    @command
    def list_moving_costs(
        self,
        state: str = "all",
        person_id: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        with self.store.reading() as connection:
            return asking.moving_costs(connection, state, person_id, after, limit)
