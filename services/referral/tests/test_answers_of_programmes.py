"""The kit keeps a table of what a programme may answer to a sheet: it is this service's own.

A programme decides by the kit's table while this service is down; where the tables differ,
its answer would be refused here once both are up again.
"""

from datetime import date

import pytest

from services.referral.domain import states
from services.referral.domain.referral import Referral
from services.referral.domain.referral_state import ReferralState
from services.referral.reactions import MOVES
from services.referral.tests.sheets import COURSE, FRIDAY, RECEIVER, RESUMED, STATES
from tsunagu.domain.errors import Refused
from tsunagu.sheets import inbox
from tsunagu.sheets.commands import ANSWERS
from tsunagu.sheets.inbox import SheetInbox

SENT = [state for state in STATES if state != states.DRAFT]  # a draft is known to nobody else
Sheet = SheetInbox("meals", desks=(RECEIVER,)).Sheet


def here(state, answer, code):
    """What this service says to the answer: None, or the code of its refusal."""
    referral = Referral.replay("r1", COURSE[state])
    try:
        MOVES[answer](referral, RECEIVER, FRIDAY, code)
    except Refused as refusal:
        return refusal.code
    assert referral.state == answer
    return None


def there(state, answer, code):
    """What the programme's sheet says to it."""
    sheet = Sheet("r1")
    sheet.arrive(
        need_id="n1", person_id="p1", case_id=None, on=FRIDAY, from_desk="youth", desk=RECEIVER,
        issues=(), warm=False, due_on=date(2026, 11, 26),
    )  # fmt: skip
    if state != states.REQUESTED:
        sheet.follow(state=state, on=FRIDAY)
    assert sheet.state == state
    try:
        sheet.answer(by=RECEIVER, state=answer, on=FRIDAY, code=code)
    except Refused as refusal:
        return refusal.code
    assert sheet.state == answer
    return None


def test_a_programme_knows_every_answer_that_is_taken_here():
    assert set(ANSWERS) == set(MOVES)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("state", SENT)
def test_from_each_state_both_take_the_same_answers(state, answer):
    assert there(state, answer, "no_capacity") == here(state, answer, "no_capacity")


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("state", SENT)
def test_both_ask_for_a_reason_or_an_outcome_in_the_same_places(state, answer):
    needed = {"reason_required", "outcome_required"}
    assert (there(state, answer, None) in needed) == (here(state, answer, None) in needed)


def test_what_is_open_here_once_sent_is_open_there():
    assert {*inbox.OPEN, states.DRAFT} == set(states.OPEN_STATES)
    for state in SENT:
        assert Referral.replay("r1", COURSE[state]).is_open == (state in inbox.OPEN)


def test_every_fact_that_moves_a_sheet_here_means_the_same_state_there():
    moved = {}
    for events in (*COURSE.values(), (*COURSE[states.ON_HOLD], RESUMED)):
        referral = ReferralState("r1")
        for event in events:
            before = referral.state
            referral = ReferralState.replay("r1", events[: events.index(event) + 1])
            if referral.state != before:
                moved[event.wire_type] = referral.state
    followed = {"referral.requested": states.REQUESTED} | inbox._STATE_OF
    assert {"referral.sheet_written": states.DRAFT} | followed == moved
