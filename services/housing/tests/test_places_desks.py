"""The shelter's and the residence desk's commands over the whole service."""

from datetime import timedelta

import pytest

from services.housing.tests.conftest import (
    BENEFIT_DESK,
    RESIDENCE_DESK,
    SHELTER_DESK,
)
from tsunagu.process.ids import new_id

SHELTER = {"by": SHELTER_DESK}
RESIDENCE = {"by": RESIDENCE_DESK}


# -- shelter --------------------------------------------------------------------------------------


def places(housing, shelter_id):
    [row] = [s for s in housing("list_shelters") if s["shelter_id"] == shelter_id]
    return row["capacity"], row["taken"], row["free"]


def test_a_full_shelter_takes_nobody_and_a_place_freed_is_taken_again(housing):
    shelter = housing.shelter(capacity=2)
    first = housing.check_in(shelter, places=1)
    housing.check_in(shelter)
    assert places(housing, shelter) == (2, 2, 0)
    asked = {**SHELTER, "shelter_id": shelter, "person_id": new_id()}
    assert housing.refused("shelter_full", "check_in", **asked).details["free"] == 0
    told = housing(
        "check_out",
        stay_id=first["stay_id"],
        **SHELTER,
        reason="left_early",
        next_place="street",
        note="夜のうちに",
    )
    assert (told["state"], told["ended_because"], told["free"]) == ("ended", "left_early", 1)
    assert housing("check_in", **asked)["free"] == 0


def test_the_capacity_is_not_reduced_below_the_people_who_are_there(housing):
    shelter = housing.shelter(capacity=3)
    housing.check_in(shelter, places=2)
    asked = {"shelter_id": shelter, **SHELTER}
    refusal = housing.refused(
        "capacity_below_occupancy", "set_shelter_capacity", **asked, capacity=1
    )
    assert refusal.details["taken"] == 2
    with housing.facts() as facts:
        assert housing("set_shelter_capacity", **asked, capacity=2)["free"] == 0
    assert facts == [
        (
            "shelter_capacity_set",
            {"shelter_id": shelter, "on": facts[0][1]["on"], "capacity": 2, "taken": 2},
        )
    ]


def test_days_left_stand_on_the_list_and_go_with_an_extension(housing, today):
    shelter = housing.shelter()
    until = today + timedelta(days=20)
    stay = housing.check_in(shelter, until=until.isoformat())["stay_id"]

    def days_left():
        [row] = housing("list_stays", shelter_id=shelter)["stays"]
        return row["days_left"]

    assert days_left() == 20
    asked = {"stay_id": stay, **SHELTER}
    housing("extend_stay", **asked, until=(until + timedelta(days=30)).isoformat())
    assert days_left() == 50
    refusal = housing.refused("stay_too_long", "extend_stay", **asked, until="2999-01-01")
    assert refusal.details["latest"] > today.isoformat()


def test_nobody_stays_in_two_places_at_once(housing):
    person = new_id()
    stay = housing.check_in(housing.shelter(), person_id=person)["stay_id"]
    asked = {**SHELTER, "shelter_id": housing.shelter(), "person_id": person}
    assert housing.refused("already_staying", "check_in", **asked).details["id"] == stay
    housing("check_out", stay_id=stay, **SHELTER, reason="moved_on", next_place="other_shelter")
    assert housing("check_in", **asked)["state"] == "staying"


def test_a_stay_ends_with_its_nights_and_where_to_and_no_word_of_the_note(housing, today):
    on = (today - timedelta(days=5)).isoformat()
    stay = housing.check_in(housing.shelter(), on=on)["stay_id"]
    with housing.facts() as facts:
        housing(
            "check_out",
            stay_id=stay,
            **SHELTER,
            reason="moved_on",
            next_place="dormitory",
            note="寮へ",
        )
    [(kind, data)] = facts
    assert kind == "stay_ended" and "note" not in data
    assert (data["nights"], data["reason"], data["next_place"]) == (5, "moved_on", "dormitory")
    asked = {"kind": "stay", "id": stay, "by": SHELTER_DESK, "purpose": "handover"}
    assert housing("read_details", **asked) == {"note": "寮へ"}


@pytest.mark.parametrize(
    ("method", "asked", "at_fault"),
    [
        ("open_shelter", {"title": "", "capacity": -1}, ["capacity", "title"]),
        ("set_shelter_capacity", {"shelter_id": "s"}, ["capacity"]),
        ("check_in", {"shelter_id": "s", "person_id": "p1", "places": 0}, ["places"]),
        ("check_out", {"stay_id": "s", "reason": "tired"}, ["reason"]),
        ("check_out", {"stay_id": "s", "reason": "other", "next_place": "moon"}, ["next_place"]),
        ("extend_stay", {"stay_id": "s", "until": "soon"}, ["until"]),
    ],
)
def test_wrong_shapes_at_the_shelter(housing, method, asked, at_fault):
    assert housing.find_faults(method, **SHELTER, **asked) == at_fault


# -- flats and landlords --------------------------------------------------------------------------


def apply_to(housing, search, landlord, rent=40_000):
    asked = {"search_id": search, **RESIDENCE, "landlord_id": landlord, "rent": rent}
    return housing("apply_for_flat", **asked)["application_id"]


def test_one_landlord_refuses_another_agrees_and_the_person_moves_in_and_is_watched_over(housing):
    stern, kind_one = housing.landlord(), housing.landlord(accepts=["no_guarantor", "age"])
    case = new_id()
    search = housing.search(
        case_id=case, wishes=["ground_floor"], rent_up_to=41_000, words="犬がいる"
    )
    asked = {"search_id": search, **RESIDENCE}
    with housing.facts() as facts:
        housing("view_flat", **asked, landlord_id=stern, address="相武台 1-2-3")
        no = apply_to(housing, search, stern)
        told = housing(
            "note_refusal", **asked, application_id=no, reason="no_guarantor", note="電話で"
        )
        assert (told["state"], told["next_step"]) == ("searching", "apply_elsewhere")
        yes = apply_to(housing, search, kind_one)
        housing("note_agreement", **asked, application_id=yes)
        refusal = housing.refused("guarantor_unknown", "move_in", **asked, application_id=yes)
        assert refusal.details["field"] == "guarantor"
        housing("note_guarantor", **asked, guarantor="guarantee_company", name="保証（株）")
        moved = housing("move_in", **asked, application_id=yes, address="相武台 4-5-6")
    assert moved["ended_because"] == "moved_in"
    kinds = [kind for kind, _ in facts]
    assert kinds == [
        "flat_applied_for",
        "landlord_refused",
        "flat_applied_for",
        "landlord_agreed",
        "guarantor_found",
        "moved_in",
        "flat_search_ended",
        "watch_over_begun",
    ]
    assert all(data["case_id"] == case for _, data in facts)
    assert facts[1][1]["reason"] == "no_guarantor" and facts[-2][1]["refusals"] == 1
    secret = {"rent", "rent_up_to", "address", "name", "note", "words"}
    assert not any(secret & set(data) for _, data in facts)
    details = housing(
        "read_details", kind="flat_search", id=search, by=RESIDENCE_DESK, purpose="handover"
    )
    assert details["wishes"] == {"rent_up_to": 41_000, "words": "犬がいる"}
    assert details["home"] == "相武台 4-5-6"
    shown = housing("get_flat_search", search_id=search)
    assert [a["state"] for a in shown["applications"]].count("refused") == 1
    watch = housing("get_watch_over", watch_id=moved["watch_id"])
    assert watch["state"] == "watching" and len(watch["visits"]) in (25, 26)


def test_landlords_show_how_they_were_won_whom_they_accept_and_how_they_answered(housing):
    code = f"only-{new_id()[:8]}"
    landlord = housing.landlord(accepts=[code], won_by="partner", kind="owner")
    search = housing.search()
    for reason in ("age", "age", "income"):
        application = apply_to(housing, search, landlord)
        housing(
            "note_refusal",
            search_id=search,
            application_id=application,
            **RESIDENCE,
            reason=reason,
        )
    application = apply_to(housing, search, landlord)
    housing("note_agreement", search_id=search, application_id=application, **RESIDENCE)
    apply_to(housing, search, landlord)
    [row] = housing("list_landlords", accepts=code)["landlords"]
    assert row["landlord_id"] == landlord and row["won_by"] == "partner"
    assert (row["asked"], row["agreed"], row["refused"]) == (5, 1, 3)
    assert row["refusal_reasons"] == {"age": 2, "income": 1}
    assert housing("list_landlords", accepts=code, kind="estate_agent")["landlords"] == []
    housing("change_landlord", landlord_id=landlord, **RESIDENCE, accepts=["age"])
    assert housing("list_landlords", accepts=code)["landlords"] == []


def test_a_landlords_name_is_read_with_a_purpose_and_changed_piece_by_piece(housing):
    landlord = housing.landlord()
    asked = {"landlord_id": landlord, **RESIDENCE}
    housing("change_landlord", **asked, details={"phone": "046-000-0000"})
    told = housing("read_landlord", landlord_id=landlord, by=BENEFIT_DESK, purpose="payment")
    assert told["details"] == {
        "name": "相模 花子",
        "contact": None,
        "phone": "046-000-0000",
        "account": "1234567",
    }
    assert housing.find_faults("read_landlord", landlord_id=landlord, by=BENEFIT_DESK) == [
        "purpose"
    ]


def test_a_move_without_watching_over_where_the_person_does_not_want_it(housing):
    search = housing.search()
    asked = {"search_id": search, **RESIDENCE}
    application = apply_to(housing, search, housing.landlord())
    housing("note_agreement", **asked, application_id=application)
    housing("note_guarantor", **asked, guarantor="not_needed")
    told = housing("move_in", **asked, application_id=application, watch_over=None)
    assert told["watch_id"] is None


def test_searches_are_listed_with_their_next_step_and_may_be_given_up(housing):
    person = new_id()
    search = housing.search(person_id=person)
    [row] = housing("list_flat_searches", person_id=person)["searches"]
    assert (row["search_id"], row["next_step"]) == (search, "view_flats")
    told = housing("give_up_search", search_id=search, **RESIDENCE, reason="own_wish")
    assert told["ended_because"] == "own_wish"
    assert housing("list_flat_searches", person_id=person)["searches"] == []
    [row] = housing("list_flat_searches", person_id=person, state="ended")["searches"]
    assert row["reason"] == "own_wish"


@pytest.mark.parametrize(
    ("method", "asked", "at_fault"),
    [
        ("begin_flat_search", {"person_id": "p1", "wishes": ["犬"]}, ["wishes.0"]),
        ("begin_flat_search", {"person_id": "p1", "rent_up_to": -1}, ["rent_up_to"]),
        (
            "note_refusal",
            {"search_id": "s", "application_id": "a", "reason": "匂い"},
            ["reason"],
        ),
        ("win_landlord", {"kind": "bank", "won_by": "luck"}, ["kind", "won_by"]),
        (
            "win_landlord",
            {"kind": "owner", "won_by": "partner", "details": {"tel": "1"}},
            ["details.tel"],
        ),
        (
            "move_in",
            {"search_id": "s", "application_id": "a", "watch_over": {"every_days": 0}},
            ["watch_over.every_days"],
        ),
        ("record_visit", {"watch_id": "w"}, ["met"]),
        ("end_watch_over", {"watch_id": "w", "reason": "x"}, ["reason"]),
    ],
)
def test_wrong_shapes_at_the_residence_desk(housing, method, asked, at_fault):
    assert housing.find_faults(method, **RESIDENCE, **asked) == at_fault


@pytest.mark.parametrize("method", ["get_flat_search", "get_watch_over"])
def test_what_is_not_known_is_not_found(housing, method):
    name = {"get_flat_search": "search_id", "get_watch_over": "watch_id"}[method]
    housing.refused("not_found", method, **{name: "nowhere"})


# -- watching over --------------------------------------------------------------------------------


def test_visits_are_recorded_and_the_year_handed_over(housing, today):
    person = new_id()
    # A fortnight on falls on a closed day perhaps, and moves: it must have been all the same.
    on = (today - timedelta(days=25)).isoformat()
    asked = {**RESIDENCE, "person_id": person, "on": on, "every_days": 14}
    watch = housing("begin_watch_over", **asked)["watch_id"]
    first = housing("get_watch_over", watch_id=watch)["visits"][0]["scheduled_on"]
    visiting = {"watch_id": watch, **RESIDENCE}
    with housing.facts() as facts:
        housing("record_visit", **visiting, met=False, on=first, note="電気はついていた")
        told = housing("record_visit", **visiting, met=True, on=first)
        assert told["next_step"] == "visit"
        housing(
            "end_watch_over", **visiting, reason="handed_over", to_desk="elderly", note="包括へ"
        )
    assert [kind for kind, _ in facts] == ["visit_made", "visit_made", "watch_over_ended"]
    assert [data.get("met") for _, data in facts] == [False, True, None]
    assert facts[-1][1]["to_desk"] == "elderly" and facts[-1][1]["visits_made"] == 1
    shown = housing("get_watch_over", watch_id=watch)
    assert shown["state"] == "ended"
    states = [visit["state"] for visit in shown["visits"]]
    assert states[0] == "made" and set(states[1:]) == {"dropped"}
    details = housing(
        "read_details", kind="watch_over", id=watch, by=RESIDENCE_DESK, purpose="handover"
    )
    assert details["notes"] == [{"on": first, "note": "電気はついていた"}]
    housing.refused("interval_not_offered", "begin_watch_over", **asked | {"every_days": 5})


def test_verify_is_clean_after_all_of_it(housing):
    assert housing.verify() == []
