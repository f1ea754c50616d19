"""Which command is allowed in which state, for whom, on which day, and with what."""

from datetime import date, timedelta

import pytest

from services.referral.domain import events, states
from services.referral.domain.referral import Referral
from services.referral.tests.sheets import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    COURSE,
    ENTERED_IN_ERROR,
    FAILED,
    FRIDAY,
    IDS,
    ON_HOLD,
    RECEIVER,
    REJECTED,
    RESUMED,
    SENDER,
    STARTED,
    STATES,
    STRANGER,
    requested,
)
from tsunagu.testing import scenario

# command → (who gives it, with what, what it records)
COMMANDS = {
    "request": (SENDER, {"due_on": date(2026, 11, 26)}, requested()),
    "accept": (RECEIVER, {}, ACCEPTED),
    "reject": (RECEIVER, {"reason": "no_capacity"}, REJECTED),
    "start": (RECEIVER, {}, STARTED),
    "hold": (RECEIVER, {"reason": "in_hospital"}, ON_HOLD),
    "resume": (RECEIVER, {}, RESUMED),
    "complete": (RECEIVER, {"outcome": "support_given"}, COMPLETED),
    "fail": (RECEIVER, {"reason": "lost_contact"}, FAILED),
    "cancel": (SENDER, {"reason": "not_wanted"}, CANCELLED),
    "enter_in_error": (SENDER, {}, ENTERED_IN_ERROR),
}
# The whole table, written out beside `states.MAY_FOLLOW` so that either can be wrong.
ALLOWED = {
    "draft": "request cancel enter_in_error",
    "requested": "accept reject cancel enter_in_error",
    "accepted": "start cancel enter_in_error",
    "in_progress": "hold complete fail cancel enter_in_error",
    "on_hold": "resume complete fail cancel enter_in_error",
    "rejected": "enter_in_error",
    "completed": "enter_in_error",
    "failed": "enter_in_error",
    "cancelled": "enter_in_error",
    "entered_in_error": "",
}
ALLOWED_PAIRS = [(s, c) for s in STATES for c in COMMANDS if c in ALLOWED[s].split()]
FORBIDDEN_PAIRS = [(s, c) for s in STATES for c in COMMANDS if c not in ALLOWED[s].split()]


def give(command, **other):
    """The command as its own desk gives it on the Friday, unless told otherwise."""
    by, more, _ = COMMANDS[command]
    arguments = {"by": by, "on": FRIDAY} | more | other
    return lambda referral: getattr(referral, command)(**arguments)


def readable(pair):
    return "-".join(pair) if isinstance(pair, tuple) else None


def test_the_table_is_the_whole_state_machine():
    assert set(ALLOWED) == set(states.STATES)
    assert len(ALLOWED_PAIRS) + len(FORBIDDEN_PAIRS) == len(STATES) * len(COMMANDS)


@pytest.mark.parametrize("pair", ALLOWED_PAIRS, ids=readable)
def test_this_may_follow(pair):
    state, command = pair
    story = scenario(Referral, "r1").given(*COURSE[state]).when(give(command))
    story.then(COMMANDS[command][2])


@pytest.mark.parametrize("pair", FORBIDDEN_PAIRS, ids=readable)
def test_this_may_not_follow_and_the_refusal_says_what_may(pair):
    state, command = pair
    story = scenario(Referral, "r1").given(*COURSE[state]).when(give(command))
    refusal = story.refused("transition_not_allowed")
    assert refusal.details["state"] == state
    assert story.aggregate.state == state
    assert command not in refusal.details["allowed"]
    assert refusal.details["field"] == "state" and refusal.details["remedy"]


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_moves_that_was_never_written(command):
    scenario(Referral, "r1").given().when(give(command)).refused("transition_not_allowed")


# -- who ------------------------------------------------------------------------------------------

OTHERS_MOVE = [
    (state, command, desk)
    for state, command in ALLOWED_PAIRS
    for desk in (SENDER, RECEIVER, STRANGER)
    if desk != COMMANDS[command][0]
    and not (command == "cancel" and desk == RECEIVER and state != "draft")
]


@pytest.mark.parametrize("case", OTHERS_MOVE, ids=readable)
def test_only_its_own_desk_may_make_a_move(case):
    state, command, desk = case
    story = scenario(Referral, "r1").given(*COURSE[state]).when(give(command, by=desk))
    refusal = story.refused("not_this_desks_move")
    assert COMMANDS[command][0] in refusal.details["remedy"]


@pytest.mark.parametrize("state", ["requested", "accepted", "in_progress", "on_hold"])
def test_the_receiver_too_may_cancel_what_was_sent(state):
    story = scenario(Referral, "r1").given(*COURSE[state])
    story.when(give("cancel", by=RECEIVER))
    story.then(events.Cancelled(**IDS, reason="not_wanted", by="receiver"))


def test_of_a_draft_the_receiver_knows_nothing():
    story = scenario(Referral, "r1").given(*COURSE["draft"])
    story.when(give("cancel", by=RECEIVER)).refused("not_this_desks_move")


# -- with what ------------------------------------------------------------------------------------

NEEDS_REASON = [("requested", "reject"), ("in_progress", "hold"), ("in_progress", "fail")] + [
    (state, "cancel") for state in ("draft", "requested", "accepted", "in_progress", "on_hold")
]


@pytest.mark.parametrize("pair", NEEDS_REASON, ids=readable)
@pytest.mark.parametrize("missing", [None, ""], ids=["missing", "empty"])
def test_whoever_refuses_holds_fails_or_cancels_gives_a_reason(pair, missing):
    state, command = pair
    story = scenario(Referral, "r1").given(*COURSE[state]).when(give(command, reason=missing))
    refusal = story.refused("reason_required")
    assert refusal.details["field"] == "reason" and refusal.details["remedy"]


@pytest.mark.parametrize("missing", [None, ""], ids=["missing", "empty"])
@pytest.mark.parametrize("state", ["in_progress", "on_hold"])
def test_completing_needs_an_outcome_the_sender_sees(state, missing):
    story = scenario(Referral, "r1").given(*COURSE[state])
    story.when(give("complete", outcome=missing)).refused("outcome_required")


@pytest.mark.parametrize(
    ("state", "command", "field"),
    [
        ("requested", "reject", "reason"),
        ("in_progress", "hold", "reason"),
        ("in_progress", "fail", "reason"),
        ("requested", "cancel", "reason"),
        ("in_progress", "complete", "outcome"),
    ],
)
@pytest.mark.parametrize(
    "words",
    ["満員です", "Taro was rude", "UPPER", "1st", "a" * 65],
    ids=["japanese", "sentence", "capitals", "digit_first", "65_characters"],
)
def test_a_reason_is_a_code_since_everybody_reads_it(state, command, field, words):
    story = scenario(Referral, "r1").given(*COURSE[state]).when(give(command, **{field: words}))
    assert story.refused("not_a_code").details["field"] == field


def test_the_longest_code_is_one():
    reason = "a" * 64
    story = scenario(Referral, "r1").given(*COURSE["requested"])
    story.when(give("reject", reason=reason)).then(events.Rejected(**IDS, reason=reason))


def test_words_go_into_the_note():
    story = scenario(Referral, "r1").given(*COURSE["requested"])
    story.when(give("reject", note="来月なら空きます"))
    story.then(events.Rejected(**IDS, reason="no_capacity", note="来月なら空きます"))


# -- when -----------------------------------------------------------------------------------------

DATED = [pair for pair in ALLOWED_PAIRS if pair[1] != "request"]


@pytest.mark.parametrize("pair", DATED, ids=readable)
def test_nothing_happens_before_the_present_state_began(pair):
    state, command = pair
    story = scenario(Referral, "r1").given(*COURSE[state])
    story.when(give(command, on=FRIDAY - timedelta(days=1))).refused("before_present_state")


def test_a_sheet_is_not_sent_before_it_was_written():
    story = scenario(Referral, "r1").given(*COURSE["draft"])
    story.when(give("request", on=FRIDAY - timedelta(days=1))).refused("before_present_state")


# -- business statuses ----------------------------------------------------------------------------


def note(status, by=RECEIVER, on=FRIDAY):
    return lambda referral: referral.note_status(by=by, on=on, status=status)


@pytest.mark.parametrize("status", ["received", "first_contact_made", "accompanied"])
@pytest.mark.parametrize("by", [SENDER, RECEIVER])
@pytest.mark.parametrize("state", ["requested", "accepted", "in_progress", "on_hold"])
def test_either_desk_notes_how_far_it_is_beside_the_state(state, by, status):
    story = scenario(Referral, "r1").given(*COURSE[state]).when(note(status, by))
    story.then(events.StatusNoted(referral_id="r1", on=FRIDAY, status=status))
    assert story.aggregate.state == state


def test_the_same_status_on_the_same_day_is_noted_once():
    noted = events.StatusNoted(referral_id="r1", on=FRIDAY, status="received")
    story = scenario(Referral, "r1").given(*COURSE["requested"], noted)
    story.when(note("received")).then()
    later = FRIDAY + timedelta(days=4)
    story.when(note("received", on=later))
    story.then(events.StatusNoted(referral_id="r1", on=later, status="received"))


@pytest.mark.parametrize(
    ("state", "status", "by", "code"),
    [
        ("requested", "nearly_done", RECEIVER, "status_unknown"),
        ("requested", "received", STRANGER, "not_this_desks_move"),
        ("draft", "received", SENDER, "nothing_under_way"),
        ("rejected", "received", RECEIVER, "nothing_under_way"),
        ("completed", "accompanied", RECEIVER, "nothing_under_way"),
        ("failed", "accompanied", RECEIVER, "nothing_under_way"),
        ("cancelled", "accompanied", SENDER, "nothing_under_way"),
        ("entered_in_error", "received", SENDER, "nothing_under_way"),
    ],
)
def test_a_status_is_refused(state, status, by, code):
    scenario(Referral, "r1").given(*COURSE[state]).when(note(status, by)).refused(code)
