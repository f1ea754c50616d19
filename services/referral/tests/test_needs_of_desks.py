"""A need on one's own desk: placing it, handing it up, ending it; and the timer of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from services.referral.tests.sheets import RECEIVER, SENDER, STRANGER
from services.referral.timers import remind_and_escalate
from tsunagu.domain.calendar import add_working_days


@pytest.fixture
def returned(referrals):
    """Household budget support asked the lawyers, who refused: the need is back on its desk."""
    return referrals.returned(by=RECEIVER, to="legal_advice")


@pytest.fixture
def plan(returned, today):
    """The next step of that need, as its desk sets it."""
    due_on = add_working_days(today, 2).isoformat()
    return {
        "need_id": returned["need_id"],
        "by": RECEIVER,
        "next_step": "call_back",
        "due_on": due_on,
    }


def test_a_desk_sets_the_next_step_of_its_own_need(referrals, plan):
    with referrals.facts() as facts:
        placed = referrals("place_need", **plan)
    assert (placed["owner_desk"], placed["next_step"], placed["due_on"]) == (
        RECEIVER,
        "call_back",
        plan["due_on"],
    )
    [(kind, data)] = facts
    assert kind == "need_placed" and data["because"] == "placed"


def test_a_need_is_handed_up_to_consultation_support(referrals, plan):
    assert referrals("place_need", **plan, owner_desk=SENDER)["owner_desk"] == SENDER
    referrals.refused("need_not_here", "place_need", **plan)


@pytest.mark.parametrize("desk", ["legal_advice", "livelihood", STRANGER])
def test_no_desk_is_given_a_need_that_it_could_not_refuse(referrals, plan, desk):
    refusal = referrals.refused("only_by_referral", "place_need", **plan, owner_desk=desk)
    assert SENDER in refusal.details["remedy"]


def test_from_consultation_support_too_nothing_is_handed_down(referrals, plan):
    need_id = referrals.returned(by=SENDER)["need_id"]
    down = plan | {"need_id": need_id, "by": SENDER, "owner_desk": RECEIVER}
    referrals.refused("only_by_referral", "place_need", **down)


@pytest.mark.parametrize("by", [SENDER, STRANGER, "legal_advice"])
def test_another_desks_need_is_left_alone(referrals, plan, by):
    refusal = referrals.refused("need_not_here", "place_need", **plan | {"by": by})
    assert RECEIVER in refusal.details["remedy"]
    asked = {"need_id": plan["need_id"], "by": by, "reason": "solved"}
    referrals.refused("need_not_here", "close_need", **asked)


@pytest.mark.parametrize("state", ["draft", "requested", "accepted", "in_progress", "on_hold"])
def test_while_a_sheet_is_under_way_the_sheet_says_what_is_next(referrals, plan, state):
    body = {"by": SENDER, "to": RECEIVER, "person_id": "p1", "basis": "conference"}
    sheet = referrals("write_sheet", **body)
    for command, by, more in (
        ("request", SENDER, {}),
        ("accept", RECEIVER, {}),
        ("start", RECEIVER, {}),
        ("hold", RECEIVER, {"reason": "in_hospital"}),
    ):
        if sheet["state"] == state:
            break
        sheet = referrals(command, referral_id=sheet["referral_id"], by=by, **more)
    here = {"need_id": sheet["need_id"], "by": sheet["owner_desk"]}
    referrals.refused("referral_under_way", "place_need", **plan | here)
    referrals.refused("referral_under_way", "close_need", **here, reason="solved")


@pytest.mark.parametrize("days", [0, 1], ids=["today", "tomorrow"])
def test_a_next_step_may_be_due_from_today_on(referrals, plan, today, days):
    due_on = (today + timedelta(days=days)).isoformat()
    assert referrals("place_need", **plan | {"due_on": due_on})["due_on"] == due_on


def test_a_next_step_is_not_due_yesterday(referrals, plan, today):
    due_on = (today - timedelta(days=1)).isoformat()
    refusal = referrals.refused("due_in_the_past", "place_need", **plan | {"due_on": due_on})
    assert refusal.details["field"] == "due_on"


def test_a_desk_ends_its_own_need_with_a_reason_and_only_once(referrals, plan, returned):
    asked = {"need_id": plan["need_id"], "by": RECEIVER}
    referrals.refused("invalid_input", "close_need", **asked)
    with referrals.facts() as facts:
        ended = referrals("close_need", **asked, reason="solved_by_family")
    assert (ended["state"], ended["owner_desk"]) == ("closed", None)
    assert [(kind, data["reason"]) for kind, data in facts] == [("need_closed", "solved_by_family")]
    referrals.refused("need_closed", "close_need", **asked, reason="solved_by_family")
    referrals.refused("need_closed", "place_need", **plan)
    again = {"by": RECEIVER, "to": "legal_advice", "person_id": "p1", "basis": "conference"}
    referrals.refused("need_closed", "refer", **again, replaces=returned["referral_id"])


def test_a_need_nobody_knows(referrals, plan):
    referrals.refused("not_found", "place_need", **plan | {"need_id": "nobody-knows"})


# -- one need, one sheet, one person --------------------------------------------------------------


def test_a_need_is_carried_by_one_sheet_at_a_time(referrals):
    back = referrals.returned(person_id="p1")
    body = {"by": SENDER, "person_id": "p1", "basis": "conference"}
    follows = body | {"replaces": back["referral_id"]}
    referrals("write_sheet", **follows, to=RECEIVER)
    referrals.refused("referral_under_way", "write_sheet", **follows, to="legal_advice")


def test_a_receiver_does_not_take_a_need_before_it_has_answered(referrals):
    sent = referrals.refer(person_id="p1")
    body = {"by": RECEIVER, "to": "legal_advice", "person_id": "p1", "need_id": sent["need_id"]}
    referrals.refused("referral_under_way", "write_sheet", **body)


@pytest.mark.parametrize("by", ["replaces", "need_id"])
def test_a_sheet_about_one_person_does_not_carry_anothers_need(referrals, by):
    back = referrals.returned(person_id="p1")
    key = {"replaces": "referral_id", "need_id": "need_id"}[by]
    body = {"by": SENDER, "to": "legal_advice", "person_id": "p2", by: back[key]}
    referrals.refused("other_persons_need", "write_sheet", **body)


# -- overdue --------------------------------------------------------------------------------------


def overdue(referrals, desk, what="needs"):
    page = referrals(f"list_{what}", desk=desk, overdue=True, limit=500)
    return {row["need_id"] for row in page[what]}


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)], ids=str)
def test_overdue_is_what_was_due_before_today(referrals, returned, plan, today, days, late):
    due_on = (today + timedelta(days=days)).isoformat()
    week = (today - timedelta(days=7)).isoformat()
    sent = referrals.refer(by=RECEIVER, to="legal_advice", on=week)
    need_id = referrals(
        "reject", referral_id=sent["referral_id"], by="legal_advice", reason="no", on=week
    )["need_id"]
    referrals("place_need", **plan | {"need_id": need_id, "due_on": due_on, "on": week})
    assert (need_id in overdue(referrals, RECEIVER)) == late


def test_an_overdue_sheet_is_on_both_desks_lists_and_only_its_owners_needs(referrals, last_month):
    need_id = referrals.refer(on=last_month)["need_id"]
    assert need_id in overdue(referrals, SENDER, "referrals")
    assert need_id in overdue(referrals, RECEIVER, "referrals")
    assert need_id in overdue(referrals, RECEIVER)
    assert need_id not in overdue(referrals, SENDER)
    look(referrals, datetime.now(UTC))  # so that the timer has nothing left to say


# -- the timer ------------------------------------------------------------------------------------


def noon(day):
    """Noon in the city."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def look(referrals, now):
    remind_and_escalate(referrals.platform.runtime("referral").store, now)


def alarms(facts, referral_id):
    return [
        (kind, data.get("level"), data["desk"], data["on"])
        for kind, data in facts
        if kind in ("reminded", "escalated") and data["referral_id"] == referral_id
    ]


def test_the_timer_reminds_then_tells_the_lead_then_the_support_lead_each_once(referrals, today):
    sent = referrals.refer(by="livelihood", to="free_job_placement")
    due = add_working_days(today, 3)
    lead, support = add_working_days(due, 2), add_working_days(due, 5)
    with referrals.facts() as facts:
        day = today
        while day <= support + timedelta(days=7):
            look(referrals, noon(day))
            look(referrals, noon(day))
            day += timedelta(days=1)
    assert alarms(facts, sent["referral_id"]) == [
        ("reminded", None, "free_job_placement", due.isoformat()),
        ("escalated", "desk_lead", SENDER, lead.isoformat()),
        ("escalated", "support_lead", SENDER, support.isoformat()),
    ]


def test_a_timer_that_was_off_for_long_says_all_at_once(referrals, last_month, today):
    with referrals.facts() as facts:
        sent = referrals.refer(on=last_month)
        look(referrals, noon(today))
    said = [(what, level) for what, level, _, _ in alarms(facts, sent["referral_id"])]
    assert said == [("reminded", None), ("escalated", "desk_lead"), ("escalated", "support_lead")]


def test_whoever_moves_in_time_is_not_reminded(referrals, today):
    sent = referrals.refer()
    referrals("accept", referral_id=sent["referral_id"], by=RECEIVER)
    with referrals.facts() as facts:
        look(referrals, noon(add_working_days(today, 4)))
    assert alarms(facts, sent["referral_id"]) == []
    with referrals.facts() as facts:
        look(referrals, noon(add_working_days(today, 5)))
    assert [desk for _, _, desk, _ in alarms(facts, sent["referral_id"])] == [RECEIVER]


def test_the_sender_is_reminded_of_a_need_that_came_back(referrals, today):
    back = referrals.returned()
    with referrals.facts() as facts:
        look(referrals, noon(add_working_days(today, 2)))
    assert [desk for _, _, desk, _ in alarms(facts, back["referral_id"])] == [SENDER]


def test_a_next_step_set_by_hand_is_reminded_of_too(referrals, plan, returned, today):
    referrals("place_need", **plan)
    with referrals.facts() as facts:
        look(referrals, noon(today + timedelta(days=60)))
    assert alarms(facts, returned["referral_id"])[0][0] == "reminded"


def test_a_route_with_its_clock_off_is_not_reminded_but_keeps_its_due_date(referrals, today):
    referrals(
        "set_clock", desk="disability", step="requested", days=2, running=False, from_desk="youth"
    )
    sent = referrals.refer(by="youth", to="disability")
    with referrals.facts() as facts:
        look(referrals, noon(today + timedelta(days=60)))
    assert alarms(facts, sent["referral_id"]) == []
    assert sent["due_on"] == add_working_days(today, 2).isoformat()


def test_after_all_this_the_service_finds_no_fault_with_itself(referrals):
    assert referrals.verify() == []
