"""An employer: asked with no great hope, again and again, until one yes; and who named it."""

from datetime import timedelta

import pytest

from services.employment.domain.employer import (
    Employer,
    EmployerApproached,
    EmployerGivenUp,
    EmployerListed,
    EmployerWon,
)
from services.employment.tests.people import FRIDAY, LISTED, NEXT_MONDAY, PLACEMENT, step
from tsunagu.testing import scenario

HOPELESS = {"on": FRIDAY, "how": "phone", "no_great_hope": True, "for_seeker": "s1"}


def employer(*history):
    return scenario(Employer, "e1").given(*history)


def approached(outcome):
    return EmployerApproached(employer_id="e1", person_id="e1", **HOPELESS, outcome=outcome)


def won(attempts, no_great_hope=True, kind="staff", by=None):
    return EmployerWon(
        employer_id="e1",
        on=FRIDAY,
        attempts=attempts,
        no_great_hope=no_great_hope,
        introduced_by_kind=kind,
        introduced_by=by,
    )


GIVEN_UP = EmployerGivenUp(employer_id="e1", on=FRIDAY, reason="not_now")
CALL_AGAIN = step("employer", "e1", "call_employer", NEXT_MONDAY, who=None)


def test_once_listed_somebody_is_to_ask_it():
    story = employer()
    story.when(
        lambda e: e.enter(on=FRIDAY, desk=PLACEMENT, introduced_by_kind="staff", introduced_by=None)
    )
    story.then(*LISTED)
    assert story.aggregate.is_open


@pytest.mark.parametrize("outcome", ["thinking", "no_answer", "introduced_another", "declined"])
def test_after_a_no_somebody_is_to_ask_again(outcome):
    story = employer(*LISTED).when(lambda e: e.approach(**HOPELESS, outcome=outcome))
    story.then(approached(outcome), CALL_AGAIN)


def test_a_yes_with_no_great_hope_wins_it_and_says_how_many_times_it_was_asked():
    story = employer(*LISTED, approached("declined"), CALL_AGAIN)
    story.when(lambda e: e.approach(**HOPELESS, outcome="accepted"))
    story.then(approached("accepted"), won(attempts=2))
    assert not story.aggregate.is_open


def test_who_named_it_stands_beside_the_yes():
    named = EmployerListed(
        employer_id="e1", on=FRIDAY, introduced_by_kind="employer", introduced_by="e0"
    )
    story = employer(named, LISTED[1])
    story.when(lambda e: e.approach(**HOPELESS, outcome="accepted"))
    story.then(approached("accepted"), won(1, kind="employer", by="e0"))


def test_an_opening_wins_it_without_any_attempt_and_only_once():
    employer(*LISTED).when(lambda e: e.win(on=FRIDAY)).then(won(0, no_great_hope=False))
    employer(*LISTED, won(0)).when(lambda e: e.win(on=FRIDAY)).then()


def test_once_won_it_is_not_won_again():
    story = employer(*LISTED, won(0))
    story.when(lambda e: e.approach(**HOPELESS, outcome="accepted")).refused("already_won")


def test_it_is_given_up_for_a_reason_and_a_later_attempt_is_welcome():
    employer(*LISTED).when(lambda e: e.give_up(on=FRIDAY, reason="not_now")).then(GIVEN_UP)
    story = employer(*LISTED, GIVEN_UP)
    story.when(lambda e: e.approach(**HOPELESS, outcome="thinking"))
    story.then(approached("thinking"), CALL_AGAIN)
    assert story.aggregate.is_open


@pytest.mark.parametrize("history", [(*LISTED, won(0)), (*LISTED, GIVEN_UP)], ids=["won", "up"])
def test_what_is_decided_is_not_given_up(history):
    employer(*history).when(lambda e: e.give_up(on=FRIDAY, reason="not_now")).refused("has_ended")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"how": "telepathy"}, "not_one_of"),
        ({"outcome": "maybe"}, "not_one_of"),
        ({"on": FRIDAY - timedelta(days=1)}, "before_beginning"),
    ],
)
def test_an_attempt_that_is_none(changed, code):
    asked = HOPELESS | {"outcome": "thinking"} | changed
    employer(*LISTED).when(lambda e: e.approach(**asked)).refused(code)


def test_no_employer_has_introduced_itself_under_anothers_name():
    story = employer()
    story.when(
        lambda e: e.enter(
            on=FRIDAY, desk=PLACEMENT, introduced_by_kind="employer", introduced_by="e1"
        )
    )
    story.refused("introduced_by_itself")


def test_a_partner_is_named_by_its_code():
    story = employer()
    story.when(
        lambda e: e.enter(
            on=FRIDAY, desk=PLACEMENT, introduced_by_kind="partner", introduced_by="山田さん"
        )
    )
    assert story.refused("not_a_code").details["field"] == "introduced_by"


def test_whom_to_speak_to_is_the_latest():
    story = employer(*LISTED)
    story.when(lambda e: e.describe(on=FRIDAY, name="相模クリーニング", contact_name="山田"))
    assert story.aggregate.contact["contact_name"] == "山田"
    assert story.aggregate.pending[0].personal_fields == (
        "contact_name",
        "contact_phone",
        "contact_email",
        "remarks",
    )
