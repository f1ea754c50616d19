"""Parcels, food drives, the ration table and the aide's contacts."""

import pytest

from services.foodbank.domain.contact import Contact
from services.foodbank.domain.events import contact as contact_events
from services.foodbank.domain.events import food_drive
from services.foodbank.domain.events import parcel as parcel_events
from services.foodbank.domain.events import ration as ration_events
from services.foodbank.domain.food_drive import Drive
from services.foodbank.domain.packing import Filled, LeftOut, Ration
from services.foodbank.domain.parcel import Parcel
from services.foodbank.domain.ration import RationTable
from services.foodbank.domain.visit import Visit
from services.foodbank.tests.counter import (
    FRIDAY,
    TUESDAY,
    VISIT,
    days,
    packed,
    promised,
    visited,
)
from tsunagu.testing import scenario

OF_PARCEL = VISIT | {"parcel_id": "b1"}
FILLED = Filled(
    lines={"l1": 4},
    grams=800,
    drive_ids=("d1",),
    short=(),
    left_out=(LeftOut("bread", "contains", "egg"),),
)
NOTED = parcel_events.ParcelNoted(
    parcel_id="b1", person_id="v1", on=FRIDAY, left_out=("bread|contains|egg",)
)
DELIVER = {"owner_desk": "food_bank", "next_step": "deliver", "due_on": TUESDAY}


def parcel(*events):
    return scenario(Parcel, "b1").given(*events)


def pack(how="hand_over", due_on=FRIDAY, **other):
    visit = Visit.replay("k1", [visited(), promised()])
    return lambda p: p.pack(
        visit, FILLED, on=FRIDAY, how=how, days=3, due_on=due_on, size=3, **other
    )


# -- parcels --------------------------------------------------------------------------------------


def test_a_packed_parcel_is_owed_at_the_counter():
    story = parcel().when(pack()).then(packed(), NOTED)
    assert (story.aggregate.next_step, story.aggregate.due_on) == ("hand_over", FRIDAY)


def test_a_parcel_to_deliver_is_promised_for_a_day():
    story = parcel().when(pack("delivery", TUESDAY, deliver_to="緑ヶ丘"))
    noted = parcel_events.ParcelNoted(
        parcel_id="b1",
        person_id="v1",
        on=FRIDAY,
        left_out=("bread|contains|egg",),
        deliver_to="緑ヶ丘",
    )
    promise = parcel_events.DeliveryPromised(**OF_PARCEL | DELIVER)
    story.then(packed(how="delivery", **DELIVER), noted, promise)


def test_nothing_is_promised_for_yesterday():
    parcel().when(pack("delivery", days(-1))).refused("due_in_the_past")


def test_a_given_parcel_says_what_it_was():
    given = {"how": "hand_over", "household_size": 3, "days": 3, "units": 4, "grams": 800}
    story = parcel(packed(), NOTED).when(lambda p: p.give(on=FRIDAY))
    story.then(parcel_events.ParcelGiven(**OF_PARCEL | given, drive_ids=("d1",)))
    assert story.aggregate.next_step is None


def test_a_parcel_taken_back_is_owed_no_more():
    story = parcel(packed(), NOTED).when(lambda p: p.take_back(on=FRIDAY, reason="not_collected"))
    story.then(parcel_events.ParcelTakenBack(**OF_PARCEL, reason="not_collected"))
    assert story.aggregate.next_step is None


@pytest.mark.parametrize(
    "command",
    [
        lambda p: p.give(on=FRIDAY),
        lambda p: p.take_back(on=FRIDAY, reason="not_wanted"),
        lambda p: p.promise_day(on=FRIDAY, due_on=TUESDAY),
        pack(),
    ],
    ids=["given", "taken_back", "promised", "packed"],
)
@pytest.mark.parametrize("how", ["given", "taken_back"])
def test_a_parcel_ends_once(command, how):
    facts = {"how": "delivery", "household_size": 3, "days": 3, "units": 4, "grams": 800}
    end = {
        "given": parcel_events.ParcelGiven(**OF_PARCEL | facts, drive_ids=()),
        "taken_back": parcel_events.ParcelTakenBack(**OF_PARCEL, reason="not_wanted"),
    }[how]
    parcel(packed(how="delivery"), NOTED, end).when(command).refused("state_not_allowed")


def test_a_delivery_may_move_to_another_day_and_a_handing_over_has_none():
    story = parcel(packed(how="delivery"), NOTED)
    story.when(lambda p: p.promise_day(on=FRIDAY, due_on=TUESDAY))
    story.then(parcel_events.DeliveryPromised(**OF_PARCEL | DELIVER))
    story = parcel(packed(), NOTED).when(lambda p: p.promise_day(on=FRIDAY, due_on=TUESDAY))
    story.refused("not_a_delivery")


def test_whoever_reads_where_it_goes_is_recorded():
    story = parcel(packed(), NOTED).when(
        lambda p: p.read(on=FRIDAY, by="food_bank", purpose="deliver")
    )
    story.then(
        parcel_events.ParcelRead(parcel_id="b1", on=FRIDAY, desk="food_bank", purpose="deliver")
    )


# -- food drives ----------------------------------------------------------------------------------

HELD = food_drive.DriveHeld(
    drive_id="d1",
    partner="seikatsu_club",
    place="city_hall",
    on=FRIDAY,
    grams=8000,
    grams_by_category={"main_dish": 3000, "staple": 5000},
)


def hold(**weights):
    return lambda d: d.hold(
        on=FRIDAY, partner="seikatsu_club", place="city_hall", grams_by_category=weights
    )


def test_a_drive_is_weighed_by_category():
    scenario(Drive, "d1").given().when(hold(staple=5000, main_dish=3000, drink=0)).then(HELD)
    scenario(Drive, "d1").given(HELD).when(hold(staple=1)).refused("state_not_allowed")
    scenario(Drive, "d1").given().when(hold(staple=-1)).refused("not_positive")


def test_a_wrong_weight_is_put_right():
    weigh = lambda d: d.weigh_again(on=TUESDAY, grams_by_category={"staple": 6000})  # noqa: E731
    right = food_drive.DriveReweighed(
        drive_id="d1", on=TUESDAY, grams=6000, grams_by_category={"staple": 6000}
    )
    scenario(Drive, "d1").given(HELD).when(weigh).then(right)
    scenario(Drive, "d1").given(HELD, right).when(weigh).then()


# -- the ration table -----------------------------------------------------------------------------

RATION = Ration(whom="everyone", grams_per_day=300, child_percent=70)
SET = ration_events.RationSet(
    category="staple", on=FRIDAY, whom="everyone", grams_per_day=300, child_percent=70
)


def test_a_ration_is_set_once():
    set_it = lambda t: t.set_ration(category="staple", ration=RATION, on=FRIDAY)  # noqa: E731
    scenario(RationTable, "city").given().when(set_it).then(SET)
    scenario(RationTable, "city").given(SET).when(set_it).then()


@pytest.mark.parametrize(
    ("grams", "percent", "whom", "possible"),
    [
        (0, 0, "everyone", True),
        (300, 200, "infants", True),
        (-1, 70, "everyone", False),
        (300, 201, "everyone", False),
        (300, -1, "everyone", False),
        (300, 70, "adults", False),
    ],
)
def test_a_possible_ration(grams, percent, whom, possible):
    ration = Ration(whom=whom, grams_per_day=grams, child_percent=percent)
    story = scenario(RationTable, "city").given()
    story.when(lambda t: t.set_ration(category="staple", ration=ration, on=FRIDAY))
    if possible:
        assert story.aggregate.rations == {"staple": ration}
    else:
        story.refused("ration_impossible")


@pytest.mark.parametrize(("n", "possible"), [(0, False), (1, True), (31, True), (32, False)])
def test_for_how_many_days(n, possible):
    story = scenario(RationTable, "city").given().when(lambda t: t.set_days(days=n, on=FRIDAY))
    if possible:
        story.then(ration_events.RationDaysSet(on=FRIDAY, days=n))
    else:
        story.refused("days_impossible")


def test_without_a_word_it_is_for_three_days():
    scenario(RationTable, "city").given().when(lambda t: t.set_days(days=3, on=FRIDAY)).then()


# -- the aide's contacts --------------------------------------------------------------------------

IDS = {"contact_id": "t1", "visitor_id": "v1", "person_id": None, "case_id": None, "on": FRIDAY}
HELD_CONTACT = contact_events.AideContact(**IDS, visit_id="k1", kind="chat", opened_up="a_little")
STEP = contact_events.ContactStepSet(
    **IDS, owner_desk="food_bank", next_step="bring_leaflet", due_on=TUESDAY
)


def hold_contact(**other):
    asked = {"on": FRIDAY, "kind": "chat", "opened_up": "a_little", "note": None}
    asked |= {"visitor_id": "v1", "visit_id": "k1", "person_id": None, "case_id": None} | other
    return lambda c: c.hold(**asked)


def contact(*events):
    return scenario(Contact, "t1").given(*events)


def test_a_contact_is_complete_by_itself():
    story = contact().when(hold_contact()).then(HELD_CONTACT)
    assert story.aggregate.next_step is None


@pytest.mark.parametrize(
    ("visitor_id", "visit_id", "key"),
    [("v1", "k1", "v1"), (None, "k1", "k1"), (None, None, "t1")],
    ids=["known", "anonymous_visitor", "nobody"],
)
def test_the_aides_words_are_encrypted_under_whoever_is_known(visitor_id, visit_id, key):
    story = contact()
    story.when(hold_contact(visitor_id=visitor_id, visit_id=visit_id, note="少し笑った"))
    noted = story.aggregate.pending[-1]
    assert (noted.person_id, noted.note, type(noted).personal_fields) == (
        key,
        "少し笑った",
        ("note",),
    )


def test_what_the_aide_promised_is_owed_until_its_outcome():
    story = contact(HELD_CONTACT)
    story.when(lambda c: c.set_step(on=FRIDAY, next_step="bring_leaflet", due_on=TUESDAY))
    story.then(STEP)
    story = contact(HELD_CONTACT, STEP).when(lambda c: c.end_step(on=TUESDAY, outcome="done"))
    story.then(contact_events.ContactStepEnded(**IDS | {"on": TUESDAY}, outcome="done"))
    assert story.aggregate.next_step is None
    contact(HELD_CONTACT).when(lambda c: c.end_step(on=FRIDAY, outcome="done")).refused(
        "state_not_allowed"
    )
