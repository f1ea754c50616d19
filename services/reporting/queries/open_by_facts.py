"""What is open by the facts: the cases and needs that no ending closed, as reports count them.

`verify` compares them with the lists of the desks. A case is decided by the days of its
consultations and endings, as reports have them (corrected ones too), and of its live next steps.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import orjson
import sqlalchemy as sa

from services.reporting.projections.consultations import need_place, support_record
from services.reporting.queries.rows_as_of import CONSULTATION, ENDING
from tsunagu.process.concurrency import take_turns
from tsunagu.projections.archive import fact_table

STEP = "intake.next_step_set"
IMPORT = "import"  # the actor of past records


class _Mark(NamedTuple):
    on: date
    order: int
    type: str


def list_open_cases(connection: sa.Connection) -> set[str]:
    """The cases of intake that are open by their days, with those that nothing ever ended."""
    days = _find_days(connection)
    last: dict[str, _Mark | None] = {}
    query = sa.select(fact_table).where(
        fact_table.c.source == "intake", fact_table.c.type.in_((CONSULTATION, ENDING, STEP))
    )
    for fact in take_turns(connection.execute(query.order_by(fact_table.c.seq))):
        data = orjson.loads(fact.data)
        case_id = data["case_id"]
        if fact.type == STEP:
            if case_id not in last:  # opened by support alone, whose consultation nobody recorded
                last[case_id] = None
                continue
            on = date.fromisoformat(data["on"])
        elif (counted := days.get(data["record_id"])) is not None:
            on = counted
        else:
            continue
        before = last.get(case_id)
        if before is not None and (fact.type == STEP or _is_ended_by_desk(fact)):
            on = max(on, before.on)  # whoever does it at a desk sees the case as it stands
        mark = _Mark(on, fact.seq, fact.type)
        last[case_id] = mark if before is None else max(before, mark)
    return {case_id for case_id, mark in last.items() if mark is None or mark.type != ENDING}


def _is_ended_by_desk(fact: sa.Row[tuple[object, ...]]) -> bool:
    return bool(fact.type == ENDING and fact.actor != IMPORT)


def _find_days(connection: sa.Connection) -> dict[str, date]:
    """record → its day as reports count it, of consultations and endings."""
    table = support_record
    query = sa.select(table.c.record_id, table.c.on).where(
        table.c.type.in_((CONSULTATION, ENDING)), table.c.known_until.is_(None)
    )
    return {row.record_id: row.on for row in take_turns(connection.execute(query))}


def list_open_needs(connection: sa.Connection) -> set[str]:
    """The needs of referral that were placed and never closed."""
    places = sa.select(need_place.c.need_id).distinct()
    closed = need_place.c.owner_desk.is_(None)
    ended = set(connection.execute(places.where(closed)).scalars())
    return set(connection.execute(places.where(~closed)).scalars()) - ended
