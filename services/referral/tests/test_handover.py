"""The promise: however a sheet moves, its need is somebody's in the same step, or has ended."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.referral.domain import events
from services.referral.domain.desk import Desk
from services.referral.domain.handover import Handover
from services.referral.domain.need import Need
from services.referral.domain.personal_items import PersonalItems
from services.referral.domain.referral import Referral
from services.referral.tests.sheets import CARRIES, COURSE, FRIDAY, RECEIVER, SENDER
from tsunagu.domain.errors import Refused


def listed(code, *more, lead=None):
    named = events.DeskListed(desk=code, kind="programme", ja=code, on=FRIDAY)
    described = events.DeskDescribed(desk=code, en=code, lead_desk=lead or code, on=FRIDAY)
    return Desk.replay(code, [named, described, *more])


def handover(state=None, receiver=None):
    """The sheet in that state with its need where it then stands; None: nothing written yet."""
    moving = Handover(
        referral=Referral("r1"),
        need=Need("n1"),
        sender=listed(SENDER),
        receiver=receiver or listed(RECEIVER, lead="livelihood"),
    )
    for event in COURSE[state] if state else ():
        moving.referral.apply(event)
        if isinstance(event, events.SheetWritten):
            moving.carry(FRIDAY)
        moving.settle(FRIDAY)
    moving.need.pending.clear()
    return moving


def place(moving):
    return moving.need.owner_desk, moving.need.next_step, moving.need.due_on


# state → (whose it is, what comes next, due: counted from Friday 2026-11-20 over a holiday Monday)
PLACES = {
    "draft": (SENDER, "send_the_sheet", "2026-11-25"),
    "requested": (RECEIVER, "answer_the_sheet", "2026-11-26"),
    "accepted": (RECEIVER, "first_contact", "2026-11-30"),
    "in_progress": (RECEIVER, "support", "2026-12-21"),
    "on_hold": (RECEIVER, "resume", "2026-12-21"),
    "rejected": (SENDER, "find_another_way", "2026-11-25"),
    "failed": (SENDER, "find_another_way", "2026-11-25"),
    "cancelled": (SENDER, "find_another_way", "2026-11-25"),
}


@pytest.mark.parametrize("state", PLACES)
def test_in_every_state_that_leaves_the_need_open_it_is_somebodys(state):
    owner, step, due = PLACES[state]
    moving = handover(state)
    assert moving.need.is_open
    assert place(moving) == (owner, step, date.fromisoformat(due))
    assert moving.need.because == state


@pytest.mark.parametrize("state", ["completed", "entered_in_error"])
def test_help_given_or_an_error_ends_the_need_with_that_reason(state):
    moving = handover(state)
    assert not moving.need.is_open
    assert moving.need.closed_because == state


BACK = {
    "rejected": ("requested", lambda r: r.reject(by=RECEIVER, on=FRIDAY, reason="no_capacity")),
    "failed": ("in_progress", lambda r: r.fail(by=RECEIVER, on=FRIDAY, reason="lost_contact")),
    "failed_on_hold": ("on_hold", lambda r: r.fail(by=RECEIVER, on=FRIDAY, reason="moved")),
    "cancelled_by_sender": (
        "accepted",
        lambda r: r.cancel(by=SENDER, on=FRIDAY, reason="not_wanted"),
    ),
    "cancelled_by_receiver": (
        "in_progress",
        lambda r: r.cancel(by=RECEIVER, on=FRIDAY, reason="not_wanted"),
    ),
}


@pytest.mark.parametrize("how", BACK)
def test_a_sheet_that_did_not_help_puts_the_need_back_in_the_same_step(how):
    state, command = BACK[how]
    moving = handover(state)
    assert moving.need.owner_desk == RECEIVER
    command(moving.referral)
    moving.settle(FRIDAY)
    placed, clock = moving.need.pending
    assert (placed.owner_desk, placed.next_step) == (SENDER, "find_another_way")
    assert placed.due_on == date(2026, 11, 25)
    assert placed.because == how.split("_")[0] == moving.referral.state
    assert (clock.desk, clock.step, clock.remind_on) == (SENDER, "returned", date(2026, 11, 25))


def test_a_need_back_on_the_desk_waits_by_that_desks_own_clock():
    own = events.DeskClockSet(
        desk=SENDER,
        on=FRIDAY,
        step="returned",
        from_desk=None,
        days=1,
        lead_after=1,
        support_after=1,
        running=True,
    )
    moving = handover("requested")
    moving.sender.apply(own)
    moving.referral.reject(by=RECEIVER, on=FRIDAY, reason="no_capacity")
    moving.settle(FRIDAY)
    assert moving.need.due_on == date(2026, 11, 24)


def test_a_rejected_sheet_puts_nothing_back_where_another_already_carries_the_need():
    moving = handover("requested")
    moving.need.take_up(referral_id="r2", on=FRIDAY)
    before = place(moving)
    moving.referral.reject(by=RECEIVER, on=FRIDAY, reason="no_capacity")
    moving.settle(FRIDAY)
    assert place(moving) == before


def test_an_error_found_after_the_ending_does_not_end_the_need_twice():
    moving = handover("completed")
    moving.referral.enter_in_error(by=SENDER, on=FRIDAY)
    moving.settle(FRIDAY)
    assert moving.need.closed_because == "completed"
    assert not moving.need.pending


def test_an_error_of_an_earlier_sheet_leaves_the_need_with_the_later_one():
    moving = handover("rejected")
    moving.need.take_up(referral_id="r2", on=FRIDAY)
    moving.referral.enter_in_error(by=SENDER, on=FRIDAY)
    moving.settle(FRIDAY)
    assert moving.need.is_open


# -- clocks of the route --------------------------------------------------------------------------


def test_the_waiting_receiver_is_reminded_and_then_its_own_lead():
    clock = handover("requested").need.clock
    assert (clock.desk, clock.lead_desk, clock.step) == (RECEIVER, "livelihood", "requested")


def route_clock(days, running):
    return events.DeskClockSet(
        desk=RECEIVER,
        on=FRIDAY,
        step="requested",
        from_desk=SENDER,
        days=days,
        lead_after=2,
        support_after=5,
        running=running,
    )


def test_a_route_with_its_own_clock_sets_the_due_date_of_the_answer():
    moving = handover("requested", listed(RECEIVER, route_clock(1, running=True)))
    assert moving.due_on_request(FRIDAY) == moving.need.due_on == date(2026, 11, 24)
    assert moving.need.clock is not None


def test_a_route_whose_clock_is_off_keeps_its_due_date_and_reminds_nobody():
    moving = handover("requested", listed(RECEIVER, route_clock(1, running=False)))
    assert moving.need.due_on == date(2026, 11, 24)
    assert moving.need.clock is None


def test_past_records_remind_nobody_of_what_was_due_years_ago():
    moving = handover("requested")
    moving.referral.take_over_state(state="accepted", on=FRIDAY, code=None, note=None)
    moving.settle(FRIDAY, past=True)
    assert moving.need.owner_desk == RECEIVER and moving.need.due_on
    assert moving.need.clock is None


# -- room -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("capacity", ["available", "waitlist", "none"])
@pytest.mark.parametrize("despite", [False, True], ids=["plainly", "despite_capacity"])
def test_only_a_desk_without_any_room_is_spared_and_even_it_can_be_asked(capacity, despite):
    room = events.DeskCapacitySet(desk=RECEIVER, capacity=capacity, on=FRIDAY)
    moving = handover("draft", listed(RECEIVER, room))
    if capacity == "none" and not despite:
        with pytest.raises(Refused) as refusal:
            moving.check_capacity(despite)
        assert refusal.value.code == "no_capacity"
        assert "despite_capacity" in refusal.value.details["remedy"]
    else:
        moving.check_capacity(despite)


# -- whatever happens -----------------------------------------------------------------------------

MOVES = {
    "request": lambda r, on: r.request(by=SENDER, on=on, due_on=on),
    "accept": lambda r, on: r.accept(by=RECEIVER, on=on),
    "reject": lambda r, on: r.reject(by=RECEIVER, on=on, reason="no_capacity"),
    "start": lambda r, on: r.start(by=RECEIVER, on=on),
    "hold": lambda r, on: r.hold(by=RECEIVER, on=on, reason="in_hospital"),
    "resume": lambda r, on: r.resume(by=RECEIVER, on=on),
    "complete": lambda r, on: r.complete(by=RECEIVER, on=on, outcome="support_given"),
    "fail": lambda r, on: r.fail(by=RECEIVER, on=on, reason="lost_contact"),
    "cancel": lambda r, on: r.cancel(by=SENDER, on=on, reason="not_wanted"),
    "enter_in_error": lambda r, on: r.enter_in_error(by=SENDER, on=on),
}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(-2, 20)), max_size=12))
def test_after_any_course_the_need_has_owner_step_and_date_or_a_reason_for_its_end(course):
    moving = handover()
    today = FRIDAY
    moving.referral.write_sheet(by=SENDER, on=today, items=PersonalItems(), **CARRIES)
    moving.carry(today)
    moving.settle(today)
    for name, days in course:
        on = today + timedelta(days=days)
        try:
            MOVES[name](moving.referral, on)
        except Refused:
            continue
        moving.settle(on)
        today = on
        need = moving.need
        if need.is_open:
            assert need.owner_desk in (SENDER, RECEIVER)
            assert need.next_step and need.due_on > on
            assert need.clock is not None and need.clock.desk == need.owner_desk
            assert need.because == moving.referral.state
        else:
            assert need.closed_because in ("completed", "entered_in_error")
        assert need.is_open == (moving.referral.state not in ("completed", "entered_in_error"))


def test_a_following_sheet_written_in_error_leaves_the_need_on_its_senders_desk():
    before = handover("rejected")
    following = Handover(Referral("r2"), before.need, before.sender, before.receiver)
    written = events.SheetWritten(
        **{**vars_of(COURSE["draft"][0]), "referral_id": "r2", "replaces": "r1", "hop": 2}
    )
    following.referral.apply(written)
    following.carry(FRIDAY)
    following.settle(FRIDAY)
    following.referral.enter_in_error(by=SENDER, on=FRIDAY)
    following.settle(FRIDAY)
    assert following.need.is_open
    assert place(following) == (SENDER, "find_another_way", date(2026, 11, 25))


def vars_of(event):
    return {name: getattr(event, name) for name in type(event).__dataclass_fields__}
