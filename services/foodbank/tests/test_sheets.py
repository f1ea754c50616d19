"""A family without food, sent by a sheet: from the other desk to the parcel and back."""

import pytest

FAMILY = {"size": 4, "children": 2, "allergies": [], "diets": []}
SENDER = "consultation_support"


@pytest.fixture
def sent(shelves):
    return shelves.refer(issues=["no_food"])


def state_at_referral(foodbank, sent):
    foodbank.platform.wait_until_level()
    return foodbank.platform.call("referral", "get_referral", id=sent["referral_id"])


def answers(facts):
    return [(data["state"], data["code"]) for kind, data in facts if kind == "sheet_answered"]


def test_a_sheet_waits_for_an_answer_and_is_an_open_need(shelves, sent):
    sheet = shelves.sheet(sent["referral_id"])
    assert (sheet["state"], sheet["from_desk"], sheet["issues"]) == (
        "requested",
        SENDER,
        ["no_food"],
    )
    owed = shelves.promises("sheet")[sent["referral_id"]]
    assert owed == ("food_bank", "answer", sent["due_on"])


def test_a_family_sent_by_a_sheet_gets_its_parcel_and_the_sender_sees_the_outcome(shelves, sent):
    shelves.stock(units=40)
    with shelves.facts() as facts:
        visit = shelves.do("record_visit", referral_id=sent["referral_id"], household=FAMILY)
        packed = shelves.do("pack_parcel", visit_id=visit["visit_id"])
        shelves.do("give_parcel", parcel_id=packed["parcel"]["parcel_id"])
    assert answers(facts) == [
        ("accepted", None),
        ("in_progress", None),
        ("completed", "parcel_given"),
    ]
    given = dict(facts)["parcel_given"]
    assert (given["person_id"], given["case_id"]) == (sent["person_id"], sent["case_id"])
    assert given["referral_id"] == sent["referral_id"]
    linked = dict(facts)["visitor_linked"]
    assert (linked["person_id"], linked["basis"]) == (sent["person_id"], "sheet")
    assert "visitor_came" not in dict(facts)  # they had come before, to whoever sent them
    at_referral = state_at_referral(shelves, sent)
    assert (at_referral["state"], at_referral["outcome"]) == ("completed", "parcel_given")
    assert shelves.sheet(sent["referral_id"])["state"] == "completed"


def test_sent_again_they_are_the_same_visitor(shelves, sent):
    first = shelves.do("record_visit", referral_id=sent["referral_id"], household=FAMILY)
    ids = {name: sent[name] for name in ("person_id", "case_id")}
    again = shelves.refer(**ids)
    second = shelves.do("record_visit", referral_id=again["referral_id"])
    assert first["visitor_id"] == second["visitor_id"] is not None


def test_with_an_empty_shelf_the_sheet_stays_in_progress_and_we_owe_the_next_step(shelves, sent):
    served = shelves.do("hand_out", referral_id=sent["referral_id"], household=FAMILY)
    assert served["parcel"] is None
    assert state_at_referral(shelves, sent)["state"] == "in_progress"
    assert shelves.promises("visit")[served["visit"]["visit_id"]][1] == "call_when_stock"
    ending = {"visit_id": served["visit"]["visit_id"], "reason": "moved_away"}
    shelves.do("end_waiting", **ending)
    at_referral = state_at_referral(shelves, sent)
    assert (at_referral["state"], at_referral["reason"]) == ("failed", "moved_away")
    assert at_referral["owner_desk"] == SENDER  # the need is back where it came from


def test_a_rejected_sheet_returns_to_its_sender(shelves, sent):
    answer = {"referral_id": sent["referral_id"], "state": "rejected", "code": "no_capacity"}
    shelves.do("answer_sheet", **answer)
    assert sent["referral_id"] not in shelves.promises()
    at_referral = state_at_referral(shelves, sent)
    assert (at_referral["state"], at_referral["owner_desk"]) == ("rejected", SENDER)


def test_a_sheet_that_its_sender_takes_back_meanwhile_leaves_the_parcel_owed(shelves, sent):
    shelves.stock(units=40)
    visit = shelves.do("record_visit", referral_id=sent["referral_id"], household=FAMILY)
    cancel = {"by": SENDER, "referral_id": sent["referral_id"], "reason": "not_wanted"}
    shelves.platform.wait_until_level()
    shelves.platform.call("referral", "cancel", **cancel)
    shelves.platform.wait_until_level()
    assert shelves.sheet(sent["referral_id"])["state"] == "cancelled"
    assert visit["visit_id"] in shelves.promises("visit")  # the family is hungry all the same
    with shelves.facts() as facts:
        packed = shelves.do("pack_parcel", visit_id=visit["visit_id"])
        shelves.do("give_parcel", parcel_id=packed["parcel"]["parcel_id"])
    assert answers(facts) == []
    assert state_at_referral(shelves, sent)["state"] == "cancelled"


def test_another_desk_does_not_answer_for_the_food_bank(shelves, sent):
    answer = {"by": "livelihood", "referral_id": sent["referral_id"], "state": "accepted"}
    shelves.refused("sheet_not_yours", "answer_sheet", **answer)


def test_a_sheet_that_never_arrived_sends_nobody(shelves):
    shelves.refused("not_found", "record_visit", referral_id="r-unknown")


def test_after_all_this_nobody_finds_a_fault(foodbank):
    assert foodbank.verify() == []
    referral = foodbank.platform.runtime("referral")
    assert referral.verify(lambda done, total: None) == []
