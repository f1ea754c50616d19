"""The lists a city fills for itself fit the rules that use them."""

from datetime import date

import pytest

from services.employment import reference
from services.employment.domain import employer, vocabulary
from services.employment.domain.introduction import RESULTS

STRUCTURAL = {
    "rung": vocabulary.RUNGS.values(),
    "hire_type": vocabulary.HIRE_TYPES,
    "wage_per": vocabulary.WAGE_PER,
    "stage": vocabulary.STAGES,
    "attendance": vocabulary.ATTENDANCE,
    "how": employer.HOW,
    "contact_outcome": employer.OUTCOMES,
    "result": RESULTS,
    "closing": ("filled", "withdrawn", "expired"),
    "income_kind": vocabulary.INCOME_KINDS,
    "ending": {
        *vocabulary.SUPPORT_ENDINGS,
        *vocabulary.PREPARATION_ENDINGS,
        *vocabulary.TRAINING_RESULTS,
    },
}


@pytest.mark.parametrize("kind", STRUCTURAL)
def test_every_code_a_rule_knows_has_its_names(kind):
    assert set(reference.load_list(kind)) == set(STRUCTURAL[kind])


def test_every_code_has_both_names_and_stands_once():
    rows = reference._read_rows("codes.csv")
    assert all(row["ja"] and row["en"] for row in rows)
    assert len({(row["kind"], row["code"]) for row in rows}) == len(rows)


def test_every_limit_is_about_something_an_opening_can_say():
    about = {*reference.load_list("demand"), *reference.load_list("accommodation")} - {"none"}
    assert {limit.group for limit in reference.load_list("limit").values()} == about


def test_languages_have_levels_in_order():
    assert (
        reference.parse_language("ja_basic") < reference.parse_language("ja_everyday") < ("ja", 3)
    )
    assert reference.parse_language("vi_work") == ("vi", 3)
    assert "ja_everyday" in reference.load_language_codes()
    assert all(len(code) == 2 for code in reference.load_list("language"))


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        ("zama", "ebina", 12),
        ("ebina", "zama", 12),
        ("zama", "zama", 10),
        ("iriya", "yokohama", None),
    ],
)
def test_ways_go_both_ways_and_none_is_guessed(one, other, minutes):
    assert reference.find_minutes(one, other) == minutes


def test_ways_lie_between_areas_that_are_listed():
    areas = set(reference.load_list("area"))
    assert {
        row[side] for row in reference._read_rows("travel.csv") for side in ("from", "to")
    } <= areas


@pytest.mark.parametrize(
    ("on", "yen"),
    [
        (date(2014, 9, 30), None),
        (date(2014, 10, 1), 887),
        (date(2025, 10, 3), 1162),
        (date(2025, 10, 4), 1225),
        (date(2026, 11, 20), 1225),
    ],
)
def test_the_minimum_wage_of_a_day(on, yen):
    assert reference.find_minimum_wage(on) == yen


def test_what_is_not_listed_stands_for_itself():
    assert reference.name_code("occupation", "of_tomorrow").ja == "of_tomorrow"
    assert reference.name_code("ending", None).ja == ""
