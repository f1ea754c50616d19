"""What each basis allows: every tuple of the table, against the list as the law reads."""

from itertools import product

import pytest

from services.intake.domain.sharing import (
    ACTIONS,
    BASES,
    BASES_NOW,
    PURPOSES,
    ROLES,
    TABLE,
    TELLS,
    check_allowed,
    disclosure_level,
    is_allowed,
)
from tsunagu.domain.errors import Forbidden

# role, action, purpose: the bases on which it is allowed. Nothing else is.
ALLOWED = """
sender      send_identity  support    consent conference danger_to_life
sender      read_status    feedback   consent conference danger_to_life encouragement_only consent_ended
sender      print_slip     support    consent conference danger_to_life encouragement_only consent_ended
sender      end_consent    support    consent consent_ended
sender      see_gaps       operation  consent conference danger_to_life encouragement_only consent_ended
caseworker  read_status    support    consent conference danger_to_life encouragement_only consent_ended
caseworker  read_status    contact    consent conference danger_to_life encouragement_only consent_ended
caseworker  read_identity  support    consent conference danger_to_life
caseworker  read_identity  contact    consent conference danger_to_life
caseworker  link           support    consent conference danger_to_life encouragement_only consent_ended
caseworker  print_slip     support    consent conference danger_to_life encouragement_only consent_ended
caseworker  end_consent    support    consent consent_ended
caseworker  see_gaps       operation  consent conference danger_to_life encouragement_only consent_ended
ops         see_gaps       operation  consent conference danger_to_life encouragement_only consent_ended
"""  # noqa: E501
EXPECTED = {
    (role, action, purpose, basis)
    for role, action, purpose, *bases in map(str.split, ALLOWED.strip().splitlines())
    for basis in bases
}
EVERY = list(product(ROLES, ACTIONS, PURPOSES, BASES_NOW))


def test_the_product_is_whole():
    assert len(EVERY) == len(set(EVERY)) == 5 * 7 * 5 * 5
    assert set(EVERY) >= EXPECTED and set(EVERY) >= set(TABLE)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_tuple_is_allowed_or_not_as_listed(role, action):
    for purpose, basis in product(PURPOSES, BASES_NOW):
        expected = (role, action, purpose, basis) in EXPECTED
        assert is_allowed(role, action, purpose, basis) == expected, (role, action, purpose, basis)


def test_what_is_not_allowed_is_refused_by_an_error_that_crosses_the_wire():
    for key in EVERY:
        if key in EXPECTED:
            assert check_allowed(*key) == TABLE[key]
            continue
        with pytest.raises(Forbidden) as refused:
            check_allowed(*key)
        assert refused.value.to_wire()["code"] == "not_on_this_basis"


@pytest.mark.parametrize("wrong", range(4))
def test_what_nobody_knows_is_not_allowed(wrong):
    for key in EXPECTED:
        strange = [*key]
        strange[wrong] = "something_else"
        assert not is_allowed(*strange)


# How much a department hears of its own signal.
HEARS = {
    "consent": "course",
    "conference": "progress",
    "danger_to_life": "progress",
    "encouragement_only": "receipt",
    "consent_ended": "receipt",
}


@pytest.mark.parametrize("basis", BASES_NOW)
def test_how_much_a_department_hears(basis):
    assert disclosure_level("sender", "read_status", "feedback", basis) == HEARS[basis]


@pytest.mark.parametrize(
    ("level", "that_the_person_came", "owner_now", "what_the_person_said", "why_it_ended"),
    [
        ("course", True, True, True, True),
        ("progress", True, True, False, False),
        ("receipt", False, False, False, False),
    ],
)
def test_what_a_level_tells(
    level, that_the_person_came, owner_now, what_the_person_said, why_it_ended
):
    told_there = TELLS[level]
    assert told_there.connected == that_the_person_came
    assert ("signal_connected" in told_there.steps) == that_the_person_came
    assert told_there.owner_now == owner_now
    assert ("answer" in told_there.details) == what_the_person_said
    assert ("encouragement_given" in told_there.steps) == what_the_person_said
    assert ("reason" in told_there.details) == why_it_ended


def test_each_level_tells_no_more_than_the_one_above():
    course, progress, receipt = (TELLS[level] for level in ("course", "progress", "receipt"))
    assert receipt.steps < progress.steps < course.steps
    assert receipt.details < progress.details < course.details


def test_no_level_names_the_person_or_the_case():
    for level in TELLS.values():
        assert not level.details & {"person_id", "case_id", "name", "note", "conference_id"}


def test_encouragement_allows_no_identity_whoever_asks_for_whatever():
    for role, action, purpose in product(ROLES, ("send_identity", "read_identity"), PURPOSES):
        assert not is_allowed(role, action, purpose, "encouragement_only")
        assert not is_allowed(role, action, purpose, "consent_ended")


def test_a_reader_of_figures_and_another_department_get_nothing():
    for action, purpose, basis in product(ACTIONS, PURPOSES, BASES_NOW):
        assert not is_allowed("reader", action, purpose, basis)
        assert not is_allowed("other_department", action, purpose, basis)


def test_what_may_be_sent_is_what_may_hold_now():
    assert set(BASES) < set(BASES_NOW)
