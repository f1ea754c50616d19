"""Work preparation and training placements as their desks have them."""

import pytest

from services.employment.domain.months import find_last_day
from services.employment.tests.people import PLACEMENT, PREPARING, TRAINING

PREP, TRAIN = {"by": PREPARING}, {"by": TRAINING}


def test_a_course_from_the_first_session_to_its_outcome(employment, today):
    with employment.facts() as facts:
        course = employment.preparing(person_id="p-prep", case_id="c3")
        id = {"preparation_id": course["preparation_id"]}
        assert course["ends_by"] == find_last_day(today, 12).isoformat()
        for session, attendance in (("farm_day", "present"), ("cooking", "absent")):
            employment("attend_session", **id, **PREP, session=session, attendance=attendance)
        employment("move_stage", **id, **PREP, stage="social", reason="comes_regularly")
        done = employment("end_preparation", **id, **PREP, outcome="job_search", note="元気に")
    assert done["state"] == "ended" and "元気" not in str(facts)
    row = employment("get_preparation", **id)
    assert (row["sessions"], row["attended"], row["stage"]) == (2, 1, "social")
    assert [s["session"] for s in row["sessions_held"]] == ["farm_day", "cooking"]
    assert [kind for kind, _ in facts if kind != "next_step_set"] == [
        "preparation_started",
        "session_attended",
        "session_attended",
        "preparation_stage_moved",
        "preparation_ended",
    ]
    assert all(data["case_id"] == "c3" for _, data in facts)


def test_a_session_of_many_is_recorded_for_all_or_for_none(employment):
    ids = [employment.preparing()["preparation_id"] for _ in range(3)]
    attenders = [{"preparation_id": id, "attendance": "present"} for id in ids]
    asked = {**PREP, "session": "walk", "attenders": attenders}
    assert employment("hold_session", **asked)["recorded"] == 3
    fourth = employment.preparing()["preparation_id"]
    again = [{"preparation_id": fourth, "attendance": "present"}, attenders[0]]
    employment.refused("recorded_twice", "hold_session", **asked | {"attenders": again})
    assert employment("get_preparation", preparation_id=fourth)["sessions"] == 0
    twice = [attenders[0], attenders[0]]
    refusal = employment.refused("invalid_input", "hold_session", **asked | {"attenders": twice})
    assert refusal.faults[0]["field"] == "attenders"


def test_the_year_is_extended_with_a_reason_on_record(employment, today):
    course = employment.preparing()
    id = {"preparation_id": course["preparation_id"]}
    until = find_last_day(today, 15).isoformat()
    employment.refused("invalid_input", "extend_preparation", **id, **PREP, until=until)
    extended = employment("extend_preparation", **id, **PREP, until=until, reason="was_ill")
    assert extended["ends_by"] == until
    assert employment("get_preparation", **id)["extensions"] == 1
    step = {"next_step": "call_back", "due_on": find_last_day(today, 16).isoformat()}
    employment.refused("past_allowed_end", "place_preparation", **id, **PREP, **step)


@pytest.mark.parametrize(
    ("method", "by"), [("start_preparation", PLACEMENT), ("start_training", PREPARING)]
)
def test_each_desk_begins_what_is_its_own(employment, method, by):
    asked = {"by": by, "person_id": "p1"}
    if method == "start_training":
        asked |= {"until": employment.day(9), "kind": "trial", "workplace_kind": "partner"}
        asked |= {"workplace": "chushinkai"}
    employment.refused("not_this_desks_move", method, **asked)


def test_a_placement_from_its_first_day_to_being_hired_there(employment):
    employer_id = employment.employer(name="ひばりが丘カフェ")
    placement = employment.in_training(
        workplace_kind="employer", workplace=employer_id, employed=True, wage=1300
    )
    id = {"training_id": placement["training_id"]}
    assert employment("get_employer", employer_id=employer_id)["result"] == "won"
    employment("record_training_day", **id, **TRAIN, attendance="present")
    employment.refused("recorded_twice", "record_training_day", **id, **TRAIN, attendance="late")
    until = employment.day(90)
    employment("extend_training", **id, **TRAIN, until=until, reason="goes_well")
    done = employment("end_training", **id, **TRAIN, result="hired_there")
    assert (done["state"], done["days"]) == ("ended", 1)
    row = employment("get_training", **id)
    assert (row["days"], row["attended"], row["until"]) == (1, 1, until)


def test_a_placement_at_an_employer_nobody_knows(employment):
    asked = {**TRAIN, "person_id": "p1", "until": employment.day(9), "kind": "trial"}
    asked |= {"workplace_kind": "employer", "workplace": "e-none"}
    employment.refused("not_found", "start_training", **asked)


@pytest.mark.parametrize(
    ("whose", "field"),
    [
        ({}, "person_id"),
        ({"person_id": "p1", "referral_id": "r1"}, "person_id"),
        ({"referral_id": "r1", "case_id": "c1"}, "case_id"),
    ],
    ids=["nobody", "both", "case_beside_sheet"],
)
def test_it_must_be_clear_whose_it_is(employment, whose, field):
    refusal = employment.refused("invalid_input", "start_preparation", **PREP, **whose)
    assert [f["field"] for f in refusal.faults] == [field] and refusal.faults[0]["remedy"]
