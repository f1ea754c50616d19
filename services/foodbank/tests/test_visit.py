"""A visit: always recorded; whoever wants food is owed it, and who has none today, today."""

import pytest

from services.foodbank.domain.events import visit as visit_events
from services.foodbank.domain.household import Household
from services.foodbank.domain.visit import Visit
from services.foodbank.tests.counter import FRIDAY, TUESDAY, VISIT, days, promised, visited
from tsunagu.testing import scenario

HOUSE = Household(size=3, children=1)
NOBODY = {"visitor_id": None}
PACKED = visit_events.FoodPacked(visit_id="k1", on=FRIDAY, parcel_id="b1")
RECEIVED = visit_events.FoodReceived(visit_id="k1", on=FRIDAY, parcel_id="b1")
ENDED = visit_events.WaitingEnded(**VISIT, reason="found_food_elsewhere")


def visit(*events):
    return scenario(Visit, "k1").given(*events)


def come(**other):
    asked = {"on": FRIDAY, "place": "food_bank", "household": HOUSE, "visitor_id": "v1"}
    asked |= {"wants_food": True, "no_food_today": False} | other
    return lambda v: v.record_visit(**asked)


# -- recorded, whoever it is ----------------------------------------------------------------------


def test_whoever_wants_food_is_owed_it_that_day():
    story = visit().when(come()).then(visited(), promised())
    assert story.aggregate.due_on == FRIDAY


def test_an_anonymous_visit_is_a_visit():
    story = visit().when(come(**NOBODY)).then(visited(**NOBODY), promised(**NOBODY))
    assert story.aggregate.key == "k1"


def test_whoever_wants_nothing_is_owed_nothing():
    story = visit().when(come(wants_food=False)).then(visited(wants_food=False))
    assert story.aggregate.next_step is None


def test_what_they_cannot_eat_is_kept_encrypted_and_apart():
    house = Household(size=3, children=1, allergies=("egg",), diets=())
    note = visit_events.VisitNoted(
        visit_id="k1", person_id="v1", on=FRIDAY, allergies=("egg",), diets=()
    )
    visit().when(come(household=house)).then(visited(), note, promised())


def test_whoever_has_no_food_today_is_owed_a_step_today_even_if_they_did_not_ask():
    urgent = {"no_food_today": True}
    story = visit().when(come(wants_food=False, **urgent)).then(visited(**urgent), promised())
    assert story.aggregate.due_on == FRIDAY


@pytest.mark.parametrize(
    ("urgent", "due_on", "code"),
    [
        (True, FRIDAY, None),
        (True, days(1), "no_food_cannot_wait"),
        (False, days(1), None),
        (False, days(-1), "due_in_the_past"),
    ],
    ids=["today", "urgent_tomorrow", "tomorrow", "yesterday"],
)
def test_by_when_they_are_owed_it(urgent, due_on, code):
    story = visit(visited(no_food_today=urgent), promised())
    story.when(lambda v: v.promise(on=FRIDAY, next_step="call_when_stock", due_on=due_on))
    if code is None:
        story.then(promised("call_when_stock", due_on=due_on))
    else:
        story.refused(code)


# -- from the promise to the parcel ---------------------------------------------------------------

COURSE = {
    "visited": (visited(wants_food=False),),
    "waiting": (visited(), promised()),
    "packed": (visited(), promised(), PACKED),
    "helped": (visited(), promised(), PACKED, RECEIVED),
    "ended": (visited(), promised(), ENDED),
}
COMMANDS = {
    "promise": (lambda v: v.promise(on=FRIDAY, next_step="call", due_on=FRIDAY), "visited waiting"),
    "record_diet": (
        lambda v: v.record_diet(on=FRIDAY, allergies=("egg",), diets=None),
        "visited waiting",
    ),
    "pack": (lambda v: v.pack(on=FRIDAY, parcel_id="b1"), "visited waiting"),
    "unpack": (lambda v: v.unpack(on=FRIDAY, due_on=TUESDAY), "packed"),
    "receive": (lambda v: v.receive(on=FRIDAY), "packed"),
    "end_waiting": (lambda v: v.end_waiting(on=FRIDAY, reason="not_wanted"), "waiting"),
}


@pytest.mark.parametrize("state", COURSE)
@pytest.mark.parametrize("name", COMMANDS)
def test_what_may_happen_in_each_state(name, state):
    command, allowed = COMMANDS[name]
    story = visit(*COURSE[state]).when(command)
    if state in allowed.split():
        assert len(story.aggregate.pending) == 1
    else:
        story.refused("state_not_allowed")


def test_a_parcel_carries_the_promise_on_and_ends_it():
    story = visit(*COURSE["packed"])
    assert (story.aggregate.state, story.aggregate.next_step) == ("packed", None)
    story.when(lambda v: v.receive(on=FRIDAY)).then(RECEIVED)
    assert story.aggregate.state == "helped"


@pytest.mark.parametrize(("urgent", "due_on"), [(False, TUESDAY), (True, FRIDAY)])
def test_a_parcel_that_comes_back_leaves_the_visit_waiting(urgent, due_on):
    story = visit(visited(no_food_today=urgent), promised(), PACKED)
    story.when(lambda v: v.unpack(on=FRIDAY, due_on=TUESDAY)).then(promised(due_on=due_on))
    assert (story.aggregate.state, story.aggregate.parcel_id) == ("waiting", None)


def test_waiting_ends_with_a_reason():
    story = visit(*COURSE["waiting"])
    story.when(lambda v: v.end_waiting(on=FRIDAY, reason="found_food_elsewhere")).then(ENDED)
    assert story.aggregate.next_step is None
    story = visit(*COURSE["waiting"])
    story.when(lambda v: v.end_waiting(on=FRIDAY, reason="引っ越し")).refused("not_a_code")


def test_nothing_happens_before_the_visit():
    story = visit(*COURSE["waiting"])
    story.when(lambda v: v.pack(on=days(-1), parcel_id="b1")).refused("before_present_state")
