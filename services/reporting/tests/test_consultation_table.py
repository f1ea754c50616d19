"""The consultation table counts people, each once a year, whatever the order of their records."""

from datetime import timedelta

import pytest

from services.reporting.queries.figures.consultation_table import FIRST_YEAR
from tsunagu.domain.calendar import fiscal_year
from tsunagu.process import clock

YEAR = 2016  # from 2016-04-01 to 2017-03-31
FROM_LIVELIHOOD = {"channel": "department", "from_desk": "livelihood"}

# What one person's records add to the year's figures.
PUBLIC_ASSISTANCE = {
    "two_interviews_of_one_person": (
        lambda p: [p.interview("2016-04-01"), p.interview("2017-03-31")],
        {"interviews": 1, "not_applied": 1},
    ),
    "an_interview_and_then_an_application": (
        lambda p: [p.interview("2016-05-02"), p.application("2016-05-09")],
        {"interviews": 1, "applications": 1},
    ),
    "applied_twice": (
        lambda p: [
            p.interview("2016-05-02"),
            p.application("2016-05-09"),
            p.application("2016-06-09"),
        ],
        {"interviews": 1, "applications": 1},
    ),
    "applied_in_the_next_year_only": (
        lambda p: [p.interview("2017-03-31"), p.application("2017-04-01")],
        {"interviews": 1, "not_applied": 1},
    ),
    "brought_to_self_reliance_by_livelihood": (
        lambda p: [p.interview("2016-05-02"), p.consultation("2016-05-02", **FROM_LIVELIHOOD)],
        {"interviews": 1, "not_applied": 1, "linked_to_self_reliance": 1},
    ),
    "brought_by_livelihood_but_applied_as_well": (
        lambda p: [
            p.interview("2016-05-02"),
            p.application("2016-05-02"),
            p.consultation("2016-05-02", **FROM_LIVELIHOOD),
        ],
        {"interviews": 1, "applications": 1},
    ),
    "came_from_elsewhere_after_an_interview": (
        lambda p: [p.interview("2016-05-02"), p.consultation("2016-05-02")],
        {"interviews": 1, "not_applied": 1},
    ),
}


@pytest.mark.parametrize("story", PUBLIC_ASSISTANCE)
def test_public_assistance_counts(town, person, story):
    lines, expected = PUBLIC_ASSISTANCE[story]
    with town.counted("consultation_table", "public_assistance", fiscal_year=YEAR) as grown:
        town.take(*lines(person))
    assert grown == expected


NEW = {"new": 1, "received_elsewhere": 1}
LINKED_BACK = NEW | {"linked_to_public_assistance": 1}
SELF_RELIANCE = {
    "came_by_themselves": (lambda p: [p.consultation("2016-05-02")], NEW),
    "came_three_times_in_one_course": (
        lambda p: [p.consultation(f"2016-0{m}-02") for m in (5, 6, 7)],
        NEW,
    ),
    "came_again_after_the_ending_of_the_same_year": (
        lambda p: [
            p.consultation("2016-05-02"),
            p("ending", "2016-06-01", reason="goal_met"),
            p.consultation("2016-07-01"),
        ],
        NEW,
    ),
    "course_begun_the_year_before": (
        lambda p: [p.consultation("2016-03-31"), p.consultation("2016-04-01")],
        {},
    ),
    "back_after_an_ending_of_the_year_before": (
        lambda p: [
            p.consultation("2015-05-01"),
            p("ending", "2016-03-31", reason="goal_met"),
            p.consultation("2016-04-01"),
        ],
        NEW,
    ),
    "the_earlier_consultation_is_brought_in_later": (
        lambda p: [p.consultation("2016-05-02"), p.consultation("2015-05-01")],
        {},
    ),
    "last_day_of_the_year_before": (lambda p: [p.consultation("2016-03-31")], {}),
    "first_day": (lambda p: [p.consultation("2016-04-01")], NEW),
    "last_day": (lambda p: [p.consultation("2017-03-31")], NEW),
    "first_day_of_the_next_year": (lambda p: [p.consultation("2017-04-01")], {}),
    "support_without_any_consultation": (
        lambda p: [p("assessment", "2016-05-02", issues=["debt"])],
        {},
    ),
    "found_work_twice": (
        lambda p: [p("found_work", "2016-05-02"), p("found_work", "2016-06-02")],
        {"found_work": 1},
    ),
    "linked_to_public_assistance": (
        lambda p: [
            p.consultation("2016-05-02"),
            p.sent("2016-05-09", "livelihood"),
            p.application("2016-05-09"),
        ],
        LINKED_BACK,
    ),
    "applied_before_being_referred": (
        lambda p: [
            p.consultation("2016-05-02"),
            p.application("2016-05-06"),
            p.sent("2016-05-09", "livelihood"),
        ],
        NEW,
    ),
    "referred_elsewhere_and_applied": (
        lambda p: [
            p.consultation("2016-05-02"),
            p.sent("2016-05-09", "housing"),
            p.application("2016-05-10"),
        ],
        NEW,
    ),
    "referred_in_error_and_applied": (
        lambda p: [
            p.consultation("2016-05-02"),
            p.sent("2016-05-09", "livelihood"),
            p.became("2016-05-09", "entered_in_error"),
            p.application("2016-05-10"),
        ],
        NEW,
    ),
    "came_from_livelihood_and_was_sent_back": (
        lambda p: [
            p.consultation("2016-05-02", **FROM_LIVELIHOOD),
            p.sent("2016-05-09", "livelihood"),
            p.application("2016-05-10"),
        ],
        NEW,
    ),
    "referred_but_applied_in_the_next_year": (
        lambda p: [
            p.consultation("2017-03-30"),
            p.sent("2017-03-31", "livelihood"),
            p.application("2017-04-03"),
        ],
        NEW,
    ),
}


@pytest.mark.parametrize("story", SELF_RELIANCE)
def test_self_reliance_counts(town, person, story):
    lines, expected = SELF_RELIANCE[story]
    with town.counted("consultation_table", "self_reliance", fiscal_year=YEAR) as grown:
        town.take(*lines(person))
    assert grown == expected


def test_whoever_came_both_ways_is_one_person_in_total(town, person):
    with town.counted("consultation_table", fiscal_year=YEAR) as grown:
        town.take(
            person.interview("2016-05-02"),
            person.consultation("2016-05-02"),
            person.sent("2016-05-09", "livelihood"),
            person.application("2016-06-01"),
            person.consultation("2016-12-01"),
        )
    assert grown == {"total_persons": 1}


def test_shares_have_three_decimals_and_are_missing_where_there_is_nobody(town, people):
    empty = town.report("consultation_table", fiscal_year=2024)
    assert empty["public_assistance"]["not_applied_ratio"] is None
    assert empty["total_persons"] == 0
    town.take(*(p.interview("2024-05-01") for p in people[:3]), people[0].application("2024-05-02"))
    table = town.report("consultation_table", fiscal_year=2024)
    assert table["public_assistance"]["not_applied_ratio"] == 0.667
    assert table["era"] == "R6"


def test_before_the_act_there_was_nothing_to_link(town, person):
    town.take(person.interview("2014-05-01"), person.consultation("2014-05-01"))
    table = town.report("consultation_table", fiscal_year=FIRST_YEAR - 1)
    assert table["public_assistance"]["interviews"] == 1
    assert table["public_assistance"]["linked_to_self_reliance"] is None
    assert set(table["self_reliance"].values()) == {None}


# -- as of a past day -----------------------------------------------------------------------------


def new(town, **asked):
    return town.report("consultation_table", fiscal_year=2019, **asked)["self_reliance"]["new"]


def test_what_was_recorded_late_was_not_known_before(town, person):
    before = new(town)
    town.take(person.consultation("2019-05-07", recorded_on="2019-08-01"))
    known = [new(town, as_of=day) for day in ("2019-05-07", "2019-07-31", "2019-08-01")]
    assert [n - known[0] for n in known] == [0, 0, 1]
    assert new(town) == before + 1


def test_before_a_correction_the_old_figure_still_stands(town, person):
    day = "2019-05-07"
    town.take(person.consultation(day))
    held = new(town)
    town.take(person.correction("consultation", day, recorded_on="2021-05-01", on="2020-05-07"))
    assert new(town, as_of="2021-04-30") == held
    assert new(town, as_of="2021-05-01") == new(town) == held - 1


def test_a_correction_is_by_default_known_from_today(town, person):
    def interviews(**more):
        asked = {"fiscal_year": 2019} | more
        return town.report("consultation_table", **asked)["public_assistance"]["interviews"]

    town.take(person.interview("2019-05-07"))
    held = interviews()
    town.take(person.correction("public_assistance_interview", "2019-05-07", on="2018-05-07"))
    assert interviews() == held - 1
    assert interviews(as_of="2020-01-01") == held


# -- live -----------------------------------------------------------------------------------------


def test_what_the_counter_records_is_counted_at_once(town):
    asked = {"fiscal_year": fiscal_year(clock.today())}
    held = town.report("consultation_table", **asked)["total_persons"]
    with town.counted("consultation_table", "self_reliance", **asked) as grown:
        case = town.call("intake", "accept_consultation", channel="phone")
        town.call("intake", "find_work", case_id=case["case_id"])
    assert grown == NEW | {"found_work": 1}
    assert town.report("consultation_table", **asked)["total_persons"] == held + 1
    yesterday = clock.today() - timedelta(days=1)
    known = town.report("consultation_table", as_of=yesterday.isoformat(), **asked)
    assert known["total_persons"] == held
