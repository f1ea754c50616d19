"""Visits and parcels through the running service: nobody is refused, nothing given that harms."""

from datetime import timedelta

import pytest

from services.foodbank.tests.conftest import AIDE_READS
from tsunagu.domain.calendar import add_working_days

NOTHING = {"allergies": [], "diets": []}
ALONE = {"size": 1} | NOTHING
NO_EGG = {"size": 3, "children": 1, "allergies": ["egg"], "diets": []}


@pytest.fixture
def waiting(shelves):
    """An anonymous visitor who wants food."""
    return shelves.do("record_visit", household=ALONE)


# -- over the counter -----------------------------------------------------------------------------


def test_an_anonymous_visitor_goes_home_with_a_parcel_and_leaves_nothing_open(shelves, today):
    lot = shelves.stock(units=20)
    with shelves.facts() as facts:
        served = shelves.do("hand_out", household={"size": 2, "children": 1} | NOTHING)
    assert [kind for kind, _ in facts] == ["visit_recorded", "food_promised", "parcel_given"]
    visit, given = facts[0][1], facts[2][1]
    ids = ("visitor_id", "person_id", "case_id", "referral_id")
    assert [visit[name] for name in ids] == [given[name] for name in ids] == [None] * 4
    assert (visit["household_size"], visit["on"]) == (2, today.isoformat())
    # Three days of 150 g for an adult and 70 % of it for a child: 765 g in units of 200 g.
    assert (given["units"], given["grams"], given["days"]) == (4, 800, 3)
    assert served["parcel"]["lines"] == {lot: 4}
    assert served["visit"]["state"] == "helped"
    assert served["visit"]["visit_id"] not in shelves.promises()
    assert served["short"][0] == "主食が足りません / too little of staple food"


def test_with_nothing_on_the_shelf_the_visit_is_recorded_and_we_owe_a_call(shelves, today):
    with shelves.facts() as facts:
        served = shelves.do("hand_out", household=ALONE)
    assert served["parcel"] is None and served["visit"]["state"] == "waiting"
    due_on = add_working_days(today, 3).isoformat()
    owed = ("food_bank", "call_when_stock", due_on)
    assert shelves.promises("visit")[served["visit"]["visit_id"]] == owed
    kinds = [kind for kind, _ in facts]
    assert kinds == ["visit_recorded", "food_promised", "food_promised"]
    arrived = shelves.do(
        "receive_stock", item="bread", units=3, unit_grams=400, expires_on=None,
        label="all", source="company",
    )  # fmt: skip
    assert served["visit"]["visit_id"] in arrived["waiting"]  # so that they are called at once


def test_whoever_has_no_food_today_is_owed_a_step_today_and_not_put_off(shelves, today):
    served = shelves.do("hand_out", household=ALONE, no_food_today=True)
    id = served["visit"]["visit_id"]
    owed = ("food_bank", "find_food_today", today.isoformat())
    assert shelves.promises("visit")[id] == owed
    tomorrow = {"visit_id": id, "next_step": "call", "due_on": str(today + timedelta(days=1))}
    shelves.refused("no_food_cannot_wait", "set_visit_step", **tomorrow)
    shelves.stock()
    later = {"how": "delivery", "due_on": str(today + timedelta(days=1))}
    shelves.refused("no_food_cannot_wait", "pack_parcel", visit_id=id, **later)
    packed = shelves.do("pack_parcel", visit_id=id, how="delivery", due_on=str(today))
    assert packed["parcel"]["due_on"] == today.isoformat()


def test_a_visit_without_a_wish_is_no_open_need(shelves):
    visit = shelves.do("record_visit", wants_food=False)
    assert visit["state"] == "visited" and visit["visit_id"] not in shelves.promises()


def test_a_parcel_holds_no_allergen_and_says_in_words_what_was_left_out(shelves, today):
    ok = shelves.stock(label="mandatory", contents=["milk"], expires_on=str(today))
    shelves.stock("bread", label="mandatory", contents=["egg", "wheat"])
    shelves.stock("biscuits", label="unread")
    served = shelves.do("hand_out", household=NO_EGG)
    assert set(served["parcel"]["lines"]) == {ok}
    assert served["left_out"] == [
        "ビスケット：表示のアレルゲン8品目を確かめていないため入れていません / "
        "biscuits: left out, the eight allergens on its label were not checked",
        "パン：卵を含むため入れていません / bread: left out, contains egg",
    ]
    read = shelves.do(
        "read_parcel", parcel_id=served["parcel"]["parcel_id"], purpose="they_asked_why"
    )
    assert read["left_out"] == served["left_out"]


def test_first_out_is_what_expires_first(shelves, today):
    late = shelves.stock(expires_on=str(today + timedelta(days=90)))
    soon = shelves.stock(units=1, expires_on=str(today + timedelta(days=1)))
    served = shelves.do("hand_out", household=ALONE)
    assert served["parcel"]["lines"] == {soon: 1, late: 2}


def test_who_cannot_cook_gets_nothing_to_cook_and_nobody_gets_what_they_do_not_want(shelves):
    shelves.stock("rice")
    bread = shelves.stock("bread")
    cold = shelves.do("hand_out", household=ALONE | {"cannot_cook": True})
    assert set(cold["parcel"]["lines"]) == {bread}
    choosy = shelves.do("hand_out", household=ALONE, not_wanted=["bread", "rice"])
    assert choosy["parcel"] is None
    assert (
        choosy["left_out"]
        == [
            "パン：希望されないため入れていません / bread: left out, they do not want it",
            "米：希望されないため入れていません / rice: left out, they do not want it",
        ]
        or len(choosy["left_out"]) == 2
    )


def test_nothing_is_packed_before_somebody_has_asked_what_they_cannot_eat(shelves):
    shelves.stock()
    visit_id = shelves.do("record_visit", household={"size": 2})["visit_id"]
    refusal = shelves.refused("allergies_not_asked", "pack_parcel", visit_id=visit_id)
    assert refusal.details["field"] == "household.allergies"
    packed = shelves.do("pack_parcel", visit_id=visit_id, household={"allergies": []})
    assert packed["parcel"]["visit_id"] == visit_id


# -- known again ----------------------------------------------------------------------------------


def test_a_card_leads_to_what_is_known_and_a_new_number_to_somebody_new(shelves):
    shelves.stock(label="mandatory", contents=["egg"])
    first = shelves.do("record_visit", card="0042", household=NO_EGG)
    again = shelves.do("hand_out", card="0042")
    assert again["visit"]["visitor_id"] == first["visitor_id"]
    assert again["parcel"] is None and "卵" in again["left_out"][0]
    [row] = shelves("list_visitors", card="0042")["visitors"]
    assert (row["visits"], row["visitor_id"]) == (2, first["visitor_id"])
    other = shelves.do("record_visit", card="0043")
    assert other["visitor_id"] not in (None, first["visitor_id"])
    shelves.refused("card_taken", "issue_card", visitor_id=other["visitor_id"], card="0042")


def test_what_is_known_is_read_with_a_purpose_and_can_be_forgotten(shelves):
    household = NO_EGG | {"diets": ["halal"], "cannot_cook": True}
    words = {"nickname": "赤い帽子の人", "note": "娘さんの話をした"}
    id = shelves.visitor(card="0077", household=household, **words)
    known = shelves("read_visitor", visitor_id=id, **AIDE_READS)
    assert known["nickname"] == "赤い帽子の人" and known["household"]["allergies"] == ["egg"]
    assert known["household"]["diets"] == ["halal"]
    assert "赤い帽子" not in str(shelves("get_visitor", visitor_id=id))
    shelves.find_faults("read_visitor", visitor_id=id)
    with shelves.facts() as facts:
        shelves.do("forget_visitor", visitor_id=id)
    assert [kind for kind, _ in facts] == ["visitor_forgotten"]
    shelves.refused("visitor_forgotten", "read_visitor", visitor_id=id, purpose="contact")
    somebody_new = shelves.do("record_visit", card="0077")["visitor_id"]
    assert somebody_new not in (None, id)
    with shelves.platform.runtime("foodbank").store.work() as work:
        events = work.store.load_events(work.connection, f"visitor-{id}")
    assert {getattr(e, "nickname", None) for e in events} == {None}
    assert {getattr(e, "allergies", None) for e in events} == {None}


def test_only_the_food_bank_acts_at_the_food_bank(shelves, waiting):
    for method, arguments in (
        ("record_visit", {}),
        ("register_visitor", {}),
        ("pack_parcel", {"visit_id": waiting["visit_id"]}),
        ("read_visitor", {"visitor_id": "v1", "purpose": "contact"}),
    ):
        shelves.refused("not_this_desk", method, by="tax_collection", **arguments)


# -- deliveries and what comes back ---------------------------------------------------------------


@pytest.fixture
def delivery(shelves, waiting, today):
    """A parcel promised for the next working day, good for five days more."""
    shelves.stock(expires_on=str(today + timedelta(days=5)))
    due_on = str(add_working_days(today, 1))
    asked = {"how": "delivery", "due_on": due_on, "deliver_to": "緑ヶ丘 1-2-1"}
    packed = shelves.do("pack_parcel", visit_id=waiting["visit_id"], **asked)
    return packed["parcel"]


def test_a_promised_delivery_is_owed_until_it_is_made(shelves, delivery, today):
    id = delivery["parcel_id"]
    assert shelves.promises("parcel")[id] == ("food_bank", "deliver", delivery["due_on"])
    assert delivery["visit_id"] not in shelves.promises()  # owed once, by the parcel
    read = shelves.do("read_parcel", parcel_id=id, purpose="deliver")
    assert read["deliver_to"] == "緑ヶ丘 1-2-1"
    with shelves.facts() as facts:
        shelves.do("promise_delivery", parcel_id=id, due_on=str(today + timedelta(days=5)))
        shelves.do("give_parcel", parcel_id=id)
    assert [kind for kind, _ in facts] == ["delivery_promised", "parcel_given"]
    assert facts[1][1]["how"] == "delivery" and "緑ヶ丘" not in str(facts)
    assert id not in shelves.promises()
    assert shelves("get_visit", visit_id=delivery["visit_id"])["state"] == "helped"


def test_no_day_is_promised_on_which_the_food_is_out_of_date(shelves, delivery, today):
    day = {"parcel_id": delivery["parcel_id"], "due_on": str(today + timedelta(days=6))}
    shelves.refused("food_expired", "promise_delivery", **day)
    asked = {"visit_id": shelves.do("record_visit", household=ALONE)["visit_id"]}
    asked |= {"how": "delivery", "due_on": str(today + timedelta(days=6))}
    packed = shelves.do("pack_parcel", **asked)
    assert packed["parcel"] is None and "期限" in packed["left_out"][0]


def test_a_delivery_needs_a_day(shelves, waiting):
    shelves.stock()
    packing = {"visit_id": waiting["visit_id"], "how": "delivery"}
    refusal = shelves.refused("delivery_day_required", "pack_parcel", **packing)
    assert refusal.details["field"] == "due_on"


def test_nobody_home_puts_the_food_back_and_the_visit_waits_again(shelves, delivery, today):
    [lot] = delivery["lines"]
    before = shelves("trace_stock", lot_id=lot)
    assert (before["on_shelf"], before["in_parcels"]) == (17, 3)
    with shelves.facts() as facts:
        back = shelves.do("take_back_parcel", parcel_id=delivery["parcel_id"], reason="nobody_home")
    assert [kind for kind, _ in facts] == ["parcel_taken_back", "food_promised"]
    due_on = add_working_days(today, 3).isoformat()
    owed = shelves.promises("visit")[back["visit"]["visit_id"]]
    assert owed == ("food_bank", "pack_parcel", due_on)
    after = shelves("trace_stock", lot_id=lot)
    assert (after["on_shelf"], after["in_parcels"], after["parcels"]) == (20, 0, [])
    shelves.refused("state_not_allowed", "give_parcel", parcel_id=delivery["parcel_id"])


def test_an_allergy_that_was_told_after_packing_is_kept_to(shelves):
    shelves.stock(label="mandatory", contents=["milk"])
    visit = shelves.do("record_visit", card="0099", household=ALONE)
    parcel = shelves.do("pack_parcel", visit_id=visit["visit_id"])["parcel"]
    milk = {"visitor_id": visit["visitor_id"], "household": {"allergies": ["milk"]}}
    shelves.do("describe_visitor", **milk)
    refusal = shelves.refused("food_contains", "give_parcel", parcel_id=parcel["parcel_id"])
    assert refusal.details["remedy"]


def test_waiting_may_end_without_a_parcel(shelves, waiting):
    ending = {"visit_id": waiting["visit_id"], "reason": "found_food_elsewhere"}
    with shelves.facts() as facts:
        assert shelves.do("end_waiting", **ending)["state"] == "ended"
    assert [(kind, data["reason"]) for kind, data in facts] == [
        ("waiting_ended", "found_food_elsewhere")
    ]
    assert waiting["visit_id"] not in shelves.promises()


# -- shapes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "body", "fields"),
    [
        ("record_visit", {"household": {"size": 0}}, ["household.size"]),
        ("record_visit", {"household": {"allergies": ["eggs"]}}, ["household.allergies.0"]),
        ("record_visit", {"household": {"diets": "halal"}}, ["household.diets"]),
        ("record_visit", {"name": "座間太郎"}, ["name"]),
        ("record_visit", {"on": "2999-01-01", "card": "?"}, ["card", "on"]),
        ("hand_out", {"days": 0, "not_wanted": ["caviar"]}, ["days", "not_wanted.0"]),
        ("pack_parcel", {"visit_id": "k", "how": "by_drone"}, ["how"]),
        ("pack_parcel", {"visit_id": "k", "household": {"size": 2}}, ["household.size"]),
        ("end_waiting", {"visit_id": "k", "reason": "bored"}, ["reason"]),
        ("take_back_parcel", {"parcel_id": "b"}, ["reason"]),
        ("list_visits", {"by": None, "state": "lost"}, ["by", "state"]),
        ("list_promises", {"by": None, "kind": "case"}, ["by", "kind"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_shape_names_every_field_and_changes_nothing(foodbank, method, body, fields):
    assert foodbank.find_faults(method, **body) == fields


def test_a_visit_that_is_not_known_is_not_found(foodbank):
    foodbank.refused("not_found", "pack_parcel", visit_id="nowhere")
    foodbank.refused("not_found", "record_visit", visitor_id="nobody")


def test_lists_go_on_where_they_ended(shelves):
    ids = {shelves.do("record_visit", household=ALONE)["visit_id"] for _ in range(3)}
    seen, after = set(), None
    while True:
        page = shelves(
            "list_visits", state="waiting", limit=2, **({"after": after} if after else {})
        )
        seen |= {visit["visit_id"] for visit in page["visits"]}
        if (after := page["next"]) is None:
            break
    assert ids <= seen


def test_after_all_this_the_service_finds_no_fault_with_itself(foodbank):
    assert foodbank.verify() == []
