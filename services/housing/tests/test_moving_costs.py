"""Help with moving costs: its rules at their boundaries, and one application's course."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.housing import reference
from services.housing.domain import (
    course,
    moving_costs_eligibility,
    moving_costs_events,
)
from services.housing.domain.moving_costs import MovingCosts
from services.housing.tests.households import RULES, ZAMA, moving_figures
from tsunagu.domain.errors import Refused
from tsunagu.testing import scenario

TODAY = date(2026, 11, 20)
IN_2023 = reference.find_version(ZAMA, f"{ZAMA}-2023-04-01")


def failed(**other):
    return moving_costs_eligibility.decide_moving(RULES, moving_figures(**other), TODAY).reasons


@pytest.mark.parametrize(
    ("costs", "other", "expected"),
    [
        ({"transport": 60_000, "agency_fee": 38_000}, {}, 98_000),
        ({"transport": 147_000}, {}, 147_000),
        ({"transport": 147_001}, {}, 147_000),
        ({"transport": 10_000, "deposit": 90_000}, {}, 10_000),
        ({"transport": 123_001}, {"size": 1, "income": 80_000}, 123_000),
        ({"transport": 900_000}, {"size": 6}, 171_000),
        ({"transport": 900_000}, {"destination_cap": 64_000}, 192_000),
    ],
    ids=[
        "what_it_costs",
        "at_three_times_the_cap",
        "a_yen_above",
        "a_deposit_is_not_covered",
        "alone",
        "six",
        "another_citys_cap",
    ],
)
def test_the_amount_is_what_is_covered_up_to_three_times_the_cap(costs, other, expected):
    verdict = moving_costs_eligibility.decide_moving(
        RULES, moving_figures(costs=costs, **other), TODAY
    )
    assert verdict.granted and verdict.amount == expected


@given(
    st.dictionaries(
        st.sampled_from(("transport", "key_money", "deposit", "furniture")),
        st.integers(0, 400_000),
    ),
    st.integers(1, 7),
)
@settings(max_examples=200, deadline=None)
def test_for_any_costs_the_amount_is_within_the_cap_and_never_negative(costs, size):
    amount = moving_costs_eligibility.moving_amount(
        RULES, moving_figures(costs=costs, size=size)
    ).yen
    assert 0 <= amount <= 3 * RULES.rent_cap_of(size).yen


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        ({"fell_on": date(2024, 11, 1)}, ()),
        ({"fell_on": date(2024, 10, 31)}, ("fall_too_long_ago",)),
        ({"fell_on": date(2026, 11, 21)}, ("fall_too_long_ago",)),
        ({"income": 179_000}, ()),
        ({"income": 179_001}, ("income_over_limit",)),
        ({"assets": 780_000}, ()),
        ({"assets": 780_001}, ("assets_over_limit",)),
        ({"costs": {"deposit": 100_000}}, ("nothing_to_pay",)),
        ({"main_earner": False}, ("not_main_earner",)),
        ({"housing_at_risk": False}, ("housing_not_at_risk",)),
        ({"move_needed": False}, ("move_not_needed",)),
        ({"similar_benefit": True}, ("similar_benefit",)),
        ({"organised_crime": True}, ("excluded_by_law",)),
        ({"previous_paid_on": date(2025, 5, 1)}, ("received_before",)),
    ],
)
def test_the_rules_at_their_boundaries(other, reasons):
    assert failed(**other) == reasons


def test_before_april_2025_there_was_no_such_help():
    with pytest.raises(Refused) as refusal:
        moving_costs_eligibility.decide_moving(IN_2023, moving_figures(), TODAY)
    assert refusal.value.code == "no_moving_help"


# -- the course of an application -----------------------------------------------------------------

IDS = {"moving_id": "m1", "person_id": "p1", "case_id": None}
BEGUN = (
    course.TakenOn(
        kind="moving_costs",
        subject_id="m1",
        person_id="p1",
        case_id=None,
        on=TODAY,
        desk="housing_security_benefit",
        referral_id=None,
        household_id="h1",
    ),
    moving_costs_events.MovingCostsApplied(**IDS, on=TODAY, documents=()),
)
GRANTED = moving_costs_events.MovingCostsDecided(
    **IDS,
    on=TODAY,
    granted=True,
    amount=98_000,
    reasons=(),
    rule_version=RULES.version,
    unverified=(),
)


def test_applying_under_older_rules_is_refused_and_leaves_nothing():
    whose = {"person_id": "p1", "case_id": None, "referral_id": None, "household_id": "h1"}
    story = scenario(MovingCosts, "m1").given()
    story.when(lambda m: m.apply_for(on=TODAY, **whose, documents=(), rules=IN_2023))
    story.refused("no_moving_help")


def test_granted_waits_for_its_payment_and_being_paid_ends_it():
    story = scenario(MovingCosts, "m1").given(*BEGUN)
    story.when(lambda m: m.decide(on=TODAY, rules=RULES, figures=moving_figures()))
    assert story.aggregate.next_step == "pay_moving_costs" and story.aggregate.amount == 98_000
    story.given(*BEGUN, GRANTED).when(lambda m: m.pay(on=TODAY)).then(
        moving_costs_events.MovingCostsPaid(**IDS, on=TODAY, amount=98_000),
        moving_costs_events.MovingCostsEnded(**IDS, on=TODAY, reason="paid"),
    )
    assert not story.aggregate.is_open


def test_refused_ends_at_once_and_says_why():
    story = scenario(MovingCosts, "m1").given(*BEGUN)
    story.when(lambda m: m.decide(on=TODAY, rules=RULES, figures=moving_figures(move_needed=False)))
    decided, ended = story.aggregate.pending
    assert (decided.granted, decided.amount, decided.reasons) == (False, 0, ("move_not_needed",))
    assert ended.reason == "refused"
    story.given(*BEGUN, decided, ended).when(lambda m: m.pay(on=TODAY)).refused("has_ended")


@pytest.mark.parametrize("history", [BEGUN, (*BEGUN, GRANTED)], ids=["applied", "granted"])
def test_it_may_be_taken_back_until_it_is_paid(history):
    story = scenario(MovingCosts, "m1").given(*history).when(lambda m: m.withdraw(on=TODAY))
    story.then(moving_costs_events.MovingCostsEnded(**IDS, on=TODAY, reason="withdrawn"))


def test_nothing_is_paid_before_the_decision():
    story = scenario(MovingCosts, "m1").given(*BEGUN).when(lambda m: m.pay(on=TODAY))
    story.refused("transition_not_allowed")
