"""A signal: accepted once, with an owner at once, and with an identity only on a legal basis."""

from datetime import date

import pytest

from services.intake import domain_signal as domain
from services.intake.domain_signal import Signal
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
