"""An opening: its validity, its places, and that there are never more hires than places."""

from datetime import date, timedelta

import pytest

from services.employment.domain.opening import Opening
from services.employment.domain.opening_events import (
    Conditions,
    OpeningConditionsSet,
    OpeningExtended,
    OpeningPlacesSet,
    OpeningReopened,
    PlaceFreed,
)
from services.employment.tests.people import (
    DESCRIBED,
    FRIDAY,
    LOOKING,
    OFFERED,
    RECEIVED,
    UNTIL,
    closed,
    filled,
    step,
)
from tsunagu.testing import scenario

DAY = timedelta(days=1)
AFTER = UNTIL + DAY
REOPENED = OpeningReopened(opening_id="o1", employer_id="e1", on=FRIDAY)
RECEIVE = {
    "employer_id": "e1",
    "on": FRIDAY,
    "occupation": "laundry",
    "type": "part_time",
    "places": 2,
    "valid_from": FRIDAY,
    "valid_until": UNTIL,
    "conditions": Conditions(title="仕上げ"),
}
FULL = (*OFFERED, filled("j1"), filled("j2"), closed("filled"))


def opening(*history):
    return scenario(Opening, "o1").given(*history)


# -- taken on -------------------------------------------------------------------------------------


def test_once_taken_on_somebody_looks_for_people_until_it_ends():
    opening().when(lambda o: o.receive(**RECEIVE)).then(RECEIVED, DESCRIBED, LOOKING)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"places": 0}, "no_places"),
        ({"valid_until": FRIDAY - DAY}, "validity_backwards"),
        ({"valid_from": UNTIL + DAY}, "validity_backwards"),
        ({"type": "volunteer"}, "not_one_of"),
        ({"conditions": Conditions(title="仕上げ", hours_min=30, hours_max=20)}, "hours_backwards"),
    ],
)
def test_an_opening_that_cannot_stand(changed, code):
    opening().when(lambda o: o.receive(**RECEIVE | changed)).refused(code)


@pytest.mark.parametrize("valid_until", [FRIDAY, UNTIL])
def test_it_may_stand_for_a_single_day(valid_until):
    story = opening().when(lambda o: o.receive(**RECEIVE | {"valid_until": valid_until}))
    assert story.aggregate.is_open


@pytest.mark.parametrize(
    ("wage", "per", "exempt", "refused"),
    [
        (1225, "hour", False, False),
        (1224, "hour", False, True),
        (1224, "hour", True, False),
        (200_000, "month", False, False),
        (None, None, False, False),
    ],
)
def test_an_hourly_wage_reaches_the_minimum_wage(wage, per, exempt, refused):
    said = {"title": "仕上げ", "wage_min": wage, "wage_per": per, "minimum_wage_exempt": exempt}
    story = opening(*OFFERED)
    story.when(
        lambda o: o.set_conditions(on=FRIDAY, conditions=Conditions(**said), minimum_wage=1225)
    )
    if refused:
        assert "1,225" in story.refused("below_minimum_wage").message
    else:
        story.then(OpeningConditionsSet(opening_id="o1", on=FRIDAY, **said))


# -- introducing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "allowed"),
    [(FRIDAY - DAY, False), (FRIDAY, True), (UNTIL, True), (UNTIL + DAY, False)],
)
def test_people_are_introduced_within_its_validity(on, allowed):
    story = opening(*OFFERED).when(lambda o: o.check_introducible(on))
    if allowed:
        story.then()
    else:
        assert str(UNTIL) in story.refused("outside_validity").message


@pytest.mark.parametrize("because", ["filled", "withdrawn", "expired"])
def test_nobody_is_introduced_to_a_closed_one(because):
    opening(*OFFERED, closed(because)).when(lambda o: o.check_introducible(FRIDAY)).refused(
        "opening_closed"
    )


# -- places ---------------------------------------------------------------------------------------


def test_the_last_place_closes_it():
    fill = lambda o: o.fill(record_id="j2", on=FRIDAY)  # noqa: E731 one command, used twice
    opening(*OFFERED, filled("j1")).when(fill).then(filled("j2"), closed("filled"))


def test_more_people_than_places_are_not_hired():
    opening(*FULL).when(lambda o: o.fill(record_id="j3", on=FRIDAY)).refused("no_place_left")


def test_who_was_introduced_in_time_may_be_hired_after_its_validity():
    story = opening(*OFFERED, closed("expired", on=AFTER))
    story.when(lambda o: o.fill(record_id="j1", on=AFTER)).then(filled("j1", on=AFTER))


def test_nobody_is_hired_into_an_opening_taken_back():
    story = opening(*OFFERED, closed("withdrawn"))
    story.when(lambda o: o.fill(record_id="j1", on=FRIDAY)).refused("opening_closed")


def test_a_hire_that_came_to_nothing_frees_its_place():
    freed = PlaceFreed(opening_id="o1", record_id="j1", on=FRIDAY)
    story = opening(*FULL).when(lambda o: o.free(record_id="j1", on=FRIDAY))
    story.then(freed, REOPENED, LOOKING)
    assert story.aggregate.hires == ("j2",) and story.aggregate.is_open
    opening(*OFFERED).when(lambda o: o.free(record_id="j9", on=FRIDAY)).then()


def test_a_place_freed_after_its_validity_leaves_it_expired():
    freed = PlaceFreed(opening_id="o1", record_id="j1", on=AFTER)
    story = opening(*FULL).when(lambda o: o.free(record_id="j1", on=AFTER))
    story.then(freed, closed("expired", on=AFTER))


@pytest.mark.parametrize(
    ("places", "events"),
    [
        (3, (REOPENED, LOOKING)),
        (2, ()),
    ],
)
def test_the_employer_wants_more(places, events):
    story = opening(*FULL).when(lambda o: o.set_places(on=FRIDAY, places=places))
    story.then(OpeningPlacesSet(opening_id="o1", on=FRIDAY, places=places), *events)


def test_fewer_places_than_hires_there_cannot_be():
    story = opening(*FULL).when(lambda o: o.set_places(on=FRIDAY, places=1))
    assert story.refused("fewer_than_hired").details["remedy"] == "places ≥ 2"


def test_as_few_places_as_hires_close_it():
    story = opening(*OFFERED, filled("j1")).when(lambda o: o.set_places(on=FRIDAY, places=1))
    story.then(OpeningPlacesSet(opening_id="o1", on=FRIDAY, places=1), closed("filled"))


# -- validity and ending --------------------------------------------------------------------------

LATER = date(2027, 3, 31)
EXTENDED = OpeningExtended(opening_id="o1", on=FRIDAY, valid_until=LATER)
LOOKING_LONGER = step("opening", "o1", "look_for_people", LATER, who=None)


def test_one_that_had_expired_stands_again_when_it_is_extended():
    extend = lambda o: o.extend(on=FRIDAY, valid_until=LATER)  # noqa: E731 used twice
    opening(*OFFERED).when(extend).then(EXTENDED, LOOKING_LONGER)
    story = opening(*OFFERED, closed("expired")).when(extend)
    story.then(EXTENDED, REOPENED, LOOKING_LONGER)


@pytest.mark.parametrize("because", ["filled", "withdrawn"])
def test_one_that_is_filled_or_taken_back_is_not_extended(because):
    story = opening(*OFFERED, closed(because))
    story.when(lambda o: o.extend(on=FRIDAY, valid_until=LATER)).refused("opening_closed")


@pytest.mark.parametrize(("on", "expires"), [(UNTIL, False), (AFTER, True)])
def test_it_expires_the_day_after_its_last(on, expires):
    story = opening(*OFFERED).when(lambda o: o.expire(on=on))
    story.then(*([closed("expired", on=on)] if expires else []))


def test_what_is_closed_does_not_expire():
    opening(*OFFERED, closed("withdrawn")).when(lambda o: o.expire(on=AFTER)).then()


def test_it_is_taken_back_for_a_reason():
    story = opening(*OFFERED).when(lambda o: o.withdraw(on=FRIDAY, reason="found_elsewhere"))
    story.then(closed("withdrawn", "found_elsewhere"))
