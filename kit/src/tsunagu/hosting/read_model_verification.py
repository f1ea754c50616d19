"""Verification of read models: a replay of the log must give the same rows.

The log is replayed through the same read-model functions into a scratch
database, and every row that differs is named. Rows that facts of other
services brought are left out (`Definition.own_rows` says which are the log's).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from tsunagu.domain.calendar import city_date
from tsunagu.hosting.definition import Definition
from tsunagu.log import event_log
from tsunagu.log.database import Database
from tsunagu.log.event_log import Violation
from tsunagu.log.unit_of_work import EventStore, RecordedEvent

NAMED = 20
PAGE = 500  # events replayed together


def verify_read_models(
    store: EventStore, definition: Definition, progress: Callable[[int, int], None]
) -> Iterator[Violation]:
    """Every row of a read model that a replay of the log would not make, or would make."""
    if not definition.read_models:
        return
    with tempfile.TemporaryDirectory(prefix="tsunagu-verify-") as folder:
        scratch = Database(f"sqlite:///{Path(folder) / 'scratch.sqlite'}")
        try:
            with store.database.snapshot() as live, scratch.writing() as replayed:
                definition.metadata.create_all(replayed)
                unreadable = list(_replay(store, live, replayed, progress))
                yield from unreadable
                if not unreadable:
                    for table in definition.metadata.sorted_tables:
                        yield from _compare_tables(live, replayed, table, definition)
        finally:
            scratch.close()


def _replay(
    store: EventStore,
    live: sa.Connection,
    replayed: sa.Connection,
    progress: Callable[[int, int], None],
) -> Iterator[Violation]:
    total = event_log.read_head(live)
    after = 0
    while page := event_log.read(live, after, PAGE):
        unreadable = _replay_page(store, replayed, page)
        if unreadable is not None:
            yield unreadable
            return
        after = page[-1].position
        progress(after, total)


def _replay_page(
    store: EventStore, replayed: sa.Connection, page: list[event_log.Row]
) -> Violation | None:
    """Together, as an append of them; where that fails, one by one up to the one that does."""
    replayed.exec_driver_sql("SAVEPOINT page")
    try:
        store.project(replayed, [_decode_row(store, row) for row in page])
    except Exception as failure:
        if len(page) == 1:
            return Violation(
                "log_row_unreadable",
                f"event {page[0].position}",
                f"再生できません（{type(failure).__name__}）/ cannot be replayed",
            )
        replayed.exec_driver_sql("ROLLBACK TO SAVEPOINT page")
    else:
        return None
    finally:
        replayed.exec_driver_sql("RELEASE SAVEPOINT page")
    found = (_replay_page(store, replayed, [row]) for row in page)
    return next((one for one in found if one is not None), None)


def _decode_row(store: EventStore, row: event_log.Row) -> RecordedEvent:
    at = datetime.fromisoformat(row.recorded_at)
    return RecordedEvent(
        # Read models hold nothing personal, so none is decrypted here.
        store.types.decode(row.type, row.schema, row.data),
        row.stream,
        row.version,
        row.position,
        at,
        date.fromisoformat(row.recorded_on) if row.recorded_on else city_date(at),
        row.actor,
        row.correlation,
    )


def _compare_tables(
    live: sa.Connection, replayed: sa.Connection, table: sa.Table, definition: Definition
) -> Iterator[Violation]:
    own = definition.own_rows.get(table.name)
    query = sa.select(table) if own is None else sa.select(table).where(own)
    here, there = _read_rows(live, query), _read_rows(replayed, query)
    key = [column.name for column in table.primary_key] or [next(iter(table.columns)).name]
    for code, wrong, sentence in (
        ("read_model_row_altered", here.keys() - there.keys(), "記録と違います / differs"),
        ("read_model_row_missing", there.keys() - here.keys(), "あるはずの行 / a row is missing"),
    ):
        for row in sorted(wrong)[:NAMED]:
            values = here.get(row) or there[row]
            name = " ".join(str(values[column]) for column in key)
            yield Violation(code, f"{table.name} {name}", f"{sentence} (replay of the log)")
        if len(wrong) > NAMED:
            yield Violation(code, table.name, f"ほかに {len(wrong) - NAMED} 行 / and more rows")


def _read_rows(connection: sa.Connection, query: sa.Select[Any]) -> dict[bytes, Any]:
    """The rows by their content, in a form that is the same on every database."""
    return {
        orjson.dumps(
            [_to_json_value(value) for value in row], option=orjson.OPT_SORT_KEYS
        ): row._mapping
        for row in connection.execute(query)
    }


def _to_json_value(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes | memoryview) else value
