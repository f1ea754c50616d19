"""The programmes' reports, from facts in the very form in which the programmes publish them."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.reporting.projections.programmes import PROJECTIONS
from services.reporting.queries.catalogue import REPORTS
from services.reporting.queries.figures.employment import count_employment
from services.reporting.queries.figures.foodbank import count_foodbank
from services.reporting.queries.figures.handovers import count_handovers
from services.reporting.queries.figures.housing import count_housing
from services.reporting.queries.figures.monthly import count_months
from services.reporting.queries.figures.unmet_needs import count_unmet_needs
from services.reporting.queries.layout.core import lay_out
from services.reporting.queries.layout.table import Sheet, print_sheet
from services.reporting.queries.rows_as_of import Period, RowsAsOf
from tsunagu.domain.text import Text
from tsunagu.log.database import Database
from tsunagu.projections.archive import Archived
from tsunagu.projections.projection import Projections

CONTRACTS = Path(__file__).resolve().parents[3] / "contracts"
YEAR = Period(date(2026, 4, 1), date(2027, 3, 31))
TODAY = date(2027, 4, 1)


class Facts:
    """Facts of a year in a row; what is not said is as in the frozen example."""

    def __init__(self):
        self.taken = []

    def __call__(self, type, on, /, known_on=None, **fields):
        service, _, name = type.partition(".")
        example = json.loads((CONTRACTS / service / f"{name}.v1.json").read_text())["data"]
        unknown = set(fields) - set(example)
        assert not unknown, f"{type} has no {unknown}"
        data = example | fields | {"on": on}
        self.taken.append(Archived(len(self.taken) + 1, type, known_on or on, data))


@pytest.fixture
def facts():
    return Facts()


@pytest.fixture
def known(facts, tmp_path):
    """Projects the facts on real SQLite; `known(as_of=...)` asks them."""
    database = Database(f"sqlite:///{tmp_path / 'reporting.sqlite'}")

    def open_ledger(as_of=None):
        with database.writing() as connection:
            for projection in PROJECTIONS:
                projection.table.drop(connection, checkfirst=True)
                projection.table.create(connection)
            tables = [projection.table for projection in PROJECTIONS]
            Projections(PROJECTIONS).project(connection, facts.taken, tables)
        return RowsAsOf(database.engine.connect(), TODAY, as_of)

    yield open_ledger
    database.close()


def days_after(day, n):
    return (date.fromisoformat(day) + timedelta(days=n)).isoformat()


# -- employment -----------------------------------------------------------------------------------


def placed(facts, person, job, on, **more):
    facts("employment.seeker_registered", days_after(on, -20), person_id=person, seeker_id=person)
    facts("employment.introduced", days_after(on, -10), person_id=person, introduction_id=job)
    facts("employment.interview_arranged", days_after(on, -8), person_id=person)
    facts("employment.hired", on, person_id=person, record_id=job, **more)


def test_the_funnel_counts_people_from_registration_to_a_job_that_lasts(facts, known):
    placed(facts, "a", "j1", "2026-05-01", type="regular")
    placed(facts, "b", "j2", "2026-06-01", type="part_time")
    facts("employment.hired", "2026-09-01", person_id="b", record_id="j3", type="regular")
    facts("employment.seeker_registered", "2026-07-01", person_id="c", seeker_id="c")
    for months in (1, 3):
        facts("employment.retention_checked", "2026-08-01", record_id="j1", months=months)
    facts(
        "employment.left_work",
        "2026-06-20",
        record_id="j2",
        person_id="b",
        within_a_month=True,
        reason="too_far",
    )
    report = count_employment(known(), YEAR)
    assert (report["registered"], report["introduced"], report["hired"]) == (3, 2, 2)
    assert report["hired_ratio"] == 0.667
    assert report["hires_by_type"] == {"regular": 2, "part_time": 1}
    assert report["median_days_to_hire"] == 20
    retention = report["retention"]
    assert retention["hires"] == 3
    assert (retention["after_1_months"], retention["after_6_months"]) == (1, 0)
    assert (retention["left"], retention["left_within_a_month"]) == (1, 1)
    assert retention["why_left"] == {"too_far": 1}


def test_a_job_that_never_began_found_nobody_work_but_was_known_until_then(facts, known):
    placed(facts, "a", "j1", "2026-05-01")
    facts("employment.hire_withdrawn", "2026-05-20", person_id="a", record_id="j1")
    assert count_employment(known(), YEAR)["hired"] == 0
    now = count_months(known(), YEAR, "142166")["total"]["found_work"]
    then = count_months(known(as_of=date(2026, 5, 10)), YEAR, "142166")["total"]["found_work"]
    assert (now, then) == (0, 1)


def test_work_found_twice_over_is_one_person_in_the_month(facts, known):
    placed(facts, "a", "j1", "2026-05-01")
    facts("intake.work_found", "2026-05-02", person_id="a", record_id="r1")
    facts("employment.income_increased", "2026-07-02", person_id="b", record_id="r2")
    months = {line["month"]: line for line in count_months(known(), YEAR, "142166")["months"]}
    assert months["2026-05"]["found_work"] == 1
    assert months["2026-07"]["increased_income"] == 1


# -- housing --------------------------------------------------------------------------------------


def test_a_payment_that_the_bank_sent_back_is_paid_once_when_it_is_paid_again(facts, known):
    for n, granted in enumerate((True, True, False)):
        facts("housing.benefit_applied", "2026-05-01", benefit_id=f"b{n}")
        reasons = [] if granted else ["income_over_limit", "assets_over_limit"]
        facts(
            "housing.benefit_decided",
            "2026-05-10",
            benefit_id=f"b{n}",
            granted=granted,
            reasons=reasons,
        )
    paid = {"benefit_id": "b0", "month": "2026-06", "amount": 41_000}
    facts("housing.benefit_paid", "2026-05-25", **paid)
    facts("housing.benefit_payment_returned", "2026-05-27", **paid)
    facts("housing.benefit_paid", "2026-05-29", **paid)
    facts("housing.benefit_paid", "2026-05-25", **paid | {"benefit_id": "b1", "amount": 30_500})
    facts("housing.benefit_extended", "2026-08-01", benefit_id="b0")
    report = count_housing(known(), YEAR)["benefit"]
    assert (report["applied"], report["granted"], report["refused"]) == (3, 2, 1)
    assert report["why_refused"] == {"assets_over_limit": 1, "income_over_limit": 1}
    assert (report["months_paid"], report["yen_paid"]) == (2, 71_500)
    assert report["extended"] == 1


def test_shelter_flats_and_watching_over_are_counted_with_their_reasons(facts, known):
    facts("housing.shelter_capacity_set", "2026-04-01", shelter_id="s1", capacity=4)
    facts("housing.shelter_capacity_set", "2026-09-01", shelter_id="s1", capacity=6)
    facts("housing.shelter_capacity_set", "2026-04-01", shelter_id="s2", capacity=2)
    for stay, nights, place in (("a", 10, "flat"), ("b", 30, "flat"), ("c", 3, "unknown")):
        facts("housing.stay_begun", "2026-05-01", stay_id=stay)
        facts("housing.stay_ended", "2026-06-01", stay_id=stay, nights=nights, next_place=place)
    facts("housing.flat_search_begun", "2026-05-01", search_id="f1", person_id="a")
    for reason in ("age", "age", "no_guarantor"):
        facts("housing.landlord_refused", "2026-05-10", search_id="f1", reason=reason)
    facts("housing.moved_in", "2026-06-10", search_id="f1", person_id="a")
    facts("housing.watch_over_ended", "2027-02-01", to_desk="elderly")
    report = count_housing(known(), YEAR)
    assert report["shelter"]["places"] == 8
    assert (report["shelter"]["nights"], report["shelter"]["median_nights"]) == (43, 10)
    assert report["shelter"]["next_place"] == {"flat": 2, "unknown": 1}
    assert (report["flats"]["moved_in"], report["flats"]["median_days_to_move_in"]) == (1, 40)
    assert report["flats"]["why_landlords_refused"] == {"age": 2, "no_guarantor": 1}
    edges = count_handovers(known(), YEAR)["edges"]
    assert {"from": "community_residence", "to": "elderly", "n": 1} in edges


# -- the food bank --------------------------------------------------------------------------------


def test_who_took_food_and_later_came_to_consultation(facts, known):
    for n, visitor in enumerate(("v1", "v1", "v2", None)):
        facts("foodbank.visit_recorded", "2026-05-01", visit_id=f"x{n}", visitor_id=visitor)
    facts("foodbank.parcel_given", "2026-05-01", parcel_id="p1", grams=5_400, household_size=3)
    facts("foodbank.parcel_given", "2026-05-02", parcel_id="p2", grams=1_000, household_size=1)
    facts("foodbank.parcel_taken_back", "2026-05-03", parcel_id="p2")
    facts("foodbank.drive_held", "2026-04-20", drive_id="d1", grams=8_000)
    facts("foodbank.drive_reweighed", "2026-04-22", drive_id="d1", grams=7_500)
    facts("foodbank.invitation_offered", "2026-05-01", visitor_id="v1")
    facts("foodbank.invitation_answered", "2026-05-01", visitor_id="v1", answer="declined")
    facts(
        "foodbank.visitor_came",
        "2026-09-01",
        visitor_id="v1",
        record_id="r1",
        days=123,
        by_themselves=True,
    )
    report = count_foodbank(known(), YEAR)
    assert (report["visits"], report["anonymous_visits"], report["known_visitors"]) == (4, 1, 2)
    assert (report["parcels"], report["people_fed"], report["kg_given"]) == (1, 3, 5.4)
    assert report["kg_collected"] == 7.5
    assert (report["invitations"]["offered"], report["invitations"]["declined"]) == (1, 1)
    assert (report["came_to_consultation"], report["came_ratio"]) == (1, 0.5)
    assert (report["came_by_themselves"], report["median_days_to_consultation"]) == (1, 123)


def came(facts, person, card, record="r1", **more):
    facts(
        "foodbank.visitor_came",
        "2026-09-01",
        person_id=person,
        visitor_id=card,
        record_id=record,
        **more,
    )


def test_somebody_with_two_cards_has_come_once(facts, known):
    came(facts, "a", "card1", invitation="declined")
    came(facts, "a", "card2", invitation=None)
    report = count_foodbank(known(), YEAR)
    assert (report["came_to_consultation"], report["came_after_declining"]) == (1, 1)


def test_a_wrong_link_taken_back_does_not_take_the_right_visitors_coming_away(facts, known):
    came(facts, "a", "right")
    came(facts, "a", "wrong")
    undone = {"visitor_id": "wrong", "record_id": "r1", "days": None}
    facts("foodbank.visitor_came_corrected", "2026-09-10", **undone)
    assert count_foodbank(known(), YEAR)["came_to_consultation"] == 1
    undone["visitor_id"] = "right"
    facts("foodbank.visitor_came_corrected", "2026-09-11", **undone)
    assert count_foodbank(known(), YEAR)["came_to_consultation"] == 0


# -- what is missing ------------------------------------------------------------------------------


def test_what_a_meeting_missed_is_an_unmet_need(facts, known):
    facts("intake.resource_missed", "2026-05-11", person_id="a", record_id="m1", issue="care")
    expected = [{"month": "2026-05", "issue": "care", "n": 1}]
    assert count_unmet_needs(known(), YEAR)["months"] == expected


# -- nothing yet ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["employment", "housing", "foodbank"])
def test_an_empty_year_has_its_report_and_every_sheet(name, known):
    sheets = lay_out(name, REPORTS[name].count(known(), YEAR, "142166"))
    assert sheets and all(sheet.columns for sheet in sheets)


def test_a_printed_sheet_has_both_languages_in_one_line():
    labels = [Text("項目", "figure"), Text("日数（中央値）", "median days"), "FY2016"]
    printed = print_sheet(Sheet(labels, [[Text("計", "total"), 3, None]], Text("月", "month")))
    assert printed.columns == ["項目 / figure", "日数（中央値）/ median days", "FY2016"]
    assert (printed.rows, printed.title) == ([["計 / total", 3, None]], "月 / month")


def test_what_a_report_counts_is_published_in_just_that_form(facts):
    from services.reporting.projections.programmes import SUBJECT_OF

    for type in SUBJECT_OF:
        facts(type, "2026-05-01")
    assert len(facts.taken) == len(SUBJECT_OF)
