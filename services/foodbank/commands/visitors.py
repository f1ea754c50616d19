"""Commands on visitors: who they are, as far as they say, and whom of intake they are."""

from __future__ import annotations

from dataclasses import asdict

from services.foodbank.commands import visitor_lookup
from services.foodbank.commands.authorisation import DeskCommands
from services.foodbank.domain.card import Card
from services.foodbank.domain.deadlines import calculate_call_day
from services.foodbank.domain.events.visitor import CONSENT, IN_PERSON, SHEET
from services.foodbank.domain.household import HouseholdAnswers
from services.foodbank.domain.visitor import Visitor
from services.foodbank.queries import visitors
from services.foodbank.schemas.bodies import Body, Reading
from services.foodbank.schemas.visitors import (
    CardShape,
    Connection,
    Description,
    Link,
    Registration,
    Unlink,
    VisitorQuery,
)
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process import clock


class Visitors(DeskCommands):
    @command(Registration)
    def register_visitor(self, registration: Registration) -> JsonObject:
        """Somebody the food bank will know again; with a card or without, never with a name."""
        on = registration.on
        with self.work_of(registration.by) as work:
            visitor = visitor_lookup.create_visitor(work, on)
            if registration.card is not None:
                card = work.load_or_new(Card, registration.card)
                card.issue(on=on, visitor_id=visitor.id)
            _describe(visitor, registration)
            return state_of(visitor)

    @command(Description)
    def describe_visitor(
        self, description: Description, visitor_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Change what is said; what is left out stays as it was."""
        with self.work_of(description.by) as work:
            visitor = work.load(Visitor, visitor_id, expected_version)
            _describe(visitor, description)
            return state_of(visitor)

    @command(CardShape)
    def issue_card(self, asked: CardShape, visitor_id: str) -> JsonObject:
        """A card for a visitor, or another in place of a lost one."""
        with self.work_of(asked.by) as work:
            visitor = work.load(Visitor, visitor_id)
            work.load_or_new(Card, asked.card).issue(on=asked.on, visitor_id=visitor_id)
            return state_of(visitor) | {"card": asked.card}

    @command(Reading)
    def read_visitor(self, reading: Reading, visitor_id: str) -> JsonObject:
        """What is known of them; that it was read, and what for, is recorded."""
        with self.work_of(reading.by) as work:
            notes = work.load(Visitor, visitor_id).read(**reading.values())
        return {"visitor_id": visitor_id, **asdict(notes)}

    @command(Body)
    def forget_visitor(self, asked: Body, visitor_id: str) -> JsonObject:
        """Destroy their key: nickname, words, allergies and diets are gone for ever."""
        with self.work_of(asked.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.forget(on=asked.on)
            work.store.keyring.destroy(work.connection, visitor_id)
            return state_of(visitor)

    @command
    def get_visitor(self, visitor_id: str) -> JsonObject:
        """Ids, days and states, with visits, parcels and contacts; nothing personal."""
        with self.store.reading() as connection:
            return visitors.get_visitor(connection, visitor_id)

    @command(VisitorQuery)
    def list_visitors(self, query: VisitorQuery) -> JsonObject:
        with self.store.reading() as connection:
            return visitors.list_visitors(connection, clock.today(), **query.values())

    # -- whom of intake they are ------------------------------------------------------------------

    @command(Link)
    def link_visitor(self, link: Link, visitor_id: str) -> JsonObject:
        """By their consent: the visitor is this person of intake."""
        with self.work_of(link.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.link(**link.values("by"), basis=CONSENT)
            visitor_lookup.hear_of_consultations(work, visitor)
            return state_of(visitor)

    @command(Unlink)
    def unlink_visitor(self, asked: Unlink, visitor_id: str) -> JsonObject:
        """The link was an error; an agreement that it had closed is owed again."""
        with self.work_of(asked.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.unlink(**asked.values("by"), due_on=calculate_call_day(asked.on))
            return state_of(visitor)

    @command(Connection)
    def connect_visitor(self, asked: Connection, visitor_id: str) -> JsonObject:
        """The agreed invitation reached a desk: person and case are known."""
        way = SHEET if asked.referral_id else IN_PERSON
        with self.work_of(asked.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.check_agreed(asked.on)
            visitor.link(**asked.values("by", "referral_id"), basis=CONSENT)
            visitor.reach_desk(on=asked.on, way=way, referral_id=asked.referral_id)
            visitor_lookup.hear_of_consultations(work, visitor)
            return state_of(visitor)


def _describe(visitor: Visitor, description: Description) -> None:
    answers = HouseholdAnswers(**description.household.values())
    visitor.describe(
        on=description.on,
        nickname=description.nickname,
        note=description.note,
        household=answers,
    )


def state_of(visitor: Visitor) -> JsonObject:
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
