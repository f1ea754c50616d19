"""Commands on visitors: who they are, as far as they say, and whom of intake they are."""

from __future__ import annotations

from typing import Any

from services.foodbank.commands import visit_support
from services.foodbank.commands.authorisation import ours
from services.foodbank.domain.events import CONSENT, IN_PERSON, SHEET
from services.foodbank.domain.visitor import Card, Visitor
from services.foodbank.queries import people
from services.foodbank.schemas import shared as schemas
from tsunagu.contracts.bodies import without
from tsunagu.domain.calendar import add_working_days
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Visitors(ServiceBase):
    @command
    def register_visitor(self, **body: Any) -> dict[str, Any]:
        """Somebody the food bank will know again; with a card or without, never with a name."""
        asked = ours(schemas.Registration(), body)
        with self.work() as work:
            visitor = visit_support.new_visitor(work, asked["on"])
            if asked["card"] is not None:
                card = work.load_or_new(Card, asked["card"])
                card.issue(on=asked["on"], visitor_id=visitor.id)
            visitor.describe(**_described(asked))
            return state_of(visitor)

    @command
    def describe_visitor(
        self, visitor_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        """Change what is said; what is left out stays as it was."""
        asked = ours(schemas.Description(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id, expected_version)
            visitor.describe(**_described(asked))
            return state_of(visitor)

    @command
    def issue_card(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """A card for a visitor, or another in place of a lost one."""
        asked = ours(schemas.CardShape(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            work.load_or_new(Card, asked["card"]).issue(on=asked["on"], visitor_id=visitor_id)
            return state_of(visitor) | {"card": asked["card"]}

    @command
    def read_visitor(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """What is known of them; that it was read, and what for, is recorded."""
        asked = ours(schemas.Reading(), body, keep_desk=True)
        with self.work() as work:
            known = work.load(Visitor, visitor_id).read(**asked)
        return {"visitor_id": visitor_id, **known}

    @command
    def forget_visitor(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """Destroy their key: nickname, words, allergies and diets are gone for ever."""
        asked = ours(schemas.Body(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.forget(**asked)
            work.store.keyring.destroy(work.connection, visitor_id)
            return state_of(visitor)

    @command
    def get_visitor(self, visitor_id: str) -> dict[str, Any]:
        """Ids, days and states, with visits, parcels and contacts; nothing personal."""
        with self.store.reading() as connection:
            return people.one_visitor(connection, visitor_id)

    @command
    def list_visitors(self, **query: Any) -> dict[str, Any]:
        asked = schemas.VisitorQuery().load(query)
        with self.store.reading() as connection:
            return people.visitors(connection, clock.today(), **asked)

    # -- whom of intake they are ------------------------------------------------------------------

    @command
    def link_visitor(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """By their consent: the visitor is this person of intake."""
        asked = ours(schemas.Link(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.link(**asked, basis=CONSENT)
            visit_support.hear_of_consultations(work, visitor)
            return state_of(visitor)

    @command
    def unlink_visitor(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """The link was an error; an agreement that it had closed is owed again."""
        asked = ours(schemas.Unlink(), body)
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            due_on = add_working_days(asked["on"], visit_support.CALL_DAYS)
            visitor.unlink(**asked, due_on=due_on)
            return state_of(visitor)

    @command
    def connect_visitor(self, visitor_id: str, **body: Any) -> dict[str, Any]:
        """The agreed invitation reached a desk: person and case are known."""
        asked = ours(schemas.Connection(), body)
        way = SHEET if asked["referral_id"] else IN_PERSON
        with self.work() as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.checked_agreed(asked["on"])
            visitor.link(**without(asked, "referral_id"), basis=CONSENT)
            visitor.reach_desk(on=asked["on"], way=way, referral_id=asked["referral_id"])
            visit_support.hear_of_consultations(work, visitor)
            return state_of(visitor)


def _described(asked: dict[str, Any]) -> dict[str, Any]:
    words = {name: asked[name] for name in ("on", "nickname", "note")}
    return {**words, **asked["household"]}


def state_of(visitor: Visitor) -> dict[str, Any]:
    """What a caller sees after a command."""
    return {
        "visitor_id": visitor.id,
        "version": visitor.version,
        "person_id": visitor.person_id,
        "case_id": visitor.case_id,
        "invitation": visitor.invitation,
        "next_step": visitor.next_step,
        "due_on": visitor.due_on.isoformat() if visitor.due_on else None,
        "came": visitor.came_record is not None and visitor.came_days is not None,
        "days": visitor.came_days,
        "forgotten": visitor.forgotten,
    }
