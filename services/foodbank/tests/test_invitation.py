"""The soft invitation: offered once, answered when they like, never pressed."""

import pytest

from services.foodbank.domain.events import invitation as invitation_events
from services.foodbank.domain.events import visitor as visitor_events
from services.foodbank.domain.visitor import Visitor
from services.foodbank.tests.counter import (
    ASKED,
    FRIDAY,
    KNOWN,
    OFFERED,
    TUESDAY,
    WHO,
    agreed,
    answered,
    days,
    linked,
)
from tsunagu.testing import scenario


def visitor(*events):
    return scenario(Visitor, "v1").given(KNOWN, *events)


def offer(on=FRIDAY):
    return lambda v: v.offer(on=on)


def answer(word, on=FRIDAY, **other):
    return lambda v: v.answer(on=on, answer=word, **other)


TAKEN_BACK = invitation_events.InvitationWithdrawn(**WHO, reason="not_now", may_ask_again_on=None)
AGREES = {"next_step": "accompany", "due_on": TUESDAY}


# -- when the aide may speak of the desk ----------------------------------------------------------


def test_a_visitor_is_told_of_the_desk_once():
    visitor().when(offer()).then(OFFERED)


@pytest.mark.parametrize(
    "before",
    [
        (OFFERED,),
        (OFFERED, answered("thinking")),
        (OFFERED, answered("declined")),
        (OFFERED, answered("thinking"), answered("declined")),
        (OFFERED, answered("declined", days(0)), answered("declined")),
        (OFFERED, answered("declined", days(0)), OFFERED),
        (ASKED, OFFERED),
        (OFFERED, agreed(), TAKEN_BACK),
    ],
    ids=[
        "offered_and_silent",
        "thinking",
        "declined",
        "thought_and_declined",
        "allowed_and_then_not",
        "one_permission_is_for_one_offer",
        "one_question_is_for_one_offer",
        "took_it_back",
    ],
)
def test_whoever_has_not_allowed_it_is_not_asked_again(before):
    refusal = visitor(*before).when(offer(days(400))).refused("asking_not_allowed")
    assert refusal.details["remedy"]


@pytest.mark.parametrize("word", ["thinking", "declined"])
@pytest.mark.parametrize(("on", "allowed"), [(days(9), False), (days(10), True), (days(11), True)])
def test_they_are_asked_again_from_the_day_they_gave_and_not_before(word, on, allowed):
    story = visitor(OFFERED, answered(word, days(10)))
    story.when(offer(on))
    if allowed:
        story.then(invitation_events.InvitationOffered(**WHO | {"on": on}))
    else:
        assert "2026-11-30" in story.refused("asking_not_allowed").details["remedy"]


@pytest.mark.parametrize("word", ["thinking", "declined"])
def test_whoever_asks_by_themselves_may_be_told(word):
    story = visitor(OFFERED, answered(word))
    story.when(lambda v: v.ask_themselves(on=days(90)))
    story.then(invitation_events.VisitorAsked(**WHO | {"on": days(90)}))
    story.given(KNOWN, OFFERED, answered(word), ASKED).when(offer(days(90)))
    story.then(invitation_events.InvitationOffered(**WHO | {"on": days(90)}))


def test_a_question_before_their_last_word_allows_nothing():
    story = visitor(OFFERED, answered("declined", on=days(5)))
    story.when(lambda v: v.ask_themselves(on=days(4))).refused("before_present_state")


def test_asking_twice_is_one_question():
    visitor(ASKED).when(lambda v: v.ask_themselves(on=FRIDAY)).then()


def test_who_has_agreed_is_not_invited_again():
    visitor(OFFERED, agreed()).when(offer(days(30))).refused("asking_not_allowed")


def test_who_came_by_themselves_is_not_invited_unasked():
    came = visitor_events.VisitorCame(
        **WHO | {"person_id": "p1", "case_id": "c1"},
        record_id="r1",
        first_visit_on=FRIDAY,
        days=0,
        invitation=None,
        by_themselves=True,
    )
    visitor(linked(), came).when(offer()).refused("asking_not_allowed")


# -- what they answer -----------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["thinking", "declined"])
@pytest.mark.parametrize("again_on", [None, days(0), days(60)])
def test_thinking_and_declined_leave_nothing_open(word, again_on):
    story = visitor(OFFERED).when(answer(word, may_ask_again_on=again_on))
    story.then(answered(word, again_on))
    assert story.aggregate.next_step is story.aggregate.due_on is None


@pytest.mark.parametrize(
    "before",
    [
        (OFFERED,),
        (OFFERED, answered("thinking")),
        (OFFERED, answered("declined")),
        (OFFERED, agreed(), TAKEN_BACK),
    ],
    ids=["offered", "thinking", "declined", "withdrawn"],
)
def test_they_may_agree_whenever_they_like_and_are_then_owed_a_step(before):
    story = visitor(*before).when(answer("agreed", **AGREES)).then(agreed())
    visitor_now = story.aggregate
    assert (visitor_now.invitation, visitor_now.next_step, visitor_now.due_on) == (
        "agreed",
        "accompany",
        TUESDAY,
    )


@pytest.mark.parametrize("missing", ["next_step", "due_on"])
def test_an_agreement_without_a_step_and_its_day_is_no_promise(missing):
    step = AGREES | {missing: None}
    visitor(OFFERED).when(answer("agreed", **step)).refused("step_required")


@pytest.mark.parametrize(
    ("word", "other", "code"),
    [
        ("maybe", {}, "answer_unknown"),
        ("declined", {"may_ask_again_on": days(-1)}, "due_in_the_past"),
        ("agreed", AGREES | {"due_on": days(-1)}, "due_in_the_past"),
        ("agreed", AGREES | {"next_step": "call his sister"}, "not_a_code"),
    ],
    ids=["no_answer", "allowed_for_yesterday", "due_yesterday", "words"],
)
def test_an_impossible_answer(word, other, code):
    visitor(OFFERED).when(answer(word, **other)).refused(code)


def test_nobody_answers_what_was_not_offered():
    refusal = visitor().when(answer("declined")).refused("state_not_allowed")
    assert refusal.details["state"] == "not_invited"


def test_an_answer_is_not_older_than_the_offer():
    visitor(OFFERED).when(answer("declined", on=days(-1))).refused("before_present_state")


# -- an agreement is a promise --------------------------------------------------------------------


def test_the_next_step_of_an_agreement_may_change():
    story = visitor(OFFERED, agreed())
    story.when(lambda v: v.set_step(on=TUESDAY, next_step="write_sheet", due_on=days(7)))
    step = {"owner_desk": "food_bank", "next_step": "write_sheet", "due_on": days(7)}
    story.then(invitation_events.InvitationStepSet(**WHO | {"on": TUESDAY}, **step))
    assert story.aggregate.due_on == days(7)


def test_without_an_agreement_there_is_no_step_to_set():
    story = visitor(OFFERED, answered("thinking"))
    story.when(lambda v: v.set_step(on=TUESDAY, next_step="call", due_on=TUESDAY))
    story.refused("state_not_allowed")


def test_they_may_take_it_back_and_owe_no_explanation():
    story = visitor(OFFERED, agreed())
    story.when(lambda v: v.withdraw(on=TUESDAY, reason="not_now", may_ask_again_on=days(30)))
    story.then(
        invitation_events.InvitationWithdrawn(
            **WHO | {"on": TUESDAY}, reason="not_now", may_ask_again_on=days(30)
        )
    )
    assert story.aggregate.next_step is None
    assert not story.aggregate.may_be_asked(days(29))
    assert story.aggregate.may_be_asked(days(30))


def test_a_desk_that_took_them_up_ends_the_promise():
    story = visitor(linked(), OFFERED, agreed())
    story.when(lambda v: v.reach_desk(on=TUESDAY, way="sheet", referral_id="r1"))
    ids = {"person_id": "p1", "case_id": "c1", "on": TUESDAY}
    story.then(invitation_events.VisitorConnected(**WHO | ids, way="sheet", referral_id="r1"))
    assert story.aggregate.next_step is None
    assert not story.aggregate.may_be_asked(days(30))


@pytest.mark.parametrize(
    "before",
    [
        (OFFERED, agreed()),
        (linked(), OFFERED, answered("declined")),
        (linked(), OFFERED, agreed(on=days(5))),
    ],
    ids=["nobody_known", "not_agreed", "agreed_only_later"],
)
def test_nothing_is_connected_that_was_not_agreed_with_somebody_known(before):
    visitor(*before).when(lambda v: v.reach_desk(on=TUESDAY, way="sheet")).then()
