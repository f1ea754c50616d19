"""Migration, read models and every question of the screens, on SQLite and on PostgreSQL alike."""

from datetime import timedelta

import pytest

from services.foodbank import reference
from services.foodbank.commands import parcel_giving, parcel_packing, visit_recording
from services.foodbank.definition import DEFINITION
from services.foodbank.domain.food_drive import Drive
from services.foodbank.domain.lot import Lot
from services.foodbank.domain.parcel import Parcel
from services.foodbank.domain.ration import CITY, RationTable
from services.foodbank.domain.visit import Visit
from services.foodbank.domain.visitor import Consultation, Visitor
from services.foodbank.projections.tables import consultation_heard, metadata
from services.foodbank.queries import food_drives, parcels, promises, stock, visitors, visits
from services.foodbank.queries.later_consultations import count_later_consultations
from services.foodbank.schemas.bodies import HouseholdShape
from services.foodbank.schemas.parcels import Packing
from services.foodbank.schemas.visits import VisitShape
from services.foodbank.tests.counter import FRIDAY, TUESDAY, days
from tsunagu.hosting.read_model_verification import verify_read_models
from tsunagu.testing import assert_migrated, fresh_store

ANYBODY = HouseholdShape(size=1, allergies=(), diets=())
VISIT = VisitShape(by="food_bank", card="0042", note="静か", on=FRIDAY, household=ANYBODY)
PARCEL = Packing(by="food_bank", deliver_to="緑ヶ丘", on=FRIDAY, how="delivery", due_on=TUESDAY)


@pytest.fixture
def store(any_database):
    with fresh_store(DEFINITION, any_database) as store:
        yield store


@pytest.fixture
def a_friday(store):
    """A drive, a lot of it, a parcel to deliver, an agreed invitation, and a consultation."""
    with store.work() as work:
        for category, ration in reference.first_rations().items():
            table = work.load_or_new(RationTable, CITY)
            table.set_ration(category=category, ration=ration, on=FRIDAY)
        held = {"partner": "seikatsu_club", "place": "city_hall"}
        work.load_or_new(Drive, "d1").hold(on=FRIDAY, **held, grams_by_category={"staple": 10})
        work.load_or_new(Lot, "l1").receive(
            on=FRIDAY, units=9, place="food_bank", source="food_drive", drive_id="d1",
            item="bread", category="staple", unit_grams=400, expires_on=days(9),
            needs_cooking=False, label="all", contents=("wheat",),
        )  # fmt: skip
    with store.work() as work:
        visit = visit_recording.record_visit(work, VISIT, wants_food=True)
        parcel, _ = parcel_packing.pack(work, visit, PARCEL)
        visitor = work.load(Visitor, visit.visitor_id)
        visitor.offer(on=FRIDAY)
        visitor.answer(on=FRIDAY, answer="agreed", next_step="accompany", due_on=TUESDAY)
        visitor.link(on=FRIDAY, person_id="p1", case_id=None, basis="consent")
        values = {"record_id": "r1", "case_id": "c1", "on": TUESDAY, "opening": "opened"}
        values |= {"from_desk": None}
        work.connection.execute(consultation_heard.insert().values(person_id="p1", **values))
        visitor.hear_of(Consultation(**values))
    return {"visit": visit.id, "visitor": visitor.id, "parcel": parcel.id}


def test_the_migration_makes_the_tables_as_they_are_declared(store):
    assert_migrated(store, metadata)


def test_the_screens_have_their_answers(store, a_friday):
    with store.reading() as connection:
        [promise] = promises.list_promises(connection, before=days(30))["promises"]
        assert (promise["kind"], promise["id"]) == ("parcel", a_friday["parcel"])
        assert promise["due_on"] == TUESDAY.isoformat()
        assert promises.list_promises(connection, kind="sheet", before=TUESDAY)["promises"] == []
        [need] = promises.list_open_needs(connection)
        assert (need.owner_desk, need.next_step, need.due_on) == ("food_bank", "deliver", TUESDAY)
        [row] = visitors.list_visitors(connection, FRIDAY, may_be_asked=False, card="0042")[
            "visitors"
        ]
        assert (row["came_days"], row["invitation"], row["visits"]) == (4, "connected", 1)
        assert visitors.list_visitors(connection, FRIDAY, may_be_asked=True)["visitors"] == []
        assert (
            visitors.get_visitor(connection, row["visitor_id"])["visit_list"][0]["state"]
            == "packed"
        )
        assert visitors.list_consultations_of(connection, "p1")[0].on == TUESDAY
        assert len(visits.list_visits(connection, from_on=FRIDAY, to_on=FRIDAY)["visits"]) == 1
        assert parcels.get_parcel(connection, a_friday["parcel"])["lines"] == [
            {"lot_id": "l1", "units": 3}
        ]
        [lot] = stock.list_lots(connection, expires_by=days(9))["lots"]
        assert (lot["places"], lot["on_shelf"], lot["in_parcels"]) == ({"food_bank": 6}, 6, 3)
        assert stock.list_expired(connection, days(9)) == []
        assert stock.list_expired(connection, days(10)) == ["l1"]
        assert stock.trace_lot(connection, "l1")["parcels"][0]["units"] == 3
        [drive] = food_drives.list_drives(connection)["drives"]
        assert drive["became"]["in_parcels"] == 1200
        assert count_later_consultations(connection, FRIDAY, FRIDAY)["came"] == 1


def test_a_replay_of_the_log_makes_the_same_tables(store, a_friday):
    with store.work() as work:
        parcel = work.load(Parcel, a_friday["parcel"])
        parcel_giving.take_back(work, parcel, TUESDAY, "nobody_home")
    with store.work() as work:
        visit = work.load(Visit, a_friday["visit"])
        visit_recording.end_waiting(work, visit, TUESDAY + timedelta(days=1), "not_reachable")
        visitor = work.load(Visitor, a_friday["visitor"])
        visitor.unlink(on=TUESDAY, reason="wrong_person", due_on=days(9))
        visitor.forget(on=TUESDAY)
        work.load(Lot, "l1").discard_expired(on=days(10))
    assert list(verify_read_models(store, DEFINITION, lambda done, total: None)) == []
    with store.reading() as connection:
        assert list(promises.list_open_needs(connection)) == []
