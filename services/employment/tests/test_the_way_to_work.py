"""From the registration to a job that lasts, as the desks have it: commands on a real database."""

from datetime import date

import pytest

from services.employment.tests.people import ELSEWHERE, PLACEMENT, PREPARING
from tsunagu.domain.calendar import add_months, add_working_days

AT_DESK = {"by": PLACEMENT}


def at(answer):
    return answer["state"], answer["owner_desk"], answer["next_step"]


# -- the whole way --------------------------------------------------------------------------------


def test_a_person_is_registered_introduced_hired_and_asked_after(employment, today):
    with employment.facts() as facts:
        seeker = employment.seeker(person_id="mr-shimura", rung=4, case_id="c9")
        assert at(seeker) == ("open", PLACEMENT, "make_plan")
        id = employment.introduced(seeker["seeker_id"])
        interview = {"interview_on": employment.day(3), "accompanied": True}
        asked = employment("arrange_interview", introduction_id=id, **AT_DESK, **interview)
        assert at(asked) == ("open", PLACEMENT, "hear_result")
        job = employment.hired(id, type="dispatch", open_ended=False)
        assert at(job) == ("open", PLACEMENT, "check_after_1_months")
        assert job["due_on"] == add_months(today, 1).isoformat()
        now = employment("get_seeker", seeker_id=seeker["seeker_id"])
        assert at(now) == ("open", PLACEMENT, "report_outcome")
        done = employment(
            "end_support", seeker_id=seeker["seeker_id"], **AT_DESK, outcome="found_work"
        )
        assert at(done) == ("ended", None, None)
    kinds = [kind for kind, _ in facts if kind not in ("next_step_set",)]
    assert [k for k in kinds if not k.startswith(("employer", "opening"))] == [
        "seeker_registered",
        "readiness_moved",
        "introduced",
        "interview_arranged",
        "introduction_settled",
        "hired",
        "support_ended",
    ]
    hired = dict(facts)["hired"]
    assert hired == {
        "record_id": job["record_id"],
        "seeker_id": seeker["seeker_id"],
        "person_id": "mr-shimura",
        "case_id": "c9",
        "on": today.isoformat(),
        "starts_on": today.isoformat(),
        "through": "introduction",
        "introduction_id": id,
        "opening_id": job["opening_id"],
        "employer_id": hired["employer_id"],
        "type": "dispatch",
        "wage": 1250,
        "wage_per": "hour",
        "hours_per_week": 24,
        "open_ended": False,
    }
    assert not any("仕上げ" in str(data) or "山田" in str(data) for _, data in facts)


def test_who_leaves_within_the_month_has_a_support_again_though_it_had_ended(employment):
    job = employment.hired(starts_on=employment.day())
    seeker_id = employment("get_job", record_id=job["record_id"])["seeker_id"]
    employment("end_support", seeker_id=seeker_id, **AT_DESK, outcome="found_work")
    with employment.facts() as facts:
        left = employment("leave_work", record_id=job["record_id"], **AT_DESK, reason="too_far")
    assert left["within_a_month"] and left["state"] == "ended"
    assert at(left["support"]) == ("open", PLACEMENT, "talk_about_leaving")
    assert left["support"]["due_on"] == add_working_days(employment.today, 2).isoformat()
    assert [kind for kind, _ in facts] == ["left_work", "support_reopened", "next_step_set"]
    again = employment("get_seeker", seeker_id=seeker_id)
    assert (again["state"], again["outcome"], again["ended_on"]) == ("open", None, None)
    assert again["jobs"] == 0


def test_who_comes_back_a_year_later_has_a_new_support_in_the_same_file(employment):
    first = employment.seeker()
    employment("end_support", seeker_id=first["seeker_id"], **AT_DESK, outcome="moved_away")
    second = employment.seeker(person_id=first["person_id"])
    assert second["seeker_id"] == first["seeker_id"] and second["registration"] == 2
    employment.refused(
        "already_registered", "register_seeker", **AT_DESK, person_id=first["person_id"]
    )


def test_a_job_found_alone_is_a_job_found(employment):
    seeker_id = employment.seeker()["seeker_id"]
    with employment.facts() as facts:
        employment(
            "record_job",
            **AT_DESK,
            seeker_id=seeker_id,
            through="hello_work",
            type="regular",
            starts_on=employment.day(7),
            employer="座間ホーム",
        )
    hired = dict(facts)["hired"]
    assert (hired["through"], hired["opening_id"]) == ("hello_work", None)
    assert "座間ホーム" not in str(facts)
    assert employment("get_seeker", seeker_id=seeker_id)["next_step"] == "report_outcome"


# -- hires and places -----------------------------------------------------------------------------


def test_the_last_place_ends_what_was_open_for_the_others(employment):
    opening_id = employment.opening(places=1)
    first, second = (employment.introduced(opening_id=opening_id) for _ in range(2))
    employment.hired(first)
    gone = employment("get_introduction", introduction_id=second)
    assert (gone["state"], gone["result"]) == ("ended", "opening_gone")
    assert employment("get_opening", opening_id=opening_id)["closed_because"] == "filled"
    seeker_id = employment.seeker()["seeker_id"]
    employment.refused(
        "opening_closed", "introduce", **AT_DESK, seeker_id=seeker_id, opening_id=opening_id
    )


def test_a_hire_that_came_to_nothing_is_not_counted_and_its_place_is_free(employment):
    opening_id = employment.opening(places=1)
    introduction_id = employment.introduced(opening_id=opening_id)
    job = employment.hired(introduction_id, starts_on=employment.day(10))
    with employment.facts() as facts:
        employment("withdraw_hire", record_id=job["record_id"], **AT_DESK, reason="did_not_start")
    assert [k for k, _ in facts if k != "next_step_set"] == [
        "hire_withdrawn",
        "opening_reopened",
        "introduction_settled",
    ]
    row = employment("get_job", record_id=job["record_id"])
    assert row["withdrawn"] and row["state"] == "ended"
    opening = employment("get_opening", opening_id=opening_id)
    assert (opening["state"], opening["hires"]) == ("open", 0)
    employer = employment("get_employer", employer_id=opening["employer_id"])
    assert (employer["hires"], employer["first_hire_on"]) == (0, None)
    seeker = employment("get_seeker", seeker_id=row["seeker_id"])
    assert (seeker["jobs"], seeker["next_step"]) == (0, "talk_about_leaving")
    assert employment("get_introduction", introduction_id=introduction_id)["result"] == (
        "hire_withdrawn"
    )


def test_an_opening_taken_back_is_gone_for_whoever_was_introduced(employment):
    opening_id = employment.opening()
    introduction_id = employment.introduced(opening_id=opening_id)
    employment("withdraw_opening", opening_id=opening_id, **AT_DESK, reason="moved")
    assert employment("get_introduction", introduction_id=introduction_id)["result"] == (
        "opening_gone"
    )


def test_a_no_is_kept_and_the_search_goes_on(employment):
    introduction_id = employment.introduced()
    decided = {"result": "declined_by_seeker", "reason": "too_far", "note": "坂がきつい"}
    with employment.facts() as facts:
        employment("decide_introduction", introduction_id=introduction_id, **AT_DESK, **decided)
    assert "坂" not in str(facts)
    row = employment("get_introduction", introduction_id=introduction_id)
    assert (row["result"], row["reason"]) == ("declined_by_seeker", "too_far")
    seeker = employment("get_seeker", seeker_id=row["seeker_id"])
    assert seeker["next_step"] == "look_for_another"
    again = {"seeker_id": row["seeker_id"], "opening_id": row["opening_id"]}
    employment.refused("already_introduced", "introduce", **AT_DESK, **again)


def test_the_end_of_a_support_ends_its_introductions(employment):
    introduction_id = employment.introduced()
    seeker_id = employment("get_introduction", introduction_id=introduction_id)["seeker_id"]
    employment("end_support", seeker_id=seeker_id, **AT_DESK, outcome="not_wanted")
    row = employment("get_introduction", introduction_id=introduction_id)
    assert (row["state"], row["result"]) == ("ended", "support_ended")
    again = {"seeker_id": seeker_id, "opening_id": employment.opening()}
    employment.refused("has_ended", "introduce", **AT_DESK, **again)


# -- retention ------------------------------------------------------------------------------------


def test_checks_follow_one_another_to_the_day(employment, today):
    hired_on = add_months(today, -7)
    seeker = employment.seeker(on=hired_on.isoformat())
    job = employment(
        "record_job",
        **AT_DESK,
        seeker_id=seeker["seeker_id"],
        on=hired_on.isoformat(),
        starts_on=hired_on.isoformat(),
        through="own_search",
        type="regular",
    )
    record_id = job["record_id"]
    assert job["due_on"] == add_months(hired_on, 1).isoformat()
    early = add_months(hired_on, 3).replace(day=1).isoformat()
    if date.fromisoformat(early) < add_months(hired_on, 3):
        employment.refused(
            "check_not_due", "check_retention", record_id=record_id, **AT_DESK, months=3, on=early
        )
    for months, following in ((1, 3), (3, 6)):
        checked = employment("check_retention", record_id=record_id, **AT_DESK, months=months)
        assert checked["due_on"] == add_months(hired_on, following).isoformat()
    last = employment("check_retention", record_id=record_id, **AT_DESK, months=6)
    assert at(last) == ("ended", None, None)
    row = employment("get_job", record_id=record_id)
    assert (row["checked_months"], row["result"], row["left_on"]) == (6, "stayed", None)


def test_nobody_asks_any_more_for_a_reason(employment):
    job = employment.hired()
    ended = employment(
        "end_retention", record_id=job["record_id"], **AT_DESK, reason="lost_contact"
    )
    assert at(ended) == ("ended", None, None)
    assert employment("get_job", record_id=job["record_id"])["result"] == "lost_contact"


# -- the ladder, income, words --------------------------------------------------------------------


def test_every_move_on_the_ladder_is_on_record(employment):
    person = employment.seeker(rung=3)["person_id"]
    for rung, reason in ((4, "keeps_regular_hours"), (2, "fell_ill")):
        employment("move_readiness", person_id=person, **AT_DESK, rung=rung, reason=reason)
    found = employment("get_readiness", person_id=person)
    assert found["rung"] == 2
    assert [(m["was"], m["rung"], m["direction"]) for m in found["moves"]] == [
        (None, 3, "first"),
        (3, 4, "up"),
        (4, 2, "down"),
    ]
    again = employment("list_seekers", rung=2, limit=500)["seekers"]
    assert person in [row["person_id"] for row in again]
    employment.refused(
        "same_rung", "move_readiness", person_id=person, **AT_DESK, rung=2, reason="ill"
    )


def test_the_case_of_a_move_is_the_seekers_and_a_rung_seen_before_stays(employment):
    person = "somebody-in-preparation"
    employment("move_readiness", person_id=person, by=PREPARING, rung=2, reason="first_talk")
    seeker = employment.seeker(person_id=person, case_id="c7")
    assert employment("get_seeker", seeker_id=seeker["seeker_id"])["rung"] == 2
    with employment.facts() as facts:
        employment("move_readiness", person_id=person, by=PREPARING, rung=3, reason="ready")
    assert facts[0][1]["case_id"] == "c7"


def test_an_increased_income_is_published_with_its_own_record(employment):
    seeker = employment.seeker()
    asked = {"kind": "more_hours", "monthly": 18_000}
    with employment.facts() as facts:
        answer = employment("increase_income", seeker_id=seeker["seeker_id"], **AT_DESK, **asked)
    [(kind, data)] = facts
    assert kind == "income_increased" and data["record_id"] == answer["record_id"]
    assert (data["kind"], data["monthly"], data["case_id"]) == ("more_hours", 18_000, "c1")


def test_the_persons_own_words_are_read_for_a_purpose_and_stay_inside(employment):
    told = {"limits": ["no_heavy_lifting"], "limits_told": "腰を痛めている"}
    with employment.facts() as facts:
        seeker_id = employment.seeker(wishes=told)["seeker_id"]
        asked = {"seeker_id": seeker_id, **AT_DESK, "purpose": "interview"}
        assert employment("read_words", **asked)["words"]["limits_told"] == "腰を痛めている"
    assert {kind for kind, _ in facts} == {"seeker_registered", "next_step_set"}
    assert "腰" not in str(employment("get_seeker", seeker_id=seeker_id))
    employment.refused("invalid_input", "read_words", **asked | {"purpose": "なんとなく"})


# -- who, and in what order -----------------------------------------------------------------------


def test_only_this_programmes_desks_act_here(employment):
    refusal = employment.refused("desk_not_ours", "register_seeker", by=ELSEWHERE, person_id="p1")
    assert refusal.details["field"] == "by" and PLACEMENT in refusal.details["remedy"]


def test_the_most_urgent_comes_first_page_by_page(employment):
    seekers = [employment.seeker() for _ in range(3)]
    for days, seeker in zip((9, 2, 5), seekers, strict=True):
        placed = {"next_step": "call_back", "due_on": employment.day(days)}
        employment("place_seeker", seeker_id=seeker["seeker_id"], **AT_DESK, **placed)
    rows, after = [], None
    while True:
        page = employment("list_work", kind="seeker", after=after, limit=2)
        rows += page["work"]
        after = page["next"]
        if after is None:
            break
    assert [row["due_on"] for row in rows] == sorted(row["due_on"] for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)
    assert {s["seeker_id"] for s in seekers} <= {row["id"] for row in rows}


def test_what_has_changed_meanwhile_is_not_overwritten(employment):
    seeker = employment.seeker()
    asked = {"seeker_id": seeker["seeker_id"], **AT_DESK, "next_step": "call_back"}
    asked |= {"due_on": employment.day(3)}
    employment("place_seeker", **asked, expected_version=seeker["version"])
    employment.refused("stale_version", "place_seeker", **asked, expected_version=2)


@pytest.mark.parametrize(
    ("method", "argument"),
    [
        ("get_seeker", "seeker_id"),
        ("get_job", "record_id"),
        ("get_opening", "opening_id"),
        ("get_introduction", "introduction_id"),
        ("get_preparation", "preparation_id"),
        ("get_training", "training_id"),
        ("get_employer", "employer_id"),
        ("openings_for", "seeker_id"),
        ("seekers_for", "opening_id"),
    ],
)
def test_what_nobody_knows_is_not_found(employment, method, argument):
    employment.refused("not_found", method, **{argument: "nobody-knows"})
