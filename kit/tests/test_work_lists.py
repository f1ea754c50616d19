"""What waits at which desk, and the sheets that end with an item, in one unit of work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from kit.tests import budget
from kit.tests.budget import DESK, LISTS, OTHER_DESK, SHEETS, Support, support_list
from tsunagu.domain.errors import Invalid, Refused
from tsunagu.log.database import Database
from tsunagu.log.open_needs import find_unowned_needs
from tsunagu.log.personal_data import Keyring
from tsunagu.log.tables import create_kit_tables
from tsunagu.log.unit_of_work import EventStore
from tsunagu.projections.work_lists import WorkList
from tsunagu.sheets.inbox import COMPLETED, FAILED, IN_PROGRESS, ON_HOLD

ON = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, tzinfo=UTC)


class Op:
    """As much of alembic's `op` as the kit's tables need."""

    def __init__(self, connection):
        self.get_bind = lambda: connection


@pytest.fixture
def store(any_database):
    database = Database(any_database)
    with database.writing() as connection:
        create_kit_tables(Op(connection))
        budget.metadata.create_all(connection)
    yield EventStore(
        database, budget.EVENTS, Keyring(b"k" * 32), budget.READ_MODELS, clock=lambda: NOW
    )
    database.close()


def begin(store, *ids, referral_id=None):
    with store.work() as work:
        for id in ids:
            item = work.load_or_new(Support, id)
            item.start(person_id=f"p-{id}", case_id=None, on=ON, referral_id=referral_id)


def arrive(store, referral_id="r1", desk=DESK):
    with store.work() as work:
        work.load_or_new(SHEETS.Sheet, referral_id).arrive(
            need_id="n1", person_id="p1", case_id="c1", on=ON, from_desk="consultation",
            desk=desk, issues=("debt",), warm=False, due_on=ON,
        )  # fmt: skip


def page(store, **asked):
    with store.reading() as connection:
        rows, cursor = LISTS.of["support"].read_page(connection, **{"state": "open"} | asked)
    return [row["support_id"] for row in rows], cursor


# -- the lists ------------------------------------------------------------------------------------


def test_a_list_shows_by_due_date_what_waits_at_a_desk(store):
    begin(store, "a", "b", "c")
    with store.work() as work:
        soon = {"next_step": "call_back", "due_on": ON, "owner_desk": OTHER_DESK}
        work.load(Support, "b").set_next_step(on=ON, **soon)
        work.load(Support, "c").end(on=ON, outcome="balanced")
    assert page(store) == (["b", "a"], None)
    assert page(store, desk=DESK) == (["a"], None)
    assert page(store, before=ON + timedelta(days=1)) == (["b"], None)
    assert page(store, before=ON) == ([], None)
    assert page(store, state="ended") == (["c"], None)
    assert page(store, state="all", person_id="p-c") == (["c"], None)
    first, cursor = page(store, limit=1)
    assert first + page(store, after=cursor)[0] == ["b", "a"]
    with pytest.raises(Invalid):
        page(store, state="lost")


def test_whatever_is_open_is_a_need_and_what_has_ended_is_none(store):
    begin(store, "a", "b")
    with store.work() as work:
        work.load(Support, "b").end(on=ON, outcome="balanced")
    with store.reading() as connection:
        (need,) = LISTS.open_needs(connection)
        assert (need.kind, need.id, need.owner_desk) == ("support", "a", DESK)
        assert list(find_unowned_needs([need])) == []
    with store.database.writing() as connection:
        connection.execute(support_list.update().values(owner_desk=None))
    with store.reading() as connection:
        (lost,) = find_unowned_needs(LISTS.open_needs(connection))
    assert lost.subject == "support a"


def test_one_table_may_show_several_kinds_under_another_name_for_the_desk():
    table = sa.Table(
        "course_list",
        sa.MetaData(),
        *(sa.Column(n, sa.Text, primary_key=True) for n in ("kind", "id")),
        *(sa.Column(n, sa.Text) for n in ("state", "desk", "next_step")),
        sa.Column("due_on", sa.Date),
    )
    courses = WorkList(table.c.id, kind=table.c.kind, desk=table.c.desk)
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        table.create(connection)
        row = {"state": "open", "desk": DESK, "next_step": "decide", "due_on": ON}
        connection.execute(
            table.insert(), [{"kind": k, "id": "1"} | row for k in ("stay", "watch")]
        )
        step = budget.NextStepSet(
            kind="watch", id="1", person_id="p", case_id=None, on=ON, owner_desk=OTHER_DESK,
            next_step="visit", due_on=ON,
        )  # fmt: skip
        courses.next_step_set(connection, type("Recorded", (), {"event": step})())
        needs = {(n.kind, n.owner_desk, n.next_step) for n in courses.open_needs(connection)}
    assert needs == {("stay", DESK, "decide"), ("watch", OTHER_DESK, "visit")}


# -- the sheet that it answers --------------------------------------------------------------------


def sheet_of(store, referral_id="r1"):
    with store.work() as work:
        return work.load(SHEETS.Sheet, referral_id)


@pytest.mark.parametrize(("outcome", "state"), [("balanced", COMPLETED), ("lost_contact", FAILED)])
def test_work_takes_its_sheet_up_and_closes_it_with_its_outcome(store, outcome, state):
    arrive(store)
    with store.work() as work:
        sheet = SHEETS.begin_work(work, "r1", desk=DESK, on=ON)
        item = work.load_or_new(Support, "s1")
        item.start(person_id=sheet.person_id, case_id=sheet.case_id, on=ON, referral_id=sheet.id)
        SHEETS.close_sheets(work, item, ON)
    assert sheet_of(store).state == IN_PROGRESS, "what is open closes no sheet"
    with store.work() as work:
        item = work.load(Support, "s1")
        item.end(on=ON, outcome=outcome)
        SHEETS.close_sheets(work, item, ON)
        SHEETS.close_sheets(work, item, ON)
    assert sheet_of(store).state == state
    with store.reading() as connection:
        assert connection.execute(sa.select(SHEETS.inbox.c.code)).scalar() == outcome


@pytest.mark.parametrize(("resume", "state"), [(True, IN_PROGRESS), (False, ON_HOLD)])
def test_work_begun_from_a_held_sheet_resumes_it_if_asked(store, resume, state):
    arrive(store)
    with store.work() as work:
        sheet = SHEETS.begin_work(work, "r1", desk=DESK, on=ON)
        sheet.answer(by=DESK, state=ON_HOLD, on=ON, code="waits_for_papers")
    with store.work() as work:
        SHEETS.begin_work(work, "r1", desk=DESK, on=ON, resume=resume)
    assert sheet_of(store).state == state


def test_a_sheet_of_another_desk_or_one_that_is_over_begins_nothing(store):
    arrive(store)
    with pytest.raises(Refused, match="sheet_not_yours"), store.work() as work:
        SHEETS.begin_work(work, "r1", desk=OTHER_DESK, on=ON)
    with store.work() as work:
        sheet = work.load(SHEETS.Sheet, "r1")
        sheet.close(state=FAILED, on=ON, code="lost_contact")
    with pytest.raises(Refused, match="sheet_not_open"), store.work() as work:
        SHEETS.begin_work(work, "r1", desk=DESK, on=ON)
