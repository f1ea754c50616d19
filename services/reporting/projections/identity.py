"""The table of merged person ids, with the days between which the merge was known.

Intake merges records and splits them again; nothing that was recorded under either id is
rewritten. `figures/known.py` puts the human in the place of each merged id on reading, so
a person under two ids counts once, and as of a day before the merge twice, as was known.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.reporting.projections.consultations import metadata
from services.reporting.projections.row_changes import end_rows
from tsunagu.projections.archive import Archived
from tsunagu.projections.projection import Projection

person_alias = sa.Table(
    "person_alias",
    metadata,
    sa.Column("seq", sa.BigInteger),
    sa.Column("person_id", sa.Text),
    sa.Column("into_id", sa.Text, comment="the person that this id stands for"),
    sa.Column("known_from", sa.Date),
    sa.Column("known_until", sa.Date),
)


def _build_alias(f: Archived) -> tuple[Any, ...]:
    return f.seq, f.data["person_id"], f.data["into_id"], f.known_on, None


IDENTITY = Projection(
    table=person_alias,
    rows={"intake.persons_merged": _build_alias},
    changes={"intake.persons_split": end_rows("person_id")},
    indexes=(("person_id",),),
)


def resolve_merges(merges: dict[str, str]) -> dict[str, str]:
    """person → who they are in the end, for everybody merged; `merges` has one step each."""

    def follow(id: str) -> str:
        seen = {id}
        while (into := merges.get(id)) is not None and into not in seen:
            seen.add(into)
            id = into
        return id

    return {id: follow(id) for id in merges}
