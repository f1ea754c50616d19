"""A signal: accepted once, with an owner at once, and with an identity only on a legal basis."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import signal as domain
from services.intake.domain.signal import Signal
from services.intake.domain.signal_clock import ALL_RAISED, keeps_own_clock, next_alarm
from services.intake.published import UPCASTERS
from tsunagu.log.event_codec import EventTypes
from tsunagu.testing import scenario

DAY = date(2026, 11, 20)
NOTICE = {
    "department": "waterworks",
    "kind": "water_arrears",
    "noticed_on": date(2026, 11, 18),
    "on": DAY,
    "basis": "consent",
    "urgent": False,
    "person_id": "p1",
    "owner_desk": "consultation_support",
    "next_step": "first_contact",
    "due_on": date(2026, 11, 26),
}


def received(**other):
    return domain.SignalReceived(signal_id="s1", **NOTICE | other)


def receive(**other):
    return lambda signal: signal.receive(**NOTICE | other)


CONNECTED = domain.SignalConnected(signal_id="s1", case_id="c1", person_id="p1", on=DAY)
CLOSED = domain.SignalClosed(signal_id="s1", on=DAY, reason="moved_away")


def story(*history):
    return scenario(Signal, "s1").given(*history)


def test_an_accepted_signal_has_an_owner_a_next_step_and_a_date():
    story().when(receive()).then(received())


def test_the_same_id_again_changes_nothing_whatever_it_now_says():
    story(received()).when(receive(kind="gas_arrears", basis="encouragement_only")).then()


@pytest.mark.parametrize(
    ("basis", "person_id", "allowed"),
    [
        ("consent", "p1", True),
        ("conference", "p1", True),
        ("encouragement_only", "p1", False),
        ("danger_to_life", "p1", True),
        ("danger_to_life", None, True),
        ("consent", None, True),
        ("conference", None, True),
        ("encouragement_only", None, True),
    ],
)
def test_an_identity_comes_only_with_consent_or_a_conference(basis, person_id, allowed):
    asked = story().when(receive(basis=basis, person_id=person_id))
    if allowed:
        asked.then(received(basis=basis, person_id=person_id))
    else:
        refusal = asked.refused("identity_without_basis")
        assert refusal.details["field"] == "person" and refusal.details["remedy"]


@pytest.mark.parametrize(
    ("person_id", "key"), [("p1", "p1"), (None, "signal-s1")], ids=["with", "without"]
)
def test_the_departments_words_are_kept_apart_under_a_key(person_id, key):
    told = story().when(receive(person_id=person_id, note="滞納が三か月"))
    told.then(
        received(person_id=person_id),
        domain.SignalNoteTaken(signal_id="s1", person_id=key, on=DAY, note="滞納が三か月"),
    )


STEPS = {
    "encouraged": (
        lambda s: s.encourage(on=DAY, answer="thinking"),
        domain.EncouragementGiven(signal_id="s1", on=DAY, answer="thinking"),
        "open",
    ),
    "next_step_set": (
        lambda s: s.set_next_step(on=DAY, owner_desk="outreach", next_step="visit", due_on=DAY),
        domain.SignalNextStepSet(
            signal_id="s1", on=DAY, owner_desk="outreach", next_step="visit", due_on=DAY
        ),
        "open",
    ),
    "connected": (
        lambda s: s.connect(on=DAY, case_id="c1", person_id="p1"),
        CONNECTED,
        "connected",
    ),
    "closed": (lambda s: s.close(on=DAY, reason="moved_away"), CLOSED, "closed"),
}


@pytest.mark.parametrize("step", STEPS)
def test_an_open_signal_takes_every_step(step):
    command, event, state = STEPS[step]
    taken = story(received()).when(command)
    taken.then(event)
    assert taken.aggregate.state == state


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "history",
    [(received(), CONNECTED), (received(), CLOSED), ()],
    ids=["connected", "closed", "never_received"],
)
def test_a_signal_that_is_not_open_takes_none(step, history):
    story(*history).when(STEPS[step][0]).refused("signal_not_open")


# -- clocks ---------------------------------------------------------------------------------------

AT = datetime(2026, 11, 20, 5, tzinfo=UTC)
HOURS = received(urgent=True, due_on=DAY, due_at=AT.isoformat())
DAYS = received(due_on=DAY)
END_OF_DAY = datetime(2026, 11, 20, 15, tzinfo=UTC)  # midnight in the city


def escalated(level):
    return domain.SignalEscalated(
        signal_id="s1",
        on=DAY,
        level=level,
        owner_desk="consultation_support",
        due_on=DAY,
        due_at=AT.isoformat(),
    )


def looked_at(moment):
    return lambda signal: signal.check_clock(moment)


@pytest.mark.parametrize(
    ("history", "moment", "levels"),
    [
        ((HOURS,), AT - timedelta(seconds=1), []),
        ((HOURS,), AT, ["desk_lead"]),
        ((HOURS,), AT + timedelta(minutes=59), ["desk_lead"]),
        ((HOURS,), AT + timedelta(hours=1), ["desk_lead", "support_lead"]),
        ((HOURS, escalated("desk_lead")), AT + timedelta(minutes=59), []),
        ((HOURS, escalated("desk_lead")), AT + timedelta(days=9), ["support_lead"]),
        ((HOURS, escalated("desk_lead"), escalated("support_lead")), AT + timedelta(days=99), []),
        ((DAYS,), END_OF_DAY - timedelta(seconds=1), []),
        ((DAYS,), END_OF_DAY, ["desk_lead"]),
        # 2026-11-20 is a Friday, the 23rd a holiday: two working days later is the 25th.
        ((DAYS,), datetime(2026, 11, 25, 14, 59, 59, tzinfo=UTC), ["desk_lead"]),
        ((DAYS,), datetime(2026, 11, 25, 15, tzinfo=UTC), ["desk_lead", "support_lead"]),
        ((HOURS, CLOSED), AT + timedelta(days=1), []),
        ((HOURS, CONNECTED), AT + timedelta(days=1), []),
        ((), AT + timedelta(days=1), []),
    ],
)
def test_each_lead_hears_once_when_the_time_has_passed(history, moment, levels):
    looked = story(*history).when(looked_at(moment))
    assert [e.level for e in looked.aggregate.pending] == levels
    again = looked.aggregate
    again.pending.clear()
    again.check_clock(moment)
    assert again.pending == []


def test_a_new_next_step_starts_a_new_clock():
    later = AT + timedelta(hours=6)
    step = domain.SignalNextStepSet(
        signal_id="s1",
        on=DAY,
        owner_desk="outreach",
        next_step="visit",
        due_on=DAY,
        due_at=later.isoformat(),
    )
    told = story(HOURS, escalated("desk_lead"), step).when(looked_at(AT + timedelta(hours=2)))
    told.then()
    told.when(looked_at(later))
    assert [(e.level, e.owner_desk) for e in told.aggregate.pending] == [("desk_lead", "outreach")]


@given(
    hours=st.one_of(st.none(), st.integers(1, 72)),
    looks=st.lists(st.integers(0, 24 * 14), min_size=1, max_size=12),
)
def test_however_often_one_looks_each_lead_hears_at_most_once_and_in_order(hours, looks):
    due_at = (AT + timedelta(hours=hours)).isoformat() if hours else None
    signal = Signal.replay("s1", [received(due_on=DAY, due_at=due_at)])
    for hour in sorted(looks):
        signal.check_clock(AT + timedelta(hours=hour))
    levels = [e.level for e in signal.pending]
    assert levels == list(ALL_RAISED[: len(levels)])
    last = AT + timedelta(hours=max(looks))
    expected = [a for n in range(2) if (a := next_alarm(DAY, due_at, n)) and a.at <= last]
    assert levels == [alarm.level for alarm in expected]


# -- slips and sharing ----------------------------------------------------------------------------

SLIP = domain.SlipIssued(signal_id="s1", on=DAY, code="ACDEFHJK")


def test_a_slip_is_printed_again_under_its_first_number():
    assert story(received()).when(lambda s: s.issue_slip(on=DAY, code="ACDEFHJK")).then(SLIP)
    again = story(received(), SLIP)
    assert again.aggregate.issue_slip(on=DAY, code="MNPRTVWX") == "ACDEFHJK"
    assert again.aggregate.pending == []


def test_for_an_ended_signal_no_slip_is_printed():
    story(received(), CLOSED).when(lambda s: s.issue_slip(on=DAY, code="A")).refused(
        "signal_not_open"
    )


@pytest.mark.parametrize("history", [(), (CLOSED,), (CONNECTED,)], ids=["open", "closed", "came"])
def test_sharing_stops_at_once_in_whatever_state(history):
    stopped = domain.SignalSharingStopped(signal_id="s1", on=DAY)
    story(received(), *history).when(lambda s: s.stop_sharing(on=DAY)).then(stopped)
    story(received(), *history, stopped).when(lambda s: s.stop_sharing(on=DAY)).then()


# -- older records --------------------------------------------------------------------------------


def test_what_was_received_before_hours_counted_is_still_read():
    types = EventTypes([domain.SignalReceived, domain.SignalNextStepSet], UPCASTERS)
    old = """{"signal_id": "s1", "department": "waterworks", "kind": "water_arrears",
        "noticed_on": "2026-11-18", "on": "2026-11-20", "basis": "consent", "urgent": false,
        "person_id": "p1", "owner_desk": "consultation_support", "next_step": "first_contact",
        "due_on": "2026-11-26"}"""
    assert types.decode("intake.signal_received", 1, old) == received()
    step = """{"signal_id": "s1", "on": "2026-11-20", "owner_desk": "outreach",
        "next_step": "visit", "due_on": "2026-11-26"}"""
    assert types.decode("intake.signal_next_step_set", 1, step).due_at is None


@pytest.mark.parametrize(
    ("due_at", "came", "keeps"),
    [
        (None, False, False),
        (None, True, False),
        ("2026-11-20T13:00", False, True),
        ("2026-11-20T13:00", True, False),
    ],
)
def test_only_what_is_urgent_keeps_its_clock_and_only_until_the_person_came(due_at, came, keeps):
    assert keeps_own_clock(due_at, came) is keeps
