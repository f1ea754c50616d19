"""SQLite and PostgreSQL take the same migrations, commands, questions and proofs."""

from datetime import date, timedelta

import pytest

from services.employment.definition import DEFINITION
from services.employment.domain.employer import Employer
from services.employment.domain.ids import derive_seeker_id
from services.employment.domain.introduction import Introduction
from services.employment.domain.job import Job
from services.employment.domain.opening import Opening
from services.employment.domain.opening_events import Conditions
from services.employment.domain.preparation import Preparation
from services.employment.domain.readiness_ladder import Ladder
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.seeker_events import Wishes
from services.employment.domain.training import Training
from services.employment.projections import open_needs
from services.employment.projections.tables import WORK_LISTS, metadata
from services.employment.queries import lists
from services.employment.queries.ledgers.openings import compile_openings
from services.employment.queries.ledgers.seekers import compile_seekers
from services.employment.queries.ledgers.workbook import render_workbook
from services.employment.queries.match_rankings import rank_openings, rank_people
from services.employment.schemas.queries import MatchQuery, Page, WorkQuery
from services.employment.tests.people import FRIDAY, PLACEMENT, STARTS, TERMS, UNTIL, WHO
from tsunagu.hosting.read_model_verification import verify_read_models
from tsunagu.log.open_needs import find_unowned_needs
from tsunagu.testing import assert_migrated, fresh_store

S1 = derive_seeker_id("p1")
OF_SEEKER = {"seeker_id": S1, **WHO}


@pytest.fixture
def store(any_database):
    with fresh_store(DEFINITION, any_database) as store:
        yield store


@pytest.fixture
def busy(store):
    """One of everything that waits, with a person in the middle of it."""
    with store.work() as work:
        seeker = work.load_or_new(JobSeeker, S1)
        seeker.register(**WHO, on=FRIDAY, desk=PLACEMENT, due_on=None)
        wishes = Wishes(occupations=("laundry",), earliest_start=STARTS, limits_told="腰痛")
        seeker.record_wishes(on=FRIDAY, wishes=wishes)
        work.load_or_new(Ladder, "p1").move(case_id="c1", on=FRIDAY, rung=4, reason="first_talk")
        for id in ("e1", "e2"):
            work.load_or_new(Employer, id).enter(
                on=FRIDAY, desk=PLACEMENT, introduced_by_kind="staff", introduced_by=None
            )
        work.load(Employer, "e1").describe(on=FRIDAY, name="店", contact_name="山田")
        work.load(Employer, "e1").win(on=FRIDAY)
        for id in ("o1", "o2"):
            work.load_or_new(Opening, id).receive(
                employer_id="e1",
                on=FRIDAY,
                occupation="laundry",
                type="part_time",
                places=2,
                valid_from=FRIDAY,
                valid_until=UNTIL,
                conditions=Conditions(title="仕上げ", distance_km=2.5, starts_by=STARTS),
            )
        for id, opening in (("i1", "o1"), ("i2", "o2")):
            work.load_or_new(Introduction, id).introduce(
                **OF_SEEKER,
                registration=1,
                opening_id=opening,
                employer_id="e1",
                on=FRIDAY,
                desk=PLACEMENT,
            )
        work.load(Introduction, "i1").hire(on=FRIDAY)
        work.load(Opening, "o1").fill(record_id="j1", on=FRIDAY)
        work.load_or_new(Job, "j1").begin(
            **OF_SEEKER, on=FRIDAY, starts_on=STARTS, desk=PLACEMENT, **TERMS
        )
        work.load_or_new(Preparation, "v1").start(**WHO, on=FRIDAY, stage="social")
        work.load(Preparation, "v1").attend(on=FRIDAY, session="walk", attendance="late")
        work.load_or_new(Training, "t1").start(
            **WHO,
            on=FRIDAY,
            until=UNTIL,
            kind="trial",
            employed=False,
            workplace_kind="partner",
            workplace="kizuki",
        )
    return store


def test_the_migrations_make_the_tables_of_the_read_models(store):
    assert_migrated(store, metadata)


def test_a_replay_of_the_log_makes_the_same_rows(busy):
    assert list(verify_read_models(busy, DEFINITION, lambda done, total: None)) == []


def test_everything_that_waits_is_in_one_list_by_due_date(busy):
    with busy.reading() as connection:
        work = lists.read_waiting(connection, WorkQuery(desk=PLACEMENT, limit=500), FRIDAY)["work"]
        every = lists.read_waiting(connection, WorkQuery(limit=500), FRIDAY)["work"]
        late = WorkQuery(overdue=True, limit=500)
        overdue = lists.read_waiting(connection, late, date(2026, 11, 27))["work"]
    assert {row["kind"] for row in every} == set(WORK_LISTS.of)
    assert [row["due_on"] for row in work] == sorted(row["due_on"] for row in work)
    assert [row["id"] for row in overdue] == ["i2"]
    assert next(row["person_id"] for row in every if row["kind"] == "opening") is None


def test_what_is_open_without_an_owner_is_found(busy):
    """The platform's invariant, broken by hand in each table in turn."""
    with busy.reading() as connection:
        assert list(find_unowned_needs(open_needs(connection))) == []
    for kind, one in WORK_LISTS.of.items():
        table, key = one.table, one.key
        with busy.database.writing() as connection:
            connection.execute(table.update().where(table.c.state == "open").values(due_on=None))
        with busy.reading() as connection:
            found = {
                violation.subject.split()[0]
                for violation in find_unowned_needs(open_needs(connection))
            }
            rows = lists.read_page(connection, kind, Page(), FRIDAY)
        assert kind in found and rows[f"{kind}s"][0][key.name], kind


def test_matching_and_ledgers_read_what_is_on_file(busy):
    on = FRIDAY + timedelta(days=1)
    with busy.reading() as connection:
        ranked = rank_openings(connection, S1, on, MatchQuery(limit=5))
        people = rank_people(connection, "o2", on, MatchQuery(limit=5))
        openings = compile_openings(connection, FRIDAY, FRIDAY, {"e1": "山田"})
        seekers = compile_seekers(connection, FRIDAY, None, {"p1": {"name": "座間"}})
    assert {row["opening_id"] for row in ranked["openings"]} == {"o1", "o2"}
    assert {said.split(" / ")[0] for said in ranked["openings"][0]["fits"]} >= {
        "希望の職種（クリーニング）です",
        "2026-12-01 までに始められます",
    }
    assert people["seekers"][0]["excluded_by"] == ["not_yet_introduced"]
    assert [row[17] for row in openings.rows] == ["採用", "紹介中"]
    assert [row[2] for row in seekers.rows] == ["座間", "座間"]
    assert render_workbook(openings)[:2] == render_workbook(seekers)[:2] == b"PK"


def test_without_the_key_of_a_person_the_file_goes_on(busy):
    with busy.database.writing() as connection:
        assert busy.keyring.destroy(connection, "p1")
    with busy.work() as work:
        seeker = work.load(JobSeeker, S1)
        assert seeker.words == {"wishes": None, "limits_told": None}
        seeker.set_next_step(on=FRIDAY, next_step="call_back", due_on=FRIDAY)
    assert list(verify_read_models(busy, DEFINITION, lambda done, total: None)) == []
