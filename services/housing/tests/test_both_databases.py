"""SQLite and PostgreSQL take the same migrations, commands, questions and proofs."""

from datetime import date, timedelta

import pytest

from services.housing.commands import course_lifecycle
from services.housing.definition import DEFINITION
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.household import Household
from services.housing.domain.landlord import Landlord
from services.housing.domain.moving_costs import MovingCosts
from services.housing.domain.shelter import Shelter
from services.housing.domain.stay import Stay
from services.housing.domain.watch_over import WatchOver
from services.housing.projections import metadata, open_needs
from services.housing.projections.tables import course_list
from services.housing.queries import alarms
from services.housing.queries.benefits import find_benefits, find_moving_costs, find_payments
from services.housing.queries.courses import find_courses
from services.housing.queries.residence import find_landlords, find_search, find_watch_overs
from services.housing.queries.shelter import find_shelters, find_stays
from services.housing.schemas.benefit import BenefitQuery, PaymentQuery
from services.housing.schemas.residence import LandlordQuery, WatchQuery
from services.housing.schemas.shared import CourseQuery
from services.housing.schemas.shelter import StayQuery
from services.housing.tests import households as h
from tsunagu.hosting.read_model_verification import verify_read_models
from tsunagu.log.open_needs import find_unowned_needs
from tsunagu.testing import assert_migrated, fresh_store

ON = h.APPLIED_ON
LATER = date(2027, 1, 20)
WHOSE = {"on": ON, "person_id": h.PERSON, "case_id": None, "referral_id": None}


@pytest.fixture
def store(any_database):
    with fresh_store(DEFINITION, any_database) as store:
        yield store


@pytest.fixture
def busy(store):
    """One of everything, each in the middle of its course, and one of each that has ended."""
    with store.work() as work:
        win = {"kind": "owner", "won_by": "partner", "accepts": ["age"]}
        work.load_or_new(Landlord, "l1").win(on=ON, **win, details={"name": "相模 花子"})
        for id in ("b1", "b2"):
            household = work.load_or_new(Household, f"h-{id}")
            household.begin(kind="benefit", subject_id=id, on=ON)
            benefit = work.load_or_new(Benefit, id)
            benefit.apply_for(
                **WHOSE, household_id=household.id, documents=("lease",), landlord_id="l1"
            )
            benefit.receive_document(on=ON, document="lease")
            benefit.decide(on=ON, rules=h.RULES, figures=h.figures())
            benefit.send_payment(month="2026-11", on=ON)
            benefit.note_duty(on=ON, duty="consultation")
            benefit.return_payment(month="2026-11", on=ON, reason="closed")
            benefit.send_payment(month="2026-11", on=ON)
            benefit.check_duties(on=ON, month="2026-11", rules=h.RULES, excuse="ill")
            benefit.review(on=ON, rules=h.RULES, figures=h.figures(income=100_000))
            benefit.extend(on=ON, rules=h.RULES, figures=h.figures())
        ending = work.load(Benefit, "b2")
        ending.stop(on=ON, reason="moved", rules=h.RULES, from_month="2026-12")
        course_lifecycle.settle(work, ending, ON)
        moving = work.load_or_new(MovingCosts, "m1")
        moving.apply_for(**WHOSE, household_id="h-b1", documents=("quote",), rules=h.RULES)
        shelter = work.load_or_new(Shelter, "s1")
        shelter.open(on=ON, name="やどり", capacity=3)
        for id, places in (("a1", 1), ("a2", 2)):
            shelter.take(on=ON, stay_id=id, places=places)
            work.load_or_new(Stay, id).check_in(
                **WHOSE,
                shelter_id="s1",
                until=date(2027, 1, 31),
                places=places,
                longest_months=3,
                warn_days=14,
            )
        work.load(Stay, "a1").extend(on=ON, until=date(2027, 2, 1), longest_months=6)
        work.load(Stay, "a2").check_out(on=ON, reason="left_early", next_place="street")
        shelter.free_up(on=ON, stay_id="a2")
        search = work.load_or_new(FlatSearch, "f1")
        search.begin(**WHOSE, wishes=("pets",), rent_up_to=41_000)
        search.view(on=ON, landlord_id="l1", liked=True)
        for id in ("x1", "x2", "x3"):
            search.ask(on=ON, application_id=id, landlord_id="l1", rent=40_000)
        search.be_refused(on=ON, application_id="x1", reason="age")
        search.be_accepted(on=ON, application_id="x2")
        work.load_or_new(WatchOver, "w1").begin(
            **WHOSE, every_days=30, months=12, offered=(30,), grace_days=2, escalate_days=3
        )
    with store.work() as work:
        work.load(WatchOver, "w1").check_clock(LATER)
        work.load(WatchOver, "w1").record_visit(on=LATER, met=False)
        work.load(Stay, "a1").check_clock(LATER)
        work.load(Benefit, "b1").check_clock(LATER)
    return store


def test_the_migrations_make_the_tables_of_the_read_models(store):
    assert_migrated(store, metadata)


def test_a_replay_of_the_log_makes_the_same_rows(busy):
    assert list(verify_read_models(busy, DEFINITION, lambda done, total: None)) == []


def test_every_screen_can_be_asked(busy):
    with busy.reading() as c:
        waiting = find_courses(c, CourseQuery(overdue=True, limit=500), LATER)["courses"]
        of_person = BenefitQuery(state="paying", person_id=h.PERSON, limit=9)
        benefits = find_benefits(c, of_person)["benefits"]
        payable = find_payments(c, PaymentQuery(state="payable", limit=9))["payments"]
        [shelter] = find_shelters(c)
        stays = find_stays(c, StayQuery(shelter_id="s1", limit=9), LATER)["stays"]
        accepting = LandlordQuery(accepts="age", kind="owner", limit=9)
        [landlord] = find_landlords(c, accepting)["landlords"]
        [alarmed] = find_watch_overs(c, WatchQuery(alarm=True, limit=9))["watch_overs"]
        nobody = find_landlords(c, LandlordQuery(accepts="ag", limit=9))["landlords"]
        applied = BenefitQuery(state="applied", person_id=h.PERSON, limit=9)
        moving = find_moving_costs(c, applied)["moving_costs"]
        search = find_search(c, "f1")
    assert [row["due_on"] for row in waiting] == sorted(row["due_on"] for row in waiting)
    assert [row["benefit_id"] for row in benefits] == ["b1"]
    assert [row["month"] for row in payable] == [
        "2026-12",
        "2027-01",
        "2027-02",
        "2027-03",
        "2027-04",
    ]
    assert (shelter["capacity"], shelter["taken"], shelter["free"]) == (3, 1, 2)
    assert [(row["stay_id"], row["days_left"]) for row in stays] == [("a1", 12)]
    assert (landlord["asked"], landlord["agreed"], landlord["refused"]) == (3, 1, 1)
    assert landlord["refusal_reasons"] == {"age": 1} and nobody == []
    assert alarmed["alarms"] == 2
    assert moving[0]["outstanding"] == ["quote"] and search["viewed"] == 1


def test_the_clocks_find_who_has_something_to_hear_and_nobody_else(busy):
    with busy.reading() as c:
        assert alarms.find_overdue_rents(c, LATER) == []  # told already
        assert alarms.find_overdue_rents(c, LATER + timedelta(days=30)) == ["b1"]
        assert alarms.find_ending_stays(c, LATER) == []
        assert alarms.find_ending_stays(c, date(2027, 2, 2)) == ["a1"]
        assert alarms.find_open_visits(c, date(2027, 2, 2)) == ["w1"]


def test_what_is_open_without_an_owner_is_found(busy):
    """The platform's invariant, broken by hand for each kind in turn."""
    with busy.reading() as connection:
        assert list(find_unowned_needs(open_needs(connection))) == []
        kinds = {need.kind for need in open_needs(connection)}
    assert kinds == set(course_lifecycle.COURSES)
    for kind in kinds:
        with busy.database.writing() as connection:
            connection.execute(
                course_list.update().where(course_list.c.kind == kind).values(due_on=None)
            )
        with busy.reading() as connection:
            found = {
                violation.subject.split()[0]
                for violation in find_unowned_needs(open_needs(connection))
            }
        assert kind in found
