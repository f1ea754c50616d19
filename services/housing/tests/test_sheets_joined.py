"""Sheets sent to the three desks: taken up, answered, closed by what came of them; and refused."""

from datetime import timedelta

import pytest

from services.housing.tests.conftest import (
    BENEFIT_DESK,
    RESIDENCE_DESK,
    SENDER,
    SHELTER_DESK,
)
from tsunagu.process.ids import new_id


def referral_now(housing, referral_id):
    """Where the referral service has the sheet, once everything has arrived."""
    housing.platform.wait_until_level()
    row = housing.platform.call("referral", "get_referral", id=referral_id)
    return row["state"], row["outcome"] or row["reason"]


def whose(housing, kind, id):
    [row] = [
        c
        for c in housing("list_courses", kind=kind, state="all", limit=500)["courses"]
        if c["id"] == id
    ]
    return row["person_id"], row["case_id"], row["referral_id"]


def test_a_sheet_begins_a_benefit_says_whose_it_is_and_is_completed_by_its_end(housing, alone):
    sheet = housing.sheet(BENEFIT_DESK)
    id = sheet["referral_id"]
    assert (sheet["state"], sheet["desk"], sheet["issues"]) == (
        "requested",
        BENEFIT_DESK,
        ["housing_instability"],
    )
    benefit = housing.application(referral_id=id)
    assert whose(housing, "benefit", benefit) == (sheet["person_id"], sheet["case_id"], id)
    assert referral_now(housing, id) == ("in_progress", None)
    asked = {"benefit_id": benefit, "by": BENEFIT_DESK}
    housing("decide_benefit", **asked, figures=alone)
    assert housing.sheet_now(id)[0] == "in_progress"
    housing("stop_benefit", **asked, reason="found_work", from_month="2000-01")
    assert housing.sheet_now(id) == ("completed", "found_work")
    assert referral_now(housing, id) == ("completed", "found_work")


def test_a_benefit_refused_gives_the_need_back_to_the_sender(housing, alone):
    sheet = housing.sheet(BENEFIT_DESK)
    id = sheet["referral_id"]
    benefit = housing.application(referral_id=id)
    figures = alone | {"income": 300_000}
    housing("decide_benefit", benefit_id=benefit, by=BENEFIT_DESK, figures=figures)
    assert referral_now(housing, id) == ("failed", "refused")
    needs = housing.platform.call("referral", "list_needs", desk=SENDER, limit=500)["needs"]
    [need] = [n for n in needs if n["need_id"] == sheet["need_id"]]
    assert need["owner_desk"] == SENDER and need["next_step"] and need["due_on"]


@pytest.mark.parametrize(
    ("reason", "next_place", "state"),
    [("moved_on", "flat", "completed"), ("left_early", "street", "failed")],
    ids=["as_planned", "early"],
)
def test_a_stay_closes_its_sheet_by_how_it_ended(housing, reason, next_place, state):
    sheet = housing.sheet(SHELTER_DESK)
    stay = housing.check_in(housing.shelter(), referral_id=sheet["referral_id"])["stay_id"]
    asked = {"stay_id": stay, "by": SHELTER_DESK, "reason": reason, "next_place": next_place}
    housing("check_out", **asked)
    assert referral_now(housing, sheet["referral_id"]) == (state, reason)


def test_moving_in_completes_the_sheet_while_the_watch_over_goes_on(housing):
    sheet = housing.sheet(RESIDENCE_DESK)
    search = housing.search(referral_id=sheet["referral_id"])
    asked = {"search_id": search, "by": RESIDENCE_DESK}
    application = housing("apply_for_flat", **asked, landlord_id=housing.landlord(), rent=40_000)[
        "application_id"
    ]
    housing("note_agreement", **asked, application_id=application)
    housing("note_guarantor", **asked, guarantor="npo")
    watch = housing("move_in", **asked, application_id=application)["watch_id"]
    assert referral_now(housing, sheet["referral_id"]) == ("completed", "moved_in")
    assert whose(housing, "watch_over", watch) == (sheet["person_id"], sheet["case_id"], None)


def test_a_watch_over_may_begin_from_a_sheet_of_its_own(housing):
    sheet = housing.sheet(RESIDENCE_DESK)
    asked = {"by": RESIDENCE_DESK, "referral_id": sheet["referral_id"]}
    watch = housing("begin_watch_over", **asked)["watch_id"]
    assert referral_now(housing, sheet["referral_id"])[0] == "in_progress"
    housing("end_watch_over", watch_id=watch, by=RESIDENCE_DESK, reason="own_wish")
    assert referral_now(housing, sheet["referral_id"]) == ("failed", "own_wish")


def test_moving_costs_paid_complete_their_sheet(housing, today):
    sheet = housing.sheet(BENEFIT_DESK)
    asked = {
        "by": BENEFIT_DESK,
        "referral_id": sheet["referral_id"],
        "household_id": sheet["person_id"],
        "documents": [],
    }
    moving = housing("apply_for_moving_costs", **asked)["moving_id"]
    figures = {
        "size": 1,
        "income": 0,
        "assets": 0,
        "rent": 50_000,
        "fell_on": (today - timedelta(days=30)).isoformat(),
        "costs": {"transport": 30_000},
    }
    housing("decide_moving_costs", moving_id=moving, by=BENEFIT_DESK, figures=figures)
    housing("pay_moving_costs", moving_id=moving, by=BENEFIT_DESK)
    assert referral_now(housing, sheet["referral_id"]) == ("completed", "paid")


def test_a_desk_may_reject_a_sheet_and_nothing_begins_from_it(housing):
    id = housing.sheet(SHELTER_DESK)["referral_id"]
    answer = {"by": SHELTER_DESK, "state": "rejected", "code": "no_capacity"}
    housing("answer_sheet", referral_id=id, **answer)
    assert referral_now(housing, id) == ("rejected", "no_capacity")
    asked = {"by": SHELTER_DESK, "shelter_id": housing.shelter(), "referral_id": id}
    assert housing.refused("sheet_not_open", "check_in", **asked).details["remedy"]


def test_a_sheet_waits_on_hold_for_a_place_and_is_taken_up_when_there_is_one(housing):
    shelter = housing.shelter(capacity=0)
    id = housing.sheet(SHELTER_DESK)["referral_id"]
    housing.refused("shelter_full", "check_in", by=SHELTER_DESK, shelter_id=shelter, referral_id=id)
    assert housing.sheet_now(id)[0] == "requested"  # refused: not even accepted
    for state, code in (("accepted", None), ("in_progress", None), ("on_hold", "no_capacity")):
        housing("answer_sheet", referral_id=id, by=SHELTER_DESK, state=state, code=code)
    housing("set_shelter_capacity", shelter_id=shelter, by=SHELTER_DESK, capacity=1)
    housing.check_in(shelter, referral_id=id)
    assert referral_now(housing, id)[0] == housing.sheet_now(id)[0] == "in_progress"


def test_a_sheet_cancelled_by_its_sender_begins_nothing(housing):
    id = housing.sheet(BENEFIT_DESK)["referral_id"]
    housing.platform.call("referral", "cancel", referral_id=id, by=SENDER, reason="not_wanted")
    housing.platform.wait_until_level()
    asked = {"by": BENEFIT_DESK, "referral_id": id, "household_id": "1"}
    housing.refused("sheet_not_open", "apply_for_benefit", **asked)


def test_cancelled_while_the_desk_works_the_work_goes_on_and_the_sheet_stays_cancelled(
    housing, alone
):
    sheet = housing.sheet(BENEFIT_DESK)
    benefit = housing.application(referral_id=sheet["referral_id"])
    housing.platform.wait_until_level()
    housing.platform.call(
        "referral",
        "cancel",
        referral_id=sheet["referral_id"],
        by=SENDER,
        reason="moved_away",
    )
    housing.platform.wait_until_level()
    told = housing("decide_benefit", benefit_id=benefit, by=BENEFIT_DESK, figures=alone)
    assert told["granted"] and told["owner_desk"] == BENEFIT_DESK
    housing(
        "stop_benefit", benefit_id=benefit, by=BENEFIT_DESK, reason="moved", from_month="2000-01"
    )
    assert housing.sheet_now(sheet["referral_id"])[0] == "cancelled"
    assert referral_now(housing, sheet["referral_id"])[0] == "cancelled"


def test_a_sheet_to_one_of_our_desks_begins_nothing_at_another(housing):
    id = housing.sheet(SHELTER_DESK)["referral_id"]
    asked = {"by": RESIDENCE_DESK, "referral_id": id}
    assert (
        SHELTER_DESK
        in housing.refused("sheet_for_other_desk", "begin_flat_search", **asked).message
    )
    asked = {"by": SHELTER_DESK, "referral_id": id}
    housing.refused("not_this_desks_work", "begin_flat_search", **asked)


def test_sheets_to_other_programmes_are_not_ours(housing):
    before = housing("list_sheets", state="all", limit=500)["sheets"]
    housing.platform.call(
        "referral",
        "refer",
        by=SENDER,
        to="household_budget",
        person_id=new_id(),
        consent_id="k1",
    )
    housing.platform.wait_until_level()
    assert housing("list_sheets", state="all", limit=500)["sheets"] == before


def test_verify_is_clean_after_all_of_it(housing):
    assert housing.verify() == []
