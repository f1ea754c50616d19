"""The way to work: from the sheet to a job that lasts, and what happens where it does not."""

from datetime import date, timedelta

import pytest

from tests.journeys.consulting import SUPPORT, Person, whole

PLACEMENT, PREPARATION = "free_job_placement", "work_preparation"
AT_WORK = {"type": "part_time", "wage": 1100, "wage_per": "hour", "hours_per_week": 30}


@pytest.fixture
def placement(city):
    return city.as_desk(PLACEMENT)


def registered(placement, sheet, on, rung=5):
    """The sheet has arrived and a support begins from it; where the support is found."""
    placement.awaits_sheet("employment", sheet)
    asked = {"referral_id": sheet, "on": on, "rung": rung}
    seeker = placement.post("/employment/seekers", asked)
    assert seeker["owner_desk"] == PLACEMENT and seeker["next_step"] and seeker["due_on"]
    return seeker["seeker_id"]


def asked_with_no_great_hope(placement, on, seeker):
    """An employer nobody knew says no, then yes, and offers work with a dormitory."""
    listed = {"on": on, "name": "仮名クリーニング", "industry": None}
    listed |= {"introduced_by_kind": "partner", "introduced_by": "sigma_staff"}
    at = "/employment/employers/" + placement.post("/employment/employers", listed)["employer_id"]
    attempt = {"on": on, "how": "visit", "no_great_hope": True, "for_seeker": seeker}
    assert placement.post(f"{at}/attempts", attempt | {"outcome": "thinking"})["next_step"]
    placement.post(f"{at}/attempts", attempt | {"outcome": "accepted"})
    return opening_of(placement, at, on)


def opening_of(placement, employer, on, **other):
    work = {"title": "仕上げ", "occupation": "laundry", "type": "part_time", "places": 1}
    work |= {"wage_min": 1100, "wage_per": "hour", "dormitory": True}
    until = {"valid_until": (date.today() + timedelta(days=365)).isoformat()}
    received = placement.post(f"{employer}/openings", work | until | {"on": on} | other)
    return received["opening_id"]


def hired(placement, seeker, opening, on, starts_on):
    both = {"seeker_id": seeker, "opening_id": opening, "on": on}
    id = placement.post("/employment/introductions", both)["introduction_id"]
    at = f"/employment/introductions/{id}"
    interview = {"on": on, "interview_on": starts_on, "accompanied": True}
    assert placement.post(f"{at}/interview", interview)["next_step"] == "hear_result"
    job = placement.post(f"{at}/hire", AT_WORK | {"on": starts_on, "starts_on": starts_on})
    assert (job["owner_desk"], job["next_step"]) == (PLACEMENT, "check_after_1_months")
    return job["record_id"]


def test_a_person_is_sent_hired_and_asked_after_and_the_sender_reads_the_outcome(city, placement):
    person = Person(city, "2019-05-07")
    sheet = person.refer(PLACEMENT, "2019-05-08", "job_search_difficulty")
    seeker = registered(placement, sheet, "2019-05-09")
    person.hears(sheet, "in_progress", owner_desk=PLACEMENT)
    at = f"/employment/seekers/{seeker}"
    placement.post(f"{at}/wishes", {"on": "2019-05-09", "needs_dormitory": True})
    opening = asked_with_no_great_hope(placement, "2019-05-13", seeker)
    ranked = placement.get(f"{at}/openings")["openings"]
    [fits] = [one for one in ranked if one["opening_id"] == opening]
    assert any("寮" in sentence for sentence in fits["fits"]), fits
    job = hired(placement, seeker, opening, "2019-05-20", "2019-06-03")
    end = {"on": "2019-06-03", "outcome": "found_work"}
    assert placement.post(f"{at}/end", end)["state"] == "ended"
    closed = person.hears(sheet, "completed", outcome="found_work")
    assert closed["owner_desk"] is None, "whoever is helped waits for nobody"
    for on, months in (("2019-07-03", 1), ("2019-09-03", 3), ("2019-12-03", 6)):
        checked = placement.post(f"/employment/jobs/{job}/checks", {"on": on, "months": months})
    assert checked["state"] == "ended", "after half a year nobody has to ask any more"
    person.course_shows(
        "intake.consultation_accepted",
        "referral.requested",
        "employment.seeker_registered",
        "referral.accepted",
        "employment.introduced",
        "employment.interview_arranged",
        "employment.hired",
        "employment.support_ended",
        "referral.completed",
        "employment.retention_checked",
    )

    city.wait_until_level()
    funnel = city.report("employment", **whole(2019))
    steps = ("registered", "introduced", "interviewed", "hired", "employers_won", "openings")
    assert {name: funnel[name] for name in steps} == dict.fromkeys(steps, 1)
    assert funnel["won_with_no_great_hope"] == funnel["employers_hiring"] == 1
    kept = funnel["retention"]
    assert [kept[f"after_{months}_months"] for months in (1, 3, 6)] == [1, 1, 1]
    assert (funnel["outcomes"], kept["left"]) == ({"found_work": 1}, 0)
    found = city.report("monthly", **whole(2019))["months"]
    assert [month["month"] for month in found if month["found_work"]] == ["2019-06"]
    edges = city.report("network", **whole(2019))["edges"]
    assert {"from": SUPPORT, "to": PLACEMENT, "n": 1} in edges
    assert {"from": "sigma_staff", "to": PLACEMENT, "n": 1} in edges


def test_a_hire_that_ends_within_a_month_opens_the_support_again(city, placement):
    person = Person(city, "2018-02-01")
    sheet = person.refer(PLACEMENT, "2018-02-01", "job_search_difficulty", "work_trouble")
    seeker = registered(placement, sheet, "2018-02-02", rung=4)
    at = f"/employment/seekers/{seeker}"
    opening = asked_with_no_great_hope(placement, "2018-02-05", seeker)
    job = hired(placement, seeker, opening, "2018-02-06", "2018-02-13")
    placement.post(f"{at}/end", {"on": "2018-02-13", "outcome": "found_work"})
    person.hears(sheet, "completed", outcome="found_work")

    too_loud = {"on": "2018-02-23", "reason": "noise"}
    left = placement.post(f"/employment/jobs/{job}/leave", too_loud)
    assert left["within_a_month"] is True
    again = placement.get(at)
    assert (again["state"], again["owner_desk"]) == ("open", PLACEMENT)
    assert (again["next_step"], again["due_on"]) == ("talk_about_leaving", "2018-02-27")
    down = {"on": "2018-02-26", "rung": 3, "reason": "left_work"}
    placement.post(f"/employment/people/{person.person_id}/readiness", down)
    assert person.sheet(sheet)["state"] == "completed", "what the sender was told stays told"

    second = asked_with_no_great_hope(placement, "2018-03-05", seeker)
    hired(placement, seeker, second, "2018-03-06", "2018-03-12")
    placement.post(f"{at}/end", {"on": "2018-03-12", "outcome": "found_work"})
    person.course_shows(
        "employment.hired",
        "referral.completed",
        "employment.left_work",
        "employment.support_reopened",
        "employment.hired",
        "employment.support_ended",
    )

    city.wait_until_level()
    funnel = city.report("employment", **whole(2018))
    assert (funnel["registered"], funnel["hired"]) == (1, 1), "one person, twice hired"
    assert funnel["retention"]["hires"] == 2
    assert funnel["retention"]["left_within_a_month"] == 1
    assert funnel["retention"]["why_left"] == {"noise": 1}
    assert funnel["readiness"] == {"up": 0, "down": 1}
    found = city.report("monthly", **whole(2018))["months"]
    both = [(month["month"], month["found_work"]) for month in found if month["found_work"]]
    assert both == [("2018-02", 1), ("2018-03", 1)]


def test_a_sheet_that_one_desk_rejects_is_taken_by_another_and_nothing_is_told_again(
    city, placement
):
    person = Person(city, "2017-10-02")
    told = {"remarks": "昼夜が逆。母と二人。同行してほしい。"}
    first = person.refer(PLACEMENT, "2017-10-03", "job_search_difficulty", sheet=told)
    placement.awaits_sheet("employment", first)
    assert "person_id" not in placement.get(f"/referrals/{first}/preview"), "no name before a yes"
    answer = {"state": "rejected", "code": "needs_preparation_first", "on": "2017-10-05"}
    placement.post(f"/employment/sheets/{first}/answer", answer)
    person.has_it_back(first, "rejected", "needs_preparation_first")

    second = person.refer(PREPARATION, "2017-10-06", "job_search_difficulty", replaces=first)
    assert person.sheet(second)["hop"] == 2
    assert person.sheet(second)["need_id"] == person.sheet(first)["need_id"], "one need all along"
    preparing = city.as_desk(PREPARATION)
    preparing.awaits_sheet("employment", second)
    asked = {"referral_id": second, "on": "2017-10-10"}
    course = preparing.post("/employment/preparations", asked)
    assert course["owner_desk"] == PREPARATION and course["next_step"] and course["due_on"]
    person.hears(second, "in_progress", owner_desk=PREPARATION)
    read = preparing.get(f"/referrals/{second}/sheet?purpose=support")["sheet"]
    assert (read["name"], read["remarks"]) == (person.name, told["remarks"])
    placement.get(f"/referrals/{first}/sheet?purpose=support", status=422)

    at = f"/employment/preparations/{course['preparation_id']}"
    session = {"on": "2017-10-16", "session": "book_cafe", "attendance": "present"}
    preparing.post(f"{at}/sessions", session)
    preparing.post(f"{at}/end", {"on": "2017-12-20", "outcome": "job_search"})
    person.hears(second, "completed", outcome="job_search", owner_desk=None)
    person.course_shows(
        "referral.requested",
        "referral.rejected",
        "referral.requested",
        "employment.preparation_started",
        "referral.accepted",
        "employment.preparation_ended",
        "referral.completed",
    )

    city.wait_until_level()
    sheets = city.report("referrals", **whole(2017))
    counted = ("sent", "rejected", "completed", "open", "mean_hops")
    assert [sheets[name] for name in counted] == [2, 1, 1, 0, 2]
    assert sheets["reasons_by_state"] == {"rejected": {"needs_preparation_first": 1}}
    prepared = city.report("employment", **whole(2017))["preparation"]
    assert prepared == {"started": 1, "ended": {"job_search": 1}}
    assert city.verify() == []
