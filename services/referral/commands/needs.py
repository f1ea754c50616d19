"""Commands on needs: whose turn it is, placing one on one's own desk, and closing it."""

from __future__ import annotations

from services.referral import queries
from services.referral.commands.loading import load_desk, load_need_of_desk
from services.referral.commands.results import place_of
from services.referral.schemas import Close, NeedQuery, Place
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Needs(ServiceBase):
    @command(NeedQuery)
    def list_needs(self, query: NeedQuery) -> JsonObject:
        """Open needs by due date, the most urgent first."""
        with self.store.reading() as connection:
            return queries.list_needs(connection, query, clock.today())

    @command(Place)
    def place_need(self, place: Place, need_id: str) -> JsonObject:
        """Set the next step of a need on one's own desk, or hand it up to a lead."""
        with self.work() as work:
            need = load_need_of_desk(work, need_id, place.by)
            owner = load_desk(work, need.owner_desk)
            new_owner = load_desk(work, place.owner_desk or need.owner_desk)
            step = place.values("by", "owner_desk")
            need.set_next_step(owner=owner, new_owner=new_owner, **step)
            return place_of(need)

    @command(Close)
    def close_need(self, close: Close, need_id: str) -> JsonObject:
        """End a need on one's own desk, with the reason."""
        with self.work() as work:
            need = load_need_of_desk(work, need_id, close.by)
            need.close(**close.values("by"))
            return place_of(need)
