"""The sender cancels in the very moment in which the programme accepts: neither knows yet.

What the referral service took first stands: the sheet is cancelled and its need is the sender's
again, the programme's answer is kept as one that came too late, and its inbox learns of it. The
help that has begun goes on: nobody is sent home because of a sheet.
"""

from datetime import date

import pytest

from tests.journeys.consulting import Person
from tsunagu.process.concurrency import spawn

TRIES = 10
COMPLETED = {"state": "completed", "code": "found_work"}
BEGINNINGS = {
    "employment": ("free_job_placement", "/employment/seekers"),
    "housing": ("community_residence", "/housing/flat-searches"),
    "foodbank": ("food_bank", "/foodbank/visits"),
}


@pytest.mark.parametrize("service", BEGINNINGS)
def test_the_sender_cancels_while_the_programme_accepts(city, service):
    desk_name, beginning = BEGINNINGS[service]
    desk, today = city.as_desk(desk_name), date.today().isoformat()
    for _ in range(TRIES):  # whose word is first is a matter of milliseconds; either must end well
        person = Person(city, today)
        sheet = person.refer(desk_name, today, "other")
        desk.awaits_sheet(service, sheet)
        cancel = spawn(
            person.support.post, f"/referrals/{sheet}/cancel", {"reason": "changed_their_mind"}
        )
        begin = spawn(city.ask, desk.role, "POST", beginning, {"referral_id": sheet})
        assert cancel.wait()["state"] == "cancelled"
        begun = begin.wait()
        assert begun.status in (200, 201, 422), begun
        person.has_it_back(sheet, "cancelled", "changed_their_mind")
        desk.awaits_sheet(service, sheet, "cancelled")
        city.wait_until_level()
        course = person.support.get(f"/referrals/{sheet}/history")["entries"]
        late = [entry["details"] for entry in course if entry["what"] == "referral.answer_late"]
        if late:
            break
    else:
        pytest.fail(f"in {TRIES} tries the programme was never the second")
    assert begun.status != 422 and begun.body["next_step"] and begun.body["due_on"]
    answers = [one["answer"] for one in late]
    assert answers in (["accepted", "in_progress"], ["in_progress"])
    assert {one["because"] for one in late} == {"transition_not_allowed"}
    assert person.sheet(sheet)["state"] == "cancelled", "a late answer moves nothing"
    assert city.verify() == []


def test_what_the_sender_says_after_the_end_reaches_the_inbox(city):
    """A sheet that was completed should never have been written: both sides say so."""
    desk, today = city.as_desk("free_job_placement"), date.today().isoformat()
    person = Person(city, today)
    sheet = person.refer("free_job_placement", today, "other")
    desk.awaits_sheet("employment", sheet)
    for answer in ({"state": "accepted"}, {"state": "in_progress"}, COMPLETED):
        desk.post(f"/employment/sheets/{sheet}/answer", answer)
    person.hears(sheet, "completed")
    person.support.post(f"/referrals/{sheet}/enter-in-error")
    city.wait_until_level()
    rows = desk.get("/employment/sheets?state=all&limit=500")["sheets"]
    assert [row["state"] for row in rows if row["referral_id"] == sheet] == ["entered_in_error"]
