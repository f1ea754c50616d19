"""A rebuild ends with the rows that the running tables have, however the facts came in."""

import json
import random
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.reporting.definition import projections
from services.reporting.projections.identity import person_alias
from tsunagu.contracts.facts import Fact
from tsunagu.log import migration
from tsunagu.log.database import Database
from tsunagu.projections import projection as kit

CONTRACTS = Path(__file__).parents[3] / "contracts"
EXAMPLES = [
    json.loads(file.read_text())
    for file in sorted(CONTRACTS.glob("*/*.json"))
    if not file.name.endswith(".schema.json")
]
CHANGING = (
    "intake.record_corrected",
    "referral.record_corrected",
    "employment.hire_withdrawn",
    "intake.persons_split",
)


def make_history(seed, count=300):
    """Facts of five cases in any order; every fourth changes rows of earlier ones."""
    chance = random.Random(seed)
    changes = [e for e in EXAMPLES if e["type"] in CHANGING]
    for number in range(1, count + 1):
        example = chance.choice(changes if number % 4 == 0 else EXAMPLES)
        data = dict(example["data"])
        for key in ("person_id", "record_id", "referral_id", "need_id"):
            if key in data:
                data[key] = f"{key}-{chance.randrange(5)}"
        day = f"2026-04-{1 + number // 20:02d}"
        yield make_fact(number, example["type"], day, data)


def make_fact(number, type, day, data):
    return Fact(
        city="142166",
        source="intake",
        position=number,
        previous=number - 1,
        type=type,
        schema=1,
        stream="case-1",
        version=number,
        time=f"{day}T01:00:00.000000+00:00",
        recorded=None,
        actor="system",
        correlation=None,
        causation=None,
        data=data,
    )


def read_rows(database):
    with database.reading() as connection:
        return {
            p.table.name: sorted(map(repr, connection.execute(sa.select(p.table)).all()))
            for p in projections.projections
        }


@pytest.fixture
def database(any_database):
    opened = Database(any_database)
    migration.upgrade(opened, "services.reporting")
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_rebuild_by_small_pages_makes_the_same_rows(database, monkeypatch, seed):
    # given facts that were taken in batches of any size, with changes among them
    facts, chance = list(make_history(seed)), random.Random(seed)
    while facts:
        batch = [facts.pop(0) for _ in range(min(len(facts), chance.randrange(1, 40)))]
        with database.writing() as connection:
            projections.apply(connection, batch)
    before = read_rows(database)
    # when every table is made anew, a few facts at a time
    monkeypatch.setattr(kit, "PAGE", 7)
    monkeypatch.setattr(kit, "CHANGES", 3)
    told = []
    projections.rebuild(database, lambda done, total: told.append((done, total)))
    # then nothing has changed, and progress went up to the end
    assert read_rows(database) == before
    assert told == sorted(told) and told[-1] == (300, 300)
    assert list(projections.verify(database, lambda done, total: None)) == []


@pytest.mark.parametrize("seed", range(2))
def test_facts_that_come_while_a_rebuild_runs_are_in_it(database, monkeypatch, seed):
    facts = list(make_history(seed))
    with database.writing() as connection:
        projections.apply(connection, facts[:150])
    # given a rebuild under way; when more facts come before it holds the archive
    monkeypatch.setattr(kit, "PAGE", 20)
    hold = projections._catch_up

    def take_more_first(connection, tables, reached):
        projections.apply(connection, facts[150:])
        return hold(connection, tables, reached)

    monkeypatch.setattr(projections, "_catch_up", take_more_first)
    projections.rebuild(database, lambda done, total: None)
    monkeypatch.undo()
    # then they stand in the new tables, as after another rebuild
    expected = read_rows(database)
    projections.rebuild(database, lambda done, total: None)
    assert read_rows(database) == expected


def test_a_row_is_ended_by_the_first_split_after_it_and_by_no_other(database):
    # given two persons merged and split again and again, all taken at once
    days = [f"2026-04-{day:02d}" for day in range(1, 7)]
    kinds = ["merged", "split", "split", "merged", "split", "merged"]
    facts = [
        make_fact(
            2 * number + person,
            f"intake.persons_{kind}",
            day,
            {"person_id": f"p{person}", "into_id": "p9", "on": day},
        )
        for number, (kind, day) in enumerate(zip(kinds, days, strict=True))
        for person in (1, 2)
    ]
    with database.writing() as connection:
        projections.apply(connection, facts)
        query = sa.select(person_alias).order_by(person_alias.c.person_id, person_alias.c.seq)
        found = connection.execute(query).all()
    # then each merge holds until the next split of that person; the last one still does
    assert [
        (row.person_id, str(row.known_from), row.known_until and str(row.known_until))
        for row in found
    ] == [
        (person, days[begun], ended and days[ended])
        for person in ("p1", "p2")
        for begun, ended in ((0, 1), (3, 4), (5, None))
    ]


def list_indexes(database):
    with database.reading() as connection:
        there = sa.inspect(connection)
        return {
            p.table.name: sorted(
                tuple(index["column_names"]) for index in there.get_indexes(p.table.name)
            )
            for p in projections.projections
        }


def test_the_migrated_tables_and_a_rebuilds_have_the_indexes_that_the_projections_name(database):
    named = {p.table.name: sorted(map(tuple, p.indexes)) for p in projections.projections}
    assert list_indexes(database) == named
    projections.rebuild(database, lambda done, total: None)
    assert list_indexes(database) == named


def test_migrating_drops_the_indexes_that_earlier_rebuilds_made_in_vain(database):
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE INDEX ix_of_a_rebuild ON programme_step (subject)")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    migration.upgrade(database, "services.reporting")
    assert list_indexes(database)["programme_step"] == [("type", "on")]
