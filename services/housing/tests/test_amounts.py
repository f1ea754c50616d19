"""The amount: at its boundaries, and for any household within the cap and never negative."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.housing import reference
from services.housing.domain import amounts
from services.housing.domain.rule_tables import Rounding
from services.housing.tests.households import RULES, ZAMA, figures

TODAY = date(2026, 11, 20)
TABLES = reference.load_tables(ZAMA)


def amount(rules=RULES, **other):
    return amounts.monthly_amount(rules, figures(**other)).yen


@pytest.mark.parametrize(
    ("size", "income", "rent", "expected"),
    [
        (1, 0, 40_000, 40_000),
        (1, 84_000, 40_000, 40_000),
        (1, 84_000, 41_000, 41_000),
        (1, 84_000, 41_001, 41_000),
        (1, 84_000, 39_950, 39_950),
        (1, 84_001, 40_000, 40_000),
        (1, 84_100, 40_000, 39_900),
        (1, 84_101, 40_000, 39_900),
        (1, 84_200, 40_000, 39_800),
        (1, 84_001, 39_950, 39_950),
        (1, 100_000, 60_000, 41_000),
        (1, 110_000, 60_000, 34_000),
        (1, 123_999, 40_000, 100),
        (1, 124_000, 40_000, 0),
        (1, 900_000, 40_000, 0),
        (2, 150_000, 49_000, 29_000),
        (3, 172_000, 80_000, 53_000),
        (7, 334_000, 80_000, 64_000),
    ],
    ids=[
        "no_income",
        "income_at_the_base",
        "rent_at_the_cap",
        "rent_above_the_cap",
        "a_rent_is_not_rounded",
        "a_yen_above_the_base_rounds_up_to_the_rent",
        "a_hundred_above",
        "rounded_up_to_a_hundred",
        "two_hundred_above",
        "rounding_never_passes_the_rent",
        "reduced_but_still_above_the_cap",
        "reduced_below_the_cap",
        "a_yen_below_nothing",
        "nothing",
        "never_negative",
        "a_couple",
        "three",
        "seven",
    ],
)
def test_the_amount_at_its_boundaries(size, income, rent, expected):
    assert amount(size=size, income=income, rent=rent) == expected


@pytest.mark.parametrize(
    ("step", "direction", "expected"),
    [(100, "up", 24_000), (100, "down", 23_900), (1, "up", 23_950), (1000, "down", 23_000)],
)
def test_the_rounding_is_the_tables(step, direction, expected):
    rules = replace(RULES, rounding=Rounding(step, direction, "general"))
    assert amount(rules, income=100_050) == expected


# Wide enough to lie on both sides of every limit.
ANYBODY = {
    "size": st.integers(1, 7),
    "income": st.integers(0, 600_000),
    "assets": st.integers(0, 1_200_000),
    "rent": st.integers(0, 150_000),
    "cause": st.sampled_from(("lost_work", "closed_business", "income_fell")),
    "lost_on": st.dates(date(2021, 1, 1), date(2026, 12, 31)),
    "hindered_days": st.integers(0, 800),
    "by_choice": st.booleans(),
}
ROUNDINGS = st.builds(
    Rounding, st.sampled_from((1, 10, 100, 1000)), st.sampled_from(("up", "down")), st.just("x")
)


@given(st.sampled_from(TABLES), ROUNDINGS, st.fixed_dictionaries(ANYBODY))
@settings(max_examples=400, deadline=None)
def test_for_any_household_the_amount_is_within_cap_and_rent_and_never_negative(
    table, rounding, household
):
    rules = replace(table, rounding=rounding)
    asked = figures(**household)
    yen = amounts.monthly_amount(rules, asked).yen
    assert 0 <= yen <= min(rules.rent_cap_of(asked.size).yen, asked.rent)
    if asked.income <= rules.base_of(asked.size).yen:
        assert yen == min(rules.rent_cap_of(asked.size).yen, asked.rent)


@given(st.sampled_from(TABLES), st.fixed_dictionaries(ANYBODY), st.integers(1, 50_000))
@settings(max_examples=200, deadline=None)
def test_who_earns_more_is_never_paid_more(table, household, more):
    less = amounts.monthly_amount(table, figures(**household)).yen
    richer = household | {"income": household["income"] + more}
    assert amounts.monthly_amount(table, figures(**richer)).yen <= less


@given(st.sampled_from(TABLES), st.fixed_dictionaries(ANYBODY))
@settings(max_examples=300, deadline=None)
def test_a_decision_is_granted_with_an_amount_or_refused_with_reasons_never_both(table, household):
    verdict = amounts.decide(table, figures(**household), TODAY)
    assert verdict.granted == (verdict.amount > 0) == (not verdict.reasons)
    assert all(finding.text.ja and finding.text.en for finding in verdict.findings)
    again = amounts.decide(table, figures(**household), TODAY)
    assert again == verdict
