"""Rows that read models ask for together are what writing them one by one would have left."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import Box, Moved, Opened
from tsunagu.log import row_changes
from tsunagu.log.row_changes import RowBuffer, RowReadModel, add_row, change_row, put_row

shelf = sa.Table(
    "shelf",
    sa.MetaData(),
    sa.Column("room", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("label", sa.Text),
    sa.Column("on", sa.Date),
    sa.Column("more", sa.JSON),
    sa.Column("open", sa.Boolean),
)


@pytest.fixture
def connection(store):
    with store.database.writing() as connection:
        shelf.create(connection)
        yield connection


def list_rows(connection):
    query = sa.select(shelf.c.room, shelf.c.place, shelf.c.label, shelf.c.on)
    return [tuple(row) for row in connection.execute(query.order_by(shelf.c.room, shelf.c.place))]


def write(connection, *changes):
    buffer = RowBuffer()
    for change in changes:
        buffer.add(connection, change)
    buffer.write(connection)


def at(place, **values):
    return {"room": "cellar", "place": place, **values}


def test_a_row_that_is_put_is_made_or_has_those_columns_set(connection):
    write(connection, put_row(shelf, at(1, label="a", on=DAY, more=["x"])), put_row(shelf, at(2)))
    write(connection, put_row(shelf, at(1, label="b")), put_row(shelf, at(2)))
    assert list_rows(connection) == [("cellar", 1, "b", DAY), ("cellar", 2, None, None)]


def test_a_row_that_is_not_there_is_not_changed(connection):
    write(connection, change_row(shelf, at(1, label="a")), change_row(shelf, at(2)))
    assert list_rows(connection) == []


def test_a_change_before_the_row_is_made_stays_without_effect(connection):
    write(connection, change_row(shelf, at(1, label="a")), put_row(shelf, at(1, on=DAY)))
    assert list_rows(connection) == [("cellar", 1, None, DAY)]


def test_a_row_is_added_once(connection):
    with pytest.raises(sa.exc.IntegrityError):
        write(connection, add_row(shelf, at(1, label="a")), add_row(shelf, at(1, label="b")))


def test_rows_of_one_batch_are_written_by_one_statement(connection, monkeypatch):
    written = []
    write_rows = row_changes._write_rows
    monkeypatch.setattr(
        row_changes, "_write_rows", lambda *a: (written.append(len(a[4])), write_rows(*a))
    )
    write(connection, *(put_row(shelf, at(n, label=str(n))) for n in range(50)))
    assert written == [50]
    assert len(list_rows(connection)) == 50


def test_every_kind_of_value_is_kept_as_sqlalchemy_keeps_it(connection):
    values = [
        {"label": "字'\"\\,{}", "on": DAY, "more": {"a": [1, None, "x"]}, "open": True},
        {"label": None, "on": None, "more": None, "open": None},
        {"label": "", "on": None, "more": [], "open": False},
    ]
    write(connection, *(add_row(shelf, at(n, **one)) for n, one in enumerate(values)))
    connection.execute(shelf.insert(), [at(n + 10, **one) for n, one in enumerate(values)])
    wanted = sa.select(shelf.c.label, shelf.c.on, shelf.c.more, shelf.c.open)
    ours, theirs = (
        [tuple(row) for row in connection.execute(wanted.where(chosen).order_by(shelf.c.place))]
        for chosen in (shelf.c.place < 10, shelf.c.place >= 10)
    )
    assert ours == theirs
    raw = sa.text("SELECT count(*) FROM shelf WHERE more IS NULL")
    assert connection.execute(raw).scalar() == 0  # null in JSON, as SQLAlchemy writes it
    for n, one in enumerate(values):
        write(connection, change_row(shelf, at(n + 10, **one)), put_row(shelf, at(n + 20, **one)))
    assert len(list_rows(connection)) == 9


changes = st.lists(
    st.tuples(
        st.sampled_from([put_row, change_row]),
        st.integers(1, 3),
        st.dictionaries(st.sampled_from(["label", "on"]), st.none() | st.just("x"), max_size=2),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def scratch():
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        shelf.create(connection)
        yield connection


@given(changes)
def test_together_is_as_one_by_one(scratch, changes):
    asked = [
        how(shelf, at(place, **{n: v and (DAY if n == "on" else v) for n, v in values.items()}))
        for how, place, values in changes
    ]
    scratch.execute(shelf.delete())
    write(scratch, *asked)
    together = list_rows(scratch)
    scratch.execute(shelf.delete())
    for change in asked:
        write(scratch, change._replace(values=dict(change.values)))
    assert together == list_rows(scratch)


def test_a_read_model_that_looks_at_the_tables_finds_all_before_it_written(store):
    with store.database.writing() as connection:
        shelf.create(connection)
    seen = []
    store.read_models = {
        Opened: [RowReadModel(lambda e: put_row(shelf, at(e.version, label=e.event.label)))],
        Moved: [lambda connection, e: seen.append(list_rows(connection))],
    }
    with store.work() as work:
        box = work.load_or_new(Box, "b")
        box.open(DAY, "a", None)
        box.move(DAY, "cellar")
        work.load_or_new(Box, "c").open(DAY, "late", None)
    assert seen == [[("cellar", 1, "a", None)]]
    with store.reading() as connection:
        assert list_rows(connection) == [("cellar", 1, "late", None)]
