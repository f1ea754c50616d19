"""The facts of one log, in order: what the relay publishes and the feed answers with."""

from __future__ import annotations

import orjson
import sqlalchemy as sa

from tsunagu.contracts.facts import Catalogue, encode_envelope
from tsunagu.log import event_log
from tsunagu.log.event_codec import EventTypes
from tsunagu.log.tables import event_table


class FactReader:
    """Reads the published part of a log as envelopes."""

    def __init__(self, city: str, catalogue: Catalogue, types: EventTypes) -> None:
        self.city = city
        self.catalogue = catalogue
        self.service = catalogue.service
        self._types = types
        self._newest = {name: types.named(name).schema for name in catalogue.facts}

    def after(
        self, connection: sa.Connection, position: int, previous: int, limit: int
    ) -> tuple[list[tuple[int, str, bytes]], int]:
        """`(position, type, envelope)` of the facts among the next `limit` events.

        Also how far it read. `previous` is the position of the fact before them.
        """
        facts, reached = [], position
        for row in event_log.read(connection, position, limit):
            reached = row.position
            if row.type not in self.catalogue:
                continue
            lifted = None
            if row.schema != self._newest[row.type]:
                lifted, row = self._upcast(row)
            facts.append(
                (
                    row.position,
                    row.type,
                    encode_envelope(self.city, self.service, row, previous, lifted),
                )
            )
            previous = row.position
        return facts, reached

    def _upcast(self, row: event_log.Row) -> tuple[str, event_log.Row]:
        values = self._types.upcast(row.type, row.schema, orjson.loads(row.data))
        newest = self._newest[row.type]
        fields = {name: getattr(row, name) for name in event_log.Row.__slots__} | {"schema": newest}  # type: ignore[attr-defined]
        return orjson.dumps(values).decode(), event_log.Row(**fields)

    def last_at(self, connection: sa.Connection, position: int) -> int:
        """The position of the newest fact at or before a position; 0 if there is none."""
        found = connection.execute(
            sa.select(event_table.c.position)
            .where(event_table.c.position <= position)
            .where(event_table.c.type.in_(list(self.catalogue.facts)))
            .order_by(event_table.c.position.desc())
            .limit(1)
        ).scalar()
        return int(found or 0)
