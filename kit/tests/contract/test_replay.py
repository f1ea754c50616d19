"""The proof of read models replays the log as it was appended, and names what it cannot."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from kit.tests.contract.conftest import DAY
from kit.tests.contract.source import DEFINITION, Box, Moved, moves
from tsunagu.hosting import read_model_verification
from tsunagu.hosting.read_model_verification import verify_read_models


@pytest.fixture(autouse=True)
def history(store, monkeypatch):
    """Five boxes that each were moved once: ten events, in pages of four."""
    monkeypatch.setattr(read_model_verification, "PAGE", 4)
    for n in range(5):
        with store.work() as work:
            box = work.load_or_new(Box, f"b{n}")
            box.open(DAY, "label", "note")
            box.move(DAY, "cellar")


def find_violations(store):
    told = []
    found = verify_read_models(store, DEFINITION, lambda done, total: told.append((done, total)))
    return [(one.code, one.subject) for one in found], told


def test_a_whole_log_makes_the_same_rows_and_says_how_far_it_is(store):
    assert find_violations(store) == ([], [(4, 10), (8, 10), (10, 10)])


def test_a_row_that_differs_is_named(store):
    with store.database.writing() as connection:
        connection.execute(moves.update().where(moves.c.box == "box-b3").values(n=7))
        connection.execute(moves.delete().where(moves.c.box == "box-b1"))
    found, _ = find_violations(store)
    assert found == [
        ("read_model_row_altered", "moves box-b3"),
        ("read_model_row_missing", "moves box-b1"),
        ("read_model_row_missing", "moves box-b3"),
    ]


@pytest.mark.parametrize("position", [1, 6, 10])
def test_an_event_that_cannot_be_read_is_named_and_nothing_is_compared(store, position):
    with store.database.writing() as connection:
        connection.execute(
            sa.text("UPDATE event SET schema = 99 WHERE position = :at"), {"at": position}
        )
    found, _ = find_violations(store)
    assert found == [("log_row_unreadable", f"event {position}")]


def test_an_event_that_a_read_model_fails_on_is_named(store, monkeypatch):
    def fail(connection, e):
        if e.stream == "box-b3":
            raise LookupError("planted")

    monkeypatch.setitem(store.read_models, Moved, [*store.read_models[Moved], fail])
    found, _ = find_violations(store)
    assert found == [("log_row_unreadable", "event 8")]
