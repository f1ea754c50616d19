"""The timers over a real log: each alarm once, whatever time they look; and nothing unowned."""

from datetime import UTC, datetime, time, timedelta

import pytest

from services.housing import timers
from services.housing.domain.months import month_of
from services.housing.domain.watch_over import WatchOver
from services.housing.projections import open_needs
from services.housing.tests.conftest import (
    BENEFIT_DESK,
    RESIDENCE_DESK,
    SHELTER_DESK,
    Housing,
)
from tsunagu.domain.calendar import CITY_TIME, add_working_days
from tsunagu.process.ids import new_id

pytestmark = pytest.mark.services("housing", "referral", "intake")


@pytest.fixture
def fresh(platform):
    return Housing(platform)


@pytest.fixture
def look(fresh):
    """Let one timer look as if it were noon of that day, twice; what it published."""

    def look(timer, day):
        store = fresh.platform.runtime("housing").store
        noon = datetime.combine(day, time(12), CITY_TIME).astimezone(UTC)
        with fresh.facts() as facts:
            timer(store, noon)
            timer(store, noon)
        return facts

    return look


def test_a_rent_that_did_not_leave_is_told_once(fresh, look, alone, today):
    benefit = fresh.application()
    fresh("decide_benefit", benefit_id=benefit, by=BENEFIT_DESK, figures=alone)
    months = fresh("get_benefit", benefit_id=benefit)["months"]
    due = datetime.fromisoformat(months[0]["due_on"]).date()
    assert look(timers.raise_rent_alarms, due) == []
    facts = look(timers.raise_rent_alarms, due + timedelta(days=1))
    late = [month["month"] for month in months if month["due_on"] == due.isoformat()]
    assert [(kind, data["month"]) for kind, data in facts] == [
        ("payment_overdue", month) for month in late
    ]
    assert look(timers.raise_rent_alarms, due + timedelta(days=2)) == []
    assert all(
        m["alarmed"] == (m["month"] in late)
        for m in fresh("get_benefit", benefit_id=benefit)["months"]
    )
    fresh("send_payment", benefit_id=benefit, by=BENEFIT_DESK, month=month_of(today))
    assert fresh.verify() == []


def test_a_stay_about_to_end_is_told_once_and_again_when_it_is_over(fresh, look, today):
    shelter = fresh.shelter()
    stay = fresh.check_in(shelter)["stay_id"]
    [row] = fresh("list_stays")["stays"]
    until = datetime.fromisoformat(row["until"]).date()
    assert look(timers.raise_stay_alarms, until - timedelta(days=15)) == []
    [(kind, data)] = look(timers.raise_stay_alarms, until - timedelta(days=14))
    assert (kind, data["days_left"]) == ("stay_ending_soon", 14)
    assert look(timers.raise_stay_alarms, until) == []
    [(kind, data)] = look(timers.raise_stay_alarms, until + timedelta(days=1))
    assert (kind, data["until"]) == ("stay_overrun", until.isoformat())
    assert look(timers.raise_stay_alarms, until + timedelta(days=9)) == []
    [row] = fresh("list_courses")["courses"]
    assert (row["id"], row["next_step"]) == (stay, "extend_or_check_out")
    assert fresh.verify() == []


def test_a_visit_that_nobody_made_alarms_the_desk_and_then_the_lead(fresh, look):
    asked = {"by": RESIDENCE_DESK, "person_id": new_id(), "every_days": 30}
    watch = fresh("begin_watch_over", **asked)["watch_id"]
    visits = fresh("get_watch_over", watch_id=watch)["visits"]
    first = datetime.fromisoformat(visits[0]["scheduled_on"]).date()
    assert look(timers.raise_visit_alarms, add_working_days(first, 2)) == []
    [(kind, data)] = look(timers.raise_visit_alarms, add_working_days(first, 3))
    assert (kind, data["desk"], data["scheduled_on"]) == (
        "visit_missed",
        RESIDENCE_DESK,
        first.isoformat(),
    )
    [row] = fresh("list_watch_overs", alarm=True)["watch_overs"]
    assert (row["watch_id"], row["alarms"], row["next_step"]) == (watch, 1, "find_person")
    assert look(timers.raise_visit_alarms, add_working_days(first, 5)) == []
    [(kind, data)] = look(timers.raise_visit_alarms, add_working_days(first, 6))
    assert (kind, data["desk"]) == ("visit_alarm_escalated", "consultation_support")
    assert look(timers.raise_visit_alarms, add_working_days(first, 8)) == []
    assert fresh.verify() == []


def test_a_year_that_nobody_looked_at_leaves_no_visit_in_silence(fresh, look, today):
    asked = {"by": RESIDENCE_DESK, "person_id": new_id()}
    watch = fresh("begin_watch_over", **asked)["watch_id"]
    planned = len(fresh("get_watch_over", watch_id=watch)["visits"])
    facts = look(timers.raise_visit_alarms, today + timedelta(days=400))
    assert [kind for kind, _ in facts].count("visit_missed") == planned
    assert [kind for kind, _ in facts].count("visit_alarm_escalated") == planned
    assert {v["state"] for v in fresh("get_watch_over", watch_id=watch)["visits"]} == {"missed"}


def test_one_that_fails_keeps_no_other_from_its_alarm(fresh, look, monkeypatch, today):
    asked = {"by": RESIDENCE_DESK, "person_id": new_id()}
    broken, *sound = sorted(fresh("begin_watch_over", **asked)["watch_id"] for _ in range(3))
    honest = WatchOver.check_clock

    def check_clock(watch, day):
        if watch.id == broken:
            raise LookupError("broken")
        honest(watch, day)

    monkeypatch.setattr(WatchOver, "check_clock", check_clock)
    with pytest.raises(LookupError, match="broken"):
        look(timers.raise_visit_alarms, today + timedelta(days=60))
    alarmed = fresh("list_watch_overs", alarm=True)["watch_overs"]
    assert sorted(row["watch_id"] for row in alarmed) == sound


def test_whatever_is_open_is_a_need_with_its_desk_step_and_day(fresh, alone):
    fresh.application(documents=["lease"])
    fresh.check_in(fresh.shelter())
    fresh.search()
    fresh("begin_watch_over", by=RESIDENCE_DESK, person_id=new_id())
    person = new_id()
    fresh("apply_for_moving_costs", by=BENEFIT_DESK, person_id=person, household_id=person)
    with fresh.platform.runtime("housing").store.reading() as connection:
        needs = {need.kind: need for need in open_needs(connection)}
    assert {kind: need.owner_desk for kind, need in needs.items()} == {
        "benefit": BENEFIT_DESK,
        "moving_costs": BENEFIT_DESK,
        "stay": SHELTER_DESK,
        "flat_search": RESIDENCE_DESK,
        "watch_over": RESIDENCE_DESK,
    }
    assert all(need.next_step and need.due_on for need in needs.values())
    assert fresh.verify() == []


def test_verify_sees_a_course_without_its_next_step(fresh):
    id = fresh.search()
    runtime = fresh.platform.runtime("housing")
    with runtime.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE course_list SET next_step = NULL WHERE id = '{id}'")
    codes = {violation["code"] for violation in fresh.verify()}
    assert "need_without_owner" in codes and "read_model_row_altered" in codes
