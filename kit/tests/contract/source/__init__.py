"""A tiny publishing service: boxes that are opened, moved and noted upon."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from marshmallow import fields

from tsunagu.contracts.facts import Catalogue, FactSchema, FactType
from tsunagu.domain.aggregate import Aggregate, applies, event, personal
from tsunagu.hosting.definition import Definition

metadata = sa.MetaData()
moves = sa.Table(
    "moves", metadata, sa.Column("box", sa.Text, primary_key=True), sa.Column("n", sa.Integer)
)


@event("source.opened")
class Opened:
    person_id: str
    on: date
    label: str
    note: str | None = personal()


@event("source.moved", schema=2)
class Moved:
    on: date
    room: str  # schema 1 called it "place"


@event("source.counted")
class Counted:
    """Private: never published."""

    n: int


class Box(Aggregate):
    category = "box"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.room = ""
        self.note: str | None = None

    def open(self, on: date, label: str = "", note: str | None = None) -> None:
        self.record(Opened(person_id=f"p-{self.id}", on=on, label=label, note=note))

    def move(self, on: date, room: str) -> None:
        self.record(Moved(on=on, room=room))

    def count(self, n: int) -> None:
        self.record(Counted(n=n))

    @applies(Opened)
    def _opened(self, e: Opened) -> None:
        self.note = e.note

    @applies(Moved)
    def _moved(self, e: Moved) -> None:
        self.room = e.room


class OpenedSchema(FactSchema):
    person_id = fields.String(required=True)
    label = fields.String(required=True)


class MovedSchema(FactSchema):
    room = fields.String(required=True)


def count_moves(connection: sa.Connection, e: object) -> None:
    connection.execute(
        moves.update().where(moves.c.box == e.stream).values(n=moves.c.n + 1)  # type: ignore[attr-defined]
    )


def first_move(connection: sa.Connection, e: object) -> None:
    connection.execute(moves.insert().values(box=e.stream, n=0))  # type: ignore[attr-defined]


DEFINITION = Definition(
    name="source",
    package=__name__,
    metadata=metadata,
    events=[Opened, Moved, Counted],
    read_models={Opened: first_move, Moved: count_moves},
    upcasters={("source.moved", 1): lambda old: {"on": old["on"], "room": old["place"]}},
    catalogue=Catalogue(
        "source", [FactType(Opened, OpenedSchema, {}), FactType(Moved, MovedSchema, {})]
    ),
)
