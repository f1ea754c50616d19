"""A lot: every unit is somewhere, and none goes where it would harm."""

import pytest

from services.foodbank.domain.events import stock
from services.foodbank.domain.lot import Lot
from services.foodbank.tests.counter import FRIDAY, days, eaters, goods, received
from tsunagu.testing import scenario

PACKED = stock.StockPacked(lot_id="l1", on=FRIDAY, units=4, place="food_bank", parcel_id="b1")


def lot(*events, **other):
    return scenario(Lot, "l1").given(received(**other), *events)


def pack(units=4, parcel_id="b1", given_on=FRIDAY, place="food_bank", **who):
    return lambda one: one.pack(
        on=FRIDAY,
        units=units,
        place=place,
        parcel_id=parcel_id,
        eaters=eaters(**who),
        given_on=given_on,
    )


# -- in -------------------------------------------------------------------------------------------

ARRIVES = {
    "on": FRIDAY, "units": 10, "place": "food_bank", "source": "food_drive", "drive_id": "d1",
    "item": "retort_curry", "category": "main_dish", "unit_grams": 200, "expires_on": days(30),
    "needs_cooking": False, "label": "all", "contents": (),
}  # fmt: skip


def test_food_comes_in_with_its_weight():
    scenario(Lot, "l1").given().when(lambda one: one.receive(**ARRIVES)).then(received())


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"units": 0}, "not_positive"),
        ({"unit_grams": 0}, "not_positive"),
        ({"expires_on": days(-1)}, "already_expired"),
        ({"expires_on": days(0)}, None),
        ({"expires_on": None}, None),
        ({"place": "市役所"}, "not_a_code"),
    ],
    ids=["nothing", "weightless", "out_of_date", "good_today", "no_date", "words"],
)
def test_what_is_taken_in(other, code):
    story = scenario(Lot, "l1").given().when(lambda one: one.receive(**ARRIVES | other))
    if code is None:
        assert story.aggregate.left == 10
    else:
        story.refused(code)


# -- out ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "place", "code"),
    [
        (1, "food_bank", None),
        (10, "food_bank", None),
        (11, "food_bank", "not_enough_stock"),
        (1, "city_hall", "not_enough_stock"),
        (0, "food_bank", "not_positive"),
        (-1, "food_bank", "not_positive"),
    ],
)
def test_no_shelf_falls_below_zero(units, place, code):
    for command in (
        pack(units=units, place=place),
        lambda one: one.move(on=FRIDAY, units=units, from_place=place, to_place="annex"),
        lambda one: one.discard(on=FRIDAY, units=units, place=place, reason="damaged"),
    ):
        story = lot().when(command)
        if code is None:
            assert len(story.aggregate.pending) == 1
            assert story.aggregate.shelves.get(place, 0) == 10 - units
        else:
            story.refused(code)


def test_a_parcel_takes_units_from_the_shelf_and_giving_it_hands_them_out():
    story = lot().when(pack()).then(PACKED)
    assert (story.aggregate.shelves, story.aggregate.left) == ({"food_bank": 6}, 10)
    give = lambda one: one.hand_out(on=FRIDAY, parcel_id="b1", eaters=eaters())  # noqa: E731
    story = lot(PACKED).when(give)
    story.then(stock.StockHandedOut(lot_id="l1", on=FRIDAY, units=4, parcel_id="b1"))
    assert (story.aggregate.left, story.aggregate.handed_out) == (6, 4)
    lot().when(give).refused("state_not_allowed")


def test_what_is_put_back_lies_where_it_lay():
    story = lot(PACKED).when(lambda one: one.put_back(on=FRIDAY, parcel_id="b1"))
    back = {"lot_id": "l1", "on": FRIDAY, "units": 4, "place": "food_bank", "parcel_id": "b1"}
    story.then(stock.StockPutBack(**back))
    assert story.aggregate.shelves == {"food_bank": 10}


def test_a_parcel_takes_from_a_lot_once():
    lot(PACKED).when(pack()).refused("state_not_allowed")


def test_what_moves_stays_in_stock():
    story = lot().when(
        lambda one: one.move(on=FRIDAY, units=3, from_place="food_bank", to_place="city_hall")
    )
    assert story.aggregate.shelves == {"food_bank": 7, "city_hall": 3}
    same = lambda one: one.move(on=FRIDAY, units=3, from_place="food_bank", to_place="food_bank")  # noqa: E731
    lot().when(same).then()


# -- out of date ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "expired"), [(29, False), (30, False), (31, True)])
def test_food_is_good_through_its_day(on, expired):
    story = lot().when(lambda one: one.discard_expired(on=days(on)))
    assert [type(e) for e in story.aggregate.pending] == [stock.StockDiscarded] * expired
    packing = lot().when(pack(given_on=days(on)))
    if expired:
        packing.refused("food_expired")
    giving = lot(PACKED).when(lambda one: one.hand_out(on=days(on), parcel_id="b1", eaters=None))
    if expired:
        giving.refused("food_expired")
    else:
        assert giving.aggregate.handed_out == 4


def test_every_shelf_is_cleared_of_what_is_out_of_date_and_parcels_are_left_alone():
    moved = stock.StockMoved(
        lot_id="l1", on=FRIDAY, units=2, from_place="food_bank", to_place="city_hall"
    )
    story = lot(PACKED, moved).when(lambda one: one.discard_expired(on=days(31)))
    discarded = {"lot_id": "l1", "on": days(31), "drive_id": "d1", "reason": "expired"}
    discarded |= {"item": "retort_curry", "category": "main_dish"}
    story.then(
        stock.StockDiscarded(**discarded, place="city_hall", units=2, grams=400),
        stock.StockDiscarded(**discarded, place="food_bank", units=4, grams=800),
    )
    assert (story.aggregate.left, story.aggregate.discarded) == (4, 6)


def test_what_is_good_is_not_called_out_of_date():
    story = lot().when(
        lambda one: one.discard(on=FRIDAY, units=1, place="food_bank", reason="expired")
    )
    story.refused("not_expired")


# -- for whom it is no food -----------------------------------------------------------------------

AVOIDS_EGG = {"avoids": frozenset({"egg"}), "label": "mandatory"}
AVOIDS_SESAME = {"avoids": frozenset({"sesame"}), "label": "all"}


@pytest.mark.parametrize(
    ("label", "contents", "who", "reason"),
    [
        ("mandatory", ("egg", "milk"), AVOIDS_EGG, "contains"),
        ("mandatory", ("milk",), AVOIDS_EGG, None),
        ("unread", (), AVOIDS_EGG, "label_unread"),
        ("unread", (), {}, None),
        ("mandatory", (), AVOIDS_SESAME, "label_unread"),
        ("all", (), AVOIDS_SESAME, None),
        ("all", ("sesame",), AVOIDS_SESAME, "contains"),
        ("unread", ("egg",), AVOIDS_EGG, "contains"),
    ],
    ids=[
        "contains_it",
        "contains_something_else",
        "nobody_read_the_label",
        "they_avoid_nothing",
        "the_law_does_not_put_it_on_the_label",
        "every_ingredient_was_read",
        "read_and_found",
        "known_without_the_label",
    ],
)
def test_nothing_they_avoid_or_that_nobody_can_rule_out(label, contents, who, reason):
    one = goods(label=label, contents=frozenset(contents))
    why = one.find_objection(eaters(**who), FRIDAY)
    assert (why[0] if why else None) == reason
    story = lot(label=label, contents=contents).when(pack(**who))
    if reason:
        story.refused(f"food_{reason}")
        giving = lot(PACKED, label=label, contents=contents)
        giving.when(lambda x: x.hand_out(on=FRIDAY, parcel_id="b1", eaters=eaters(**who)))
        giving.refused(f"food_{reason}")
    else:
        story.then(PACKED)


@pytest.mark.parametrize(("needs_cooking", "cannot_cook", "suits"), [
    (True, True, False), (True, False, True), (False, True, True), (False, False, True),
])  # fmt: skip
def test_nothing_to_cook_where_nobody_can(needs_cooking, cannot_cook, suits):
    one = goods(needs_cooking=needs_cooking)
    why = one.find_objection(eaters(cannot_cook=cannot_cook), FRIDAY)
    assert (why is None) == suits
