"""Food drives, lots, dates and recalls through the running service."""

from datetime import UTC, datetime, timedelta

import pytest

from services.foodbank.timers import discard_expired

LOT = {"item": "canned_fish", "units": 10, "unit_grams": 190, "label": "all", "source": "company"}
DRIVE = {"partner": "seikatsu_club", "place": "city_hall"}
ANYBODY = {"size": 1, "allergies": [], "diets": []}


@pytest.fixture
def drive(shelves):
    weights = {"staple": 5000, "main_dish": 3000}
    return shelves.do("hold_drive", **DRIVE, grams_by_category=weights)["drive_id"]


def noon(day):
    """Noon in the city."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def clear_shelves(foodbank, day):
    discard_expired(foodbank.platform.runtime("foodbank").store, noon(day))


def test_a_drive_can_be_told_what_became_of_its_food(shelves, drive, today):
    food = LOT | {"source": "food_drive", "drive_id": drive, "expires_on": str(today)}
    lot = shelves.do("receive_stock", **food)["lot_id"]
    with shelves.facts() as facts:
        shelves.do("hand_out", household=ANYBODY)
    assert facts[-1][1]["drive_ids"] == [drive]
    broken = {"lot_id": lot, "units": 2, "reason": "damaged"}
    shelves.do("discard_stock", **broken)
    [row] = [d for d in shelves("list_drives", limit=500)["drives"] if d["drive_id"] == drive]
    assert (row["grams"], row["grams_by_category"]["staple"]) == (8000, 5000)
    assert row["became"] == {
        "received": 1900, "on_shelf": 950, "in_parcels": 0, "handed_out": 570, "discarded": 380,
    }  # fmt: skip


def test_a_drive_is_weighed_again(shelves, drive):
    with shelves.facts() as facts:
        shelves.do("weigh_drive", drive_id=drive, grams_by_category={"drink": 100})
    assert facts == [
        (
            "drive_reweighed",
            {
                "drive_id": drive,
                "on": facts[0][1]["on"],
                "grams": 100,
                "grams_by_category": {"drink": 100},
            },
        )
    ]


def test_food_of_an_unknown_drive_is_not_taken_for_one(shelves):
    food = LOT | {"expires_on": None, "source": "food_drive", "drive_id": "d-unknown"}
    shelves.refused("not_found", "receive_stock", **food)


def test_the_list_says_what_expires_within_some_days(shelves, today):
    ids = {
        n: shelves.do("receive_stock", **LOT, expires_on=str(today + timedelta(days=n)))["lot_id"]
        for n in (0, 7, 8)
    }
    shelves.stock(expires_on=None)
    week = [lot["lot_id"] for lot in shelves("list_stock", expires_within=7)["lots"]]
    assert week == [ids[0], ids[7]]
    assert len(shelves("list_stock")["lots"]) == 4


def test_the_timer_discards_what_is_out_of_date_the_day_after(shelves, today):
    moved = shelves.do("receive_stock", **LOT, expires_on=str(today))["lot_id"]
    where = {"units": 4, "from_place": "food_bank", "to_place": "city_hall"}
    shelves.do("move_stock", lot_id=moved, **where)
    kept = shelves.do("receive_stock", **LOT, expires_on=str(today + timedelta(days=1)))["lot_id"]
    with shelves.facts() as facts:
        clear_shelves(shelves, today)
    assert facts == []
    with shelves.facts() as facts:
        clear_shelves(shelves, today + timedelta(days=1))
        clear_shelves(shelves, today + timedelta(days=1))
    discarded = [(f["lot_id"], f["place"], f["units"], f["reason"]) for _, f in facts]
    assert discarded == [(moved, "city_hall", 4, "expired"), (moved, "food_bank", 6, "expired")]
    assert shelves("trace_stock", lot_id=kept)["on_shelf"] == 10


def test_what_lies_elsewhere_is_packed_there(shelves):
    lot = shelves.stock(units=5)
    where = {"units": 5, "from_place": "food_bank", "to_place": "city_hall"}
    shelves.do("move_stock", lot_id=lot, **where)
    assert shelves.do("hand_out", household=ANYBODY)["parcel"] is None
    there = shelves.do("hand_out", household=ANYBODY, place="city_hall")
    assert there["parcel"]["lines"] == {lot: 3}
    assert shelves("trace_stock", lot_id=lot)["places"] == {"city_hall": 2}


def test_a_recalled_lot_is_found_with_everybody_who_got_some(shelves):
    lot = shelves.stock()
    visitor = shelves.visitor(household=ANYBODY)
    given = shelves.do("hand_out", visitor_id=visitor)["parcel"]
    traced = shelves("trace_stock", lot_id=lot)
    assert [(p["parcel_id"], p["visitor_id"], p["units"]) for p in traced["parcels"]] == [
        (given["parcel_id"], visitor, 3)
    ]
    rest = {"lot_id": lot, "units": traced["on_shelf"], "reason": "recalled"}
    assert shelves.do("discard_stock", **rest)["places"] == {}


def test_no_shelf_falls_below_zero(shelves):
    lot = shelves.stock(units=2)
    too_much = {"lot_id": lot, "units": 3}
    shelves.refused("not_enough_stock", "discard_stock", **too_much, reason="damaged")
    where = {"from_place": "food_bank", "to_place": "city_hall"}
    shelves.refused("not_enough_stock", "move_stock", **too_much, **where)


def test_food_out_of_date_is_not_taken_in(shelves, today):
    old = LOT | {"expires_on": str(today - timedelta(days=1))}
    shelves.refused("already_expired", "receive_stock", **old)


def test_the_food_bank_sets_its_own_rations(shelves):
    before = shelves("get_ration")
    assert before["days"] == 3 and len(before["rations"]) == 7
    shelves.do("set_ration", category="main_dish", grams_per_day=400, child_percent=50)
    shelves.do("set_ration_days", days=2)
    shelves.stock(units=20)
    served = shelves.do("hand_out", household={"size": 2, "children": 1, "allergies": []})
    assert (served["grams"], served["units"]) == (1200, 6)
    shelves.do("set_ration", category="main_dish", grams_per_day=150, child_percent=70)
    shelves.do("set_ration_days", days=3)
    assert shelves("get_ration") == before


@pytest.mark.parametrize(
    ("method", "body", "fields"),
    [
        ("receive_stock", {}, ["expires_on", "item", "label", "source", "unit_grams", "units"]),
        (
            "receive_stock",
            LOT | {"expires_on": None, "item": "caviar", "contents": ["egg", "eggs"], "units": 0},
            ["contents.1", "item", "units"],
        ),
        ("hold_drive", DRIVE | {"grams_by_category": {"toys": 1}}, ["grams_by_category.toys.key"]),
        ("discard_stock", {"lot_id": "l", "units": 1, "reason": "ugly"}, ["reason"]),
        ("list_stock", {"by": None, "expires_within": -1}, ["by", "expires_within"]),
        ("set_ration", {"category": "staple", "grams_per_day": -1}, ["grams_per_day"]),
    ],
)
def test_a_wrong_shape_names_every_field_and_changes_nothing(foodbank, method, body, fields):
    assert foodbank.find_faults(method, **body) == fields


def test_every_code_has_its_names(foodbank):
    lists = foodbank("list_codes")
    assert {"contents", "diet", "item", "category", "contact_kind", "opened_up"} <= set(lists)
    rows = [row for rows in lists.values() for row in rows]
    assert len(rows) > 100 and all(row["code"] and row["ja"] and row["en"] for row in rows)
    assert {row["category"] for row in lists["item"]} == {row["code"] for row in lists["category"]}


def test_after_all_this_the_service_finds_no_fault_with_itself(foodbank):
    assert foodbank.verify() == []
