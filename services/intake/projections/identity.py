"""The tables of identity: whom a record stands for, which proposals wait for a decision.

They change in the transaction of the events, and hold no personal field. Whoever reads
about a person asks `records_of` first: all records of the same human, as of now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from services.intake.domain.events import identity as domain
from services.intake.projections.cases import metadata
from tsunagu.log.open_needs import OpenNeed
from tsunagu.log.unit_of_work import RecordedEvent

person_alias = sa.Table(
    "person_alias",
    metadata,
    sa.Column("person_id", sa.Text, primary_key=True),
    sa.Column("into_id", sa.Text, nullable=False, comment="the record it was merged into"),
    sa.Column("human_id", sa.Text, nullable=False, index=True, comment="where the chain ends"),
    sa.Column("ground", sa.Text, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
)

match_list = sa.Table(
    "match_list",
    metadata,
    sa.Column("proposal_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text, nullable=False, index=True),
    sa.Column("other_id", sa.Text, nullable=False, index=True),
    sa.Column("score", sa.Integer, nullable=False),
    sa.Column("reasons", sa.JSON, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("decided_on", sa.Date),
    sa.Column("owner_desk", sa.Text),
    sa.Column("next_step", sa.Text),
    sa.Column("due_on", sa.Date),
    sa.Index("match_list_due", "state", "due_on", "proposal_id"),
)


# -- whom a record stands for ---------------------------------------------------------------------


def human_of(connection: sa.Connection, person_id: str) -> str:
    """The record that stands for this one: itself, if it was merged into none."""
    table = person_alias
    found = connection.execute(sa.select(table.c.human_id).where(table.c.person_id == person_id))
    return str(found.scalar() or person_id)


def records_of(connection: sa.Connection, person_id: str) -> list[str]:
    """Every record of the same human, the one that stands for them first."""
    human, table = human_of(connection, person_id), person_alias
    aliases = connection.execute(
        sa.select(table.c.person_id).where(table.c.human_id == human).order_by(table.c.person_id)
    )
    return [human, *aliases.scalars()]


def join_records(connection: sa.Connection, e: RecordedEvent) -> None:
    """The record, and all that stood for it, stand for the other's human now."""
    table, event = person_alias, e.event
    human = human_of(connection, event.into_id)
    connection.execute(
        table.update().where(table.c.human_id == event.person_id).values(human_id=human)
    )
    connection.execute(
        table.insert(),
        {
            "person_id": event.person_id,
            "into_id": event.into_id,
            "human_id": human,
            "ground": event.ground,
            "on": event.on,
        },
    )


def part_records(connection: sa.Connection, e: RecordedEvent) -> None:
    """The record stands for itself, and those merged into it stand for it."""
    table, id = person_alias, e.event.person_id
    connection.execute(table.delete().where(table.c.person_id == id))
    if below := _list_merged_into(connection, [id]):
        connection.execute(table.update().where(table.c.person_id.in_(below)).values(human_id=id))


def _list_merged_into(connection: sa.Connection, ids: Iterable[str]) -> list[str]:
    """Everybody below these records, however many merges down."""
    found: list[str] = []
    level = list(ids)
    while level:
        table = person_alias
        rows = connection.execute(
            sa.select(table.c.person_id).where(table.c.into_id.in_(level))
        ).scalars()
        level = list(rows)
        found += level
    return found


# -- proposals ------------------------------------------------------------------------------------


def add_proposal(connection: sa.Connection, e: RecordedEvent) -> None:
    event = e.event
    connection.execute(
        match_list.insert(),
        {
            "proposal_id": event.proposal_id,
            "person_id": event.person_id,
            "other_id": event.other_id,
            "score": event.score,
            "reasons": list(event.reasons),
            "state": "open",
            "proposed_on": event.on,
            "owner_desk": event.owner_desk,
            "next_step": event.next_step,
            "due_on": event.due_on,
        },
    )


def _close_as(state: str) -> Any:
    def close(connection: sa.Connection, e: RecordedEvent) -> None:
        connection.execute(
            match_list.update()
            .where(match_list.c.proposal_id == e.event.proposal_id)
            .values(
                state=state, decided_on=e.event.on, owner_desk=None, next_step=None, due_on=None
            )
        )

    return close


def list_open_proposals(connection: sa.Connection, person_ids: list[str]) -> list[Any]:
    """The open proposals that touch any of these records."""
    table = match_list
    touched = table.c.person_id.in_(person_ids) | table.c.other_id.in_(person_ids)
    query = sa.select(table).where(table.c.state == "open", touched)
    return list(connection.execute(query.order_by(table.c.proposal_id)))


def list_declined_with(connection: sa.Connection, person_ids: list[str]) -> set[str]:
    """The humans of whom somebody said that these records are not they."""
    table, alias = match_list, person_alias
    query = (
        sa.select(sa.func.coalesce(alias.c.human_id, table.c.other_id))
        .select_from(table.outerjoin(alias, alias.c.person_id == table.c.other_id))
        .where(table.c.state == "declined", table.c.person_id.in_(person_ids))
    )
    return set(connection.execute(query).scalars())


def list_match_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Every proposal that waits for a decision."""
    columns = (match_list.c[name] for name in ("proposal_id", "owner_desk", "next_step", "due_on"))
    for row in connection.execute(sa.select(*columns).where(match_list.c.state == "open")):
        yield OpenNeed("match", *row)


IDENTITY_READ_MODELS = {
    domain.MatchProposed: [add_proposal],
    domain.MatchConfirmed: [_close_as("confirmed")],
    domain.MatchDeclined: [_close_as("declined")],
    domain.MatchLapsed: [_close_as("lapsed")],
    domain.PersonsMerged: [join_records],
    domain.PersonsSplit: [part_records],
}
