"""Commands on openings: what an employer offers, for how long, and whom it suits."""

from __future__ import annotations

from services.employment import reference
from services.employment.commands.consequences import drop_undecided
from services.employment.commands.work_items import check_desk, load_item
from services.employment.domain.employer import Employer
from services.employment.domain.opening import Opening
from services.employment.queries.lists import find_row
from services.employment.queries.match_rankings import rank_people
from services.employment.schemas.employers import EmployerStep
from services.employment.schemas.openings import (
    Conditions,
    Extend,
    Places,
    Receive,
    WithdrawOpening,
)
from services.employment.schemas.queries import MatchQuery
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Openings(ServiceBase):
    @command(Receive)
    def receive_opening(self, offer: Receive, employer_id: str) -> JsonObject:
        """Take an opening on; the first one wins its employer."""
        check_desk(offer.by)
        with self.work() as work:
            work.load(Employer, employer_id).win(on=offer.on)
            opening = work.load_or_new(Opening, new_id())
            opening.receive(
                employer_id=employer_id,
                on=offer.on,
                occupation=offer.occupation,
                type=offer.type,
                places=offer.places,
                valid_from=offer.valid_from or offer.on,
                valid_until=offer.valid_until,
                conditions=offer.conditions,
                minimum_wage=reference.find_minimum_wage(offer.on),
            )
            return opening.describe_state()

    @command(Conditions)
    def set_conditions(
        self, asked: Conditions, opening_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """What the work is like, as it now stands."""
        with self.work() as work:
            opening = load_item(work, Opening, opening_id, asked.by, expected_version)
            wage = reference.find_minimum_wage(asked.on)
            opening.set_conditions(on=asked.on, conditions=asked.conditions, minimum_wage=wage)
            return opening.describe_state()

    @command(Extend)
    def extend_opening(
        self, extension: Extend, opening_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            opening = load_item(work, Opening, opening_id, extension.by, expected_version)
            opening.extend(**extension.values("by"))
            return opening.describe_state()

    @command(Places)
    def set_places(
        self, places: Places, opening_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            opening = load_item(work, Opening, opening_id, places.by, expected_version)
            opening.set_places(**places.values("by"))
            drop_undecided(work, opening, places.on)
            return opening.describe_state()

    @command(WithdrawOpening)
    def withdraw_opening(
        self, withdrawal: WithdrawOpening, opening_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The employer takes it back; whoever was introduced to it hears that it is gone."""
        with self.work() as work:
            opening = load_item(work, Opening, opening_id, withdrawal.by, expected_version)
            opening.withdraw(**withdrawal.values("by"))
            drop_undecided(work, opening, withdrawal.on)
            return opening.describe_state()

    @command(EmployerStep)
    def place_opening(
        self, step: EmployerStep, opening_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Who looks for people, how, and by when."""
        with self.work() as work:
            opening = load_item(work, Opening, opening_id, step.by, expected_version)
            opening.set_next_step(**step.values("by"))
            return opening.describe_state()

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_opening(self, opening_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return find_row(connection, "opening", opening_id)

    @command(MatchQuery)
    def seekers_for(self, query: MatchQuery, opening_id: str) -> JsonObject:
        """People in support ranked for an opening: why each fits, why not, what to ask."""
        with self.store.reading() as connection:
            return rank_people(connection, opening_id, clock.today(), query)
