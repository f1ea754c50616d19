"""Commands on openings: what an employer offers, for how long, and whom it suits."""

from __future__ import annotations

from typing import Any

from services.employment import reference
from services.employment.commands.lists import page_of
from services.employment.commands.support import found, loaded, standing
from services.employment.domain.employer import Employer
from services.employment.domain.introduction import OPENING_GONE, Introduction
from services.employment.domain.opening import Opening
from services.employment.queries import lists, suitable
from services.employment.schemas import work as work_schemas
from tsunagu.contracts.bodies import tuples, without
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock
from tsunagu.process.ids import new_id

OF_OPENING = ("by", "on", "occupation", "type", "places", "valid_from", "valid_until")


class Openings(ServiceBase):
    @command
    def receive_opening(self, employer_id: str, **body: Any) -> dict[str, Any]:
        """Take an opening on; the first one wins its employer."""
        asked = loaded(work_schemas.Receive(), body)
        with self.work() as work:
            work.load(Employer, employer_id).win(on=asked["on"])
            opening = work.load_or_new(Opening, new_id())
            opening.receive(
                employer_id=employer_id,
                on=asked["on"],
                occupation=asked["occupation"],
                type=asked["type"],
                places=asked["places"],
                valid_from=asked["valid_from"] or asked["on"],
                valid_until=asked["valid_until"],
                conditions=tuples(without(asked, *OF_OPENING)),
                minimum_wage=reference.minimum_wage(asked["on"]),
            )
            return standing(opening)

    @command
    def set_conditions(self, opening_id: str, **body: Any) -> dict[str, Any]:
        """What the work is like, as it now stands."""
        with self.work() as work:
            opening = found(work, Opening, opening_id, body)
            asked = loaded(work_schemas.Conditions(), body)
            opening.set_conditions(
                minimum_wage=reference.minimum_wage(asked["on"]), **tuples(without(asked, "by"))
            )
            return standing(opening)

    @command
    def extend_opening(self, opening_id: str, **body: Any) -> dict[str, Any]:
        with self.work() as work:
            opening = found(work, Opening, opening_id, body)
            opening.extend(**without(loaded(work_schemas.Extend(), body), "by"))
            return standing(opening)

    @command
    def set_places(self, opening_id: str, **body: Any) -> dict[str, Any]:
        with self.work() as work:
            opening = found(work, Opening, opening_id, body)
            opening.set_places(**without(loaded(work_schemas.Places(), body), "by"))
            return standing(opening)

    @command
    def withdraw_opening(self, opening_id: str, **body: Any) -> dict[str, Any]:
        """The employer takes it back; whoever was introduced to it hears that it is gone."""
        with self.work() as work:
            opening = found(work, Opening, opening_id, body)
            asked = loaded(work_schemas.WithdrawOpening(), body)
            opening.withdraw(**without(asked, "by"))
            for id in lists.open_introductions(work.connection, opening_id=opening_id):
                work.load(Introduction, id).fall_away(on=asked["on"], result=OPENING_GONE)
            return standing(opening)

    @command
    def place_opening(self, opening_id: str, **body: Any) -> dict[str, Any]:
        """Who looks for people, how, and by when."""
        with self.work() as work:
            opening = found(work, Opening, opening_id, body)
            opening.set_next_step(**without(loaded(work_schemas.EmployerStep(), body), "by"))
            return standing(opening)

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_opening(self, opening_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return lists.one(connection, "opening", opening_id)

    @command
    def list_openings(self, **query: Any) -> dict[str, Any]:
        """Openings, those that end first at the beginning."""
        return page_of(self, "opening", query)

    @command
    def seekers_for(
        self, opening_id: str, limit: int = 20, include_excluded: bool = True
    ) -> dict[str, Any]:
        """People in support ranked for an opening: why each fits, why not, what to ask."""
        limit = max(1, min(int(limit), 500))
        with self.store.reading() as connection:
            return suitable.seekers_for(
                connection, opening_id, clock.today(), limit, include_excluded
            )
