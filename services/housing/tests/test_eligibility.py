"""Every rule at its boundary, its sentence with the figures, and what a decision keeps."""

from datetime import date, timedelta

import pytest

from services.housing import reference
from services.housing.domain import amounts
from services.housing.domain.eligibility import FIRST, GOING_ON
from services.housing.domain.entry_conditions import MayReceiveAgain
from services.housing.tests.households import RULES, ZAMA, figures

TODAY = date(2026, 11, 20)
IN_2016 = reference.find_version(ZAMA, f"{ZAMA}-2015-07-01")
IN_2020 = reference.find_version(ZAMA, f"{ZAMA}-2020-04-20")


def failed(rules=RULES, on=TODAY, asked=FIRST, **other):
    """The reasons of a refusal; nothing where it is granted."""
    return amounts.decide(rules, figures(**other), on, asked).reasons


@pytest.mark.parametrize(
    ("lost_on", "hindered_days", "passes"),
    [
        ("2024-11-20", 0, True),
        ("2024-11-19", 0, False),
        ("2024-11-19", 29, False),
        ("2024-10-21", 30, True),
        ("2024-10-20", 30, False),
        ("2022-11-20", 2000, True),
        ("2022-11-19", 2000, False),
        ("2026-11-20", 0, True),
        ("2026-11-21", 0, False),
        (None, 0, False),
    ],
    ids=[
        "two_years_ago_to_the_day",
        "a_day_longer",
        "hindered_for_less_than_thirty_days",
        "thirty_days_of_illness_are_added",
        "and_not_one_more",
        "four_years_at_most",
        "a_day_beyond_four_years",
        "lost_today",
        "lost_tomorrow",
        "nobody_said_when",
    ],
)
def test_work_was_lost_recently(lost_on, hindered_days, passes):
    day = date.fromisoformat(lost_on) if lost_on else None
    reasons = failed(lost_on=day, hindered_days=hindered_days)
    assert reasons == (() if passes else ("loss_too_long_ago",))


@pytest.mark.parametrize(
    ("lost_on", "last_day"),
    [("2024-02-29", "2026-02-28"), ("2022-02-28", "2024-02-28"), ("2024-12-31", "2026-12-31")],
    ids=["leap_day", "before_a_leap_year", "new_years_eve"],
)
def test_two_years_end_on_the_same_day_or_the_months_last(lost_on, last_day):
    last = date.fromisoformat(last_day)
    lost = date.fromisoformat(lost_on)
    assert failed(RULES, last, lost_on=lost) == ()
    assert failed(RULES, last + timedelta(days=1), lost_on=lost) == ("loss_too_long_ago",)


def test_before_2023_illness_made_the_two_years_no_longer():
    on = date(2022, 6, 1)
    assert failed(IN_2020, on, lost_on=date(2020, 5, 31), hindered_days=200)
    assert failed(IN_2020, on, lost_on=date(2020, 6, 1)) == ()


@pytest.mark.parametrize(
    ("size", "rent", "income", "passes"),
    [
        (1, 41_000, 124_999, True),
        (1, 41_000, 125_000, False),
        (1, 41_000, 125_001, False),
        (1, 60_000, 125_000, True),
        (1, 60_000, 125_001, False),
        (1, 30_000, 113_999, True),
        (1, 30_000, 114_001, False),
        (2, 49_000, 178_999, True),
        (2, 70_000, 179_001, False),
        (7, 80_000, 398_000, True),
        (7, 80_000, 398_001, False),
    ],
    ids=[
        "a_yen_below_the_limit",
        "at_the_limit_nothing_is_left_to_pay",
        "a_yen_above",
        "at_the_limit_with_a_rent_above_the_cap_something_is",
        "a_yen_above_with_such_a_rent",
        "a_low_rent_makes_the_limit_lower",
        "a_yen_above_the_lower_limit",
        "a_couple",
        "a_couple_above",
        "seven",
        "seven_above",
    ],
)
def test_income_within_the_limit(size, rent, income, passes):
    assert (failed(size=size, rent=rent, income=income) == ()) is passes


def test_at_the_limit_itself_the_rule_passes_and_the_amount_does_not():
    assert failed(rent=41_000, income=125_000) == ("nothing_to_pay",)
    assert failed(rent=41_000, income=125_001) == ("income_over_limit", "nothing_to_pay")


@pytest.mark.parametrize(
    ("size", "assets", "passes"),
    [
        (1, 504_000, True),
        (1, 504_001, False),
        (2, 780_000, True),
        (2, 780_001, False),
        (3, 1_000_000, True),
        (3, 1_000_001, False),
        (7, 1_000_000, True),
        (7, 1_000_001, False),
    ],
)
def test_assets_within_six_times_the_base_and_a_million(size, assets, passes):
    reasons = failed(size=size, assets=assets)
    assert reasons == (() if passes else ("assets_over_limit",))


@pytest.mark.parametrize(
    ("rules", "other", "reason"),
    [
        (RULES, {"cause": "income_fell", "lost_on": None}, None),
        (RULES, {"cause": "income_fell", "by_choice": True}, "cause_not_covered"),
        (RULES, {"cause": "closed_business"}, None),
        (RULES, {"cause": "lost_work", "by_choice": True}, None),
        (IN_2016, {"cause": "income_fell", "age": 40}, "cause_not_covered"),
        (IN_2016, {"cause": "lost_work", "age": 64, "lost_on": date(2026, 1, 1)}, None),
        (IN_2016, {"cause": "lost_work", "age": 65}, "over_age_limit"),
        (IN_2016, {"cause": "lost_work", "age": None}, "over_age_limit"),
        (IN_2020, {"cause": "income_fell", "age": 80}, None),
    ],
    ids=[
        "income_fell_likewise",
        "but_not_by_choice",
        "closed_business",
        "who_left_work_of_their_own_will_may_apply_once",
        "until_2020_only_lost_work_counted",
        "and_only_below_65",
        "65_was_too_old",
        "or_not_to_be_told",
        "since_2020_no_age_is_too_old",
    ],
)
def test_which_causes_count_and_from_when(rules, other, reason):
    assert failed(rules, **other) == ((reason,) if reason else ())


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"main_earner": False}, "not_main_earner"),
        ({"housing_at_risk": False}, "housing_not_at_risk"),
        ({"seeking_work": False}, "not_seeking_work"),
        ({"similar_benefit": True}, "similar_benefit"),
        ({"organised_crime": True}, "excluded_by_law"),
    ],
)
def test_what_is_answered_with_yes_or_no(other, reason):
    assert failed(**other) == (reason,)


@pytest.mark.parametrize(
    ("ended_on", "by_choice", "rules", "passes"),
    [
        (None, True, RULES, True),
        ("2025-10-31", False, RULES, True),
        ("2025-11-01", False, RULES, False),
        ("2025-10-01", True, RULES, False),
        ("2026-10-31", False, IN_2020, True),
        ("2026-10-31", True, IN_2020, False),
    ],
    ids=[
        "never_before",
        "a_year_from_the_month_after",
        "a_month_too_early",
        "not_by_choice",
        "before_2023_at_once",
        "but_not_by_choice_either",
    ],
)
def test_a_second_entitlement(ended_on, by_choice, rules, passes):
    day = date.fromisoformat(ended_on) if ended_on else None
    finding = MayReceiveAgain().check(
        rules, figures(previous_ended_on=day, by_choice=by_choice), TODAY
    )
    assert finding.passed is passes


def test_going_on_asks_the_present_conditions_and_not_those_of_the_beginning():
    long_ago = {"lost_on": date(2020, 1, 1), "main_earner": False, "housing_at_risk": False}
    assert failed(asked=GOING_ON, **long_ago) == ()
    assert failed(asked=GOING_ON, income=200_000) == ("income_over_limit", "nothing_to_pay")
    assert failed(asked=GOING_ON, duties_done=False) == ("duties_not_done",)


# -- the decision as it is kept -------------------------------------------------------------------


def test_several_reasons_are_all_told_at_once():
    reasons = failed(income=300_000, assets=2_000_000, main_earner=False)
    assert reasons == (
        "not_main_earner",
        "income_over_limit",
        "assets_over_limit",
        "nothing_to_pay",
    )


def test_a_decision_says_every_rule_in_words_with_the_figures_it_compared():
    verdict = amounts.decide(RULES, figures(income=100_000), TODAY)
    told = {finding["rule"]: finding for finding in verdict.explanation}
    assert list(told) == [
        *(type(rule).__name__ for rule in FIRST),
        "SomethingToPay",
    ]
    income = told["IncomeWithinLimit"]
    assert income["passed"] is True
    assert income["ja"] == (
        "世帯の月収 100,000円 は、収入基準額 124,000円（基準額 84,000円＋家賃 40,000円）以下です"
    )
    assert "100,000 yen is within the limit of 124,000 yen" in income["en"]
    assert "2028-04-30" in told["LostWorkRecently"]["ja"]
    amount = told["SomethingToPay"]
    assert "84,000円＋家賃 40,000円−収入 100,000円" in amount["ja"]
    assert verdict.amount == 24_000 and "月額 24,000円" in amount["ja"]
    assert verdict.rule_version == RULES.version


@pytest.mark.parametrize(
    ("rules", "other", "unverified"),
    [
        (RULES, {}, {"base", "rent_cap", "amount"}),
        (RULES, {"income": 100_000}, {"base", "rent_cap", "amount", "rounding"}),
        (RULES, {"hindered_days": 40}, {"base", "rent_cap", "amount", "hindered"}),
        (IN_2020, {}, {"amount"}),
        (IN_2020, {"size": 6}, {"base", "rent_cap", "amount"}),
        (IN_2020, {"previous_ended_on": date(2019, 1, 1)}, {"amount", "again"}),
    ],
    ids=["today", "reduced", "longer", "2020", "2020_a_household_of_six", "2020_again"],
)
def test_a_decision_names_what_it_used_that_nobody_verified(rules, other, unverified):
    assert set(amounts.decide(rules, figures(**other), TODAY).unverified) == unverified
