"""Lists narrowed by what is asked for, and by due date page by page."""

from datetime import date

import pytest
import sqlalchemy as sa

from tsunagu.domain.errors import Invalid
from tsunagu.projections.paging import narrow_query, page_by_due, parse_state_filter

TASK = sa.Table(
    "task",
    sa.MetaData(),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("desk", sa.Text),
    sa.Column("state", sa.Text),
    sa.Column("due_on", sa.Date),
)
ROWS = [
    ("a", "youth", "open", date(2026, 4, 2)),
    ("b", "all", "open", date(2026, 4, 1)),
    ("c", "youth", "ended", None),
    ("d", "youth", "open", date(2026, 4, 2)),
]


@pytest.fixture
def connection():
    engine = sa.create_engine("sqlite://")
    TASK.metadata.create_all(engine)
    with engine.begin() as connection:
        names = [column.name for column in TASK.c]
        connection.execute(TASK.insert(), [dict(zip(names, row, strict=True)) for row in ROWS])
        yield connection


def ids(connection, desk, state):
    query = narrow_query(
        sa.select(TASK), (TASK.c.desk, desk), (TASK.c.state, parse_state_filter(state))
    )
    rows, _ = page_by_due(connection, query, TASK.c.due_on, TASK.c.id, None, 9)
    return [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("desk", "state", "found"),
    [
        (None, "all", ["b", "a", "d", "c"]),
        ("youth", "all", ["a", "d", "c"]),
        ("youth", "open", ["a", "d"]),
        (None, "ended", ["c"]),
        ("all", "all", ["b"]),  # only a state of that name asks for nothing
        ("nobody", "open", []),
    ],
)
def test_nothing_asked_for_leaves_nothing_out(connection, desk, state, found):
    assert ids(connection, desk, state) == found


def test_pages_follow_on_to_what_is_due_at_no_time(connection):
    found, after = [], None
    while True:
        rows, after = page_by_due(connection, sa.select(TASK), TASK.c.due_on, TASK.c.id, after, 1)
        found += [row["id"] for row in rows]
        if after is None:
            break
    assert found == ["b", "a", "d", "c"]


def test_a_place_that_cannot_be_read_is_refused(connection):
    with pytest.raises(Invalid) as refusal:
        page_by_due(connection, sa.select(TASK), TASK.c.due_on, TASK.c.id, "soon~a", 1)
    assert refusal.value.faults[0]["field"] == "after"
