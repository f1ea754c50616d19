"""A visitor: nameless, described as far as they say; and how their coming is counted."""

from dataclasses import replace

import pytest

from services.foodbank.domain.card import Card
from services.foodbank.domain.events import invitation as invitation_events
from services.foodbank.domain.events import visitor as visitor_events
from services.foodbank.domain.household import HouseholdAnswers
from services.foodbank.domain.visitor import Consultation, Visitor
from services.foodbank.tests.counter import (
    FRIDAY,
    KNOWN,
    LINKED,
    OFFERED,
    TUESDAY,
    WHO,
    agreed,
    answered,
    days,
    first_visit,
    linked,
)
from tsunagu.testing import scenario

DESCRIBED = visitor_events.VisitorDescribed(
    person_id="v1",
    on=FRIDAY,
    size=3,
    children=1,
    infants=0,
    cannot_cook=False,
    nickname="赤い帽子の人",
    allergies=("egg",),
)
CAME_IN_MARCH = Consultation(
    record_id="r1", case_id="c1", on=days(120), opening="opened", from_desk=None
)


said = HouseholdAnswers


def visitor(*events):
    return scenario(Visitor, "v1").given(KNOWN, *events)


def came(**other):
    facts = {"record_id": "r1", "first_visit_on": FRIDAY, "days": 120, "invitation": None}
    return visitor_events.VisitorCame(
        **LINKED | {"on": days(120)} | facts | {"by_themselves": True} | other
    )


# -- who they are ---------------------------------------------------------------------------------


def test_a_visitor_needs_no_name():
    scenario(Visitor, "v1").given().when(lambda v: v.be_known(on=FRIDAY)).then(KNOWN)
    visitor().when(lambda v: v.be_known(on=FRIDAY)).then()


def test_what_is_not_said_again_stays_as_it_was():
    story = visitor(DESCRIBED).when(
        lambda v: v.describe(on=TUESDAY, household=said(size=4), note="静かな人")
    )
    story.then(replace(DESCRIBED, on=TUESDAY, size=4, note="静かな人"))


def test_saying_the_same_again_changes_nothing():
    visitor(DESCRIBED).when(
        lambda v: v.describe(on=TUESDAY, household=said(size=3, allergies=("egg",)))
    ).then()


@pytest.mark.parametrize(
    ("size", "children", "infants", "possible"),
    [(1, 0, 0, True), (1, 1, 0, True), (2, 1, 1, True), (2, 2, 1, False), (1, 1, 1, False)],
)
def test_children_and_infants_are_among_the_household(size, children, infants, possible):
    story = visitor()
    household = said(size=size, children=children, infants=infants)
    story.when(lambda v: v.describe(on=FRIDAY, household=household))
    if possible:
        assert story.aggregate.household.size == size
    else:
        story.refused("household_impossible")


def test_a_household_that_became_smaller_is_told_by_its_size_alone():
    story = visitor(DESCRIBED).when(lambda v: v.describe(on=TUESDAY, household=said(size=1)))
    assert story.aggregate.household.children == 1  # a child alone
    story = visitor(replace(DESCRIBED, size=4, children=2)).when(
        lambda v: v.describe(on=TUESDAY, household=said(size=1))
    )
    story.then(replace(DESCRIBED, on=TUESDAY, size=1, children=0))


def test_whoever_reads_what_is_known_is_recorded_with_the_purpose():
    story = visitor(DESCRIBED).when(lambda v: v.read(on=FRIDAY, by="food_bank", purpose="pack"))
    story.then(
        visitor_events.VisitorRead(visitor_id="v1", on=FRIDAY, desk="food_bank", purpose="pack")
    )


def test_a_forgotten_visitor_is_neither_described_nor_invited_nor_owed():
    forgotten = visitor_events.VisitorForgotten(**WHO)
    story = visitor(DESCRIBED, OFFERED, agreed()).when(lambda v: v.forget(on=FRIDAY))
    story.then(forgotten)
    known = story.aggregate
    assert known.household.allergies is known.nickname is known.next_step is None
    for command in (
        lambda v: v.describe(on=FRIDAY, household=said(size=2)),
        lambda v: v.offer(on=FRIDAY),
        lambda v: v.ask_themselves(on=FRIDAY),
        lambda v: v.link(on=FRIDAY, person_id="p1", case_id=None, basis="consent"),
        lambda v: v.read(on=FRIDAY, by="food_bank", purpose="pack"),
        lambda v: v.forget(on=FRIDAY),
    ):
        visitor(DESCRIBED, forgotten).when(command).refused("visitor_forgotten")


def test_a_card_leads_to_one_visitor():
    issued = visitor_events.CardIssued(card="0042", visitor_id="v1", on=FRIDAY)
    story = scenario(Card, "0042").given()
    story.when(lambda c: c.issue(on=FRIDAY, visitor_id="v1")).then(issued)
    story.given(issued).when(lambda c: c.issue(on=FRIDAY, visitor_id="v1")).then()
    story.when(lambda c: c.issue(on=FRIDAY, visitor_id="v2")).refused("card_taken")
    again = visitor_events.CardIssued(card="0042", visitor_id="v2", on=FRIDAY)
    story.when(lambda c: c.issue(on=FRIDAY, visitor_id="v2", instead_of="v1")).then(again)


# -- linking --------------------------------------------------------------------------------------


def link(person_id="p1", case_id="c1", basis="consent"):
    return lambda v: v.link(on=FRIDAY, person_id=person_id, case_id=case_id, basis=basis)


def test_a_visitor_becomes_a_person_by_their_consent():
    visitor().when(link()).then(linked())
    visitor(linked()).when(link()).then()
    visitor(linked()).when(link(case_id=None)).then()


def test_a_case_may_be_added_later():
    visitor(linked(case_id=None)).when(link()).then(linked())


@pytest.mark.parametrize("basis", ["", "conference", "we_know_them"])
def test_nobody_is_linked_behind_their_back(basis):
    visitor().when(link(basis=basis)).refused("basis_required")


def test_a_link_to_another_person_is_undone_first():
    visitor(linked()).when(link(person_id="p2")).refused("already_linked")
    unlink = lambda v: v.unlink(on=FRIDAY, reason="wrong_person", due_on=TUESDAY)  # noqa: E731
    story = visitor(linked()).when(unlink)
    story.then(visitor_events.VisitorUnlinked(**LINKED, reason="wrong_person"))
    assert story.aggregate.person_id is None
    visitor().when(unlink).refused("state_not_allowed")


def test_a_wrong_link_counts_no_coming_and_its_agreement_is_owed_again():
    connected = invitation_events.VisitorConnected(
        **LINKED | {"on": days(120)}, way="consultation", referral_id=None
    )
    story = visitor(
        first_visit(), linked(), OFFERED, agreed(), came(invitation="agreed"), connected
    )
    story.when(lambda v: v.unlink(on=days(130), reason="wrong_person", due_on=days(133)))
    on = {"on": days(130)}
    step = {"owner_desk": "food_bank", "next_step": "ask_visitor", "due_on": days(133)}
    story.then(
        visitor_events.CameCorrected(
            **LINKED | {"on": days(120)}, record_id="r1", first_visit_on=FRIDAY, days=None
        ),
        visitor_events.VisitorUnlinked(**LINKED | on, reason="wrong_person"),
        invitation_events.InvitationAgreed(**WHO | on | step),
    )


# -- how many later come --------------------------------------------------------------------------


def hear(consultation=CAME_IN_MARCH):
    return lambda v: v.hear_of(consultation)


def test_a_visitor_who_declined_and_comes_months_later_is_counted_with_the_days():
    story = visitor(first_visit(), OFFERED, answered("declined"), linked())
    story.when(hear()).then(came(invitation="declined"))


@pytest.mark.parametrize(
    ("on", "expected"),
    [(days(-1), None), (days(0), 0), (days(1), 1), (days(400), 400)],
    ids=["before_the_first_visit", "the_same_day", "next_day", "a_year_later"],
)
def test_only_a_consultation_from_the_first_visit_on_counts(on, expected):
    story = visitor(first_visit(), linked()).when(hear(replace(CAME_IN_MARCH, on=on)))
    story.then(*([] if expected is None else [came(on=on, days=expected)]))


@pytest.mark.parametrize(("opening", "counts"), [("opened", 1), ("reopened", 1), ("continued", 0)])
def test_a_consultation_of_a_case_that_was_open_already_is_no_coming(opening, counts):
    story = visitor(first_visit(), linked()).when(hear(replace(CAME_IN_MARCH, opening=opening)))
    assert len(story.aggregate.pending) == counts


@pytest.mark.parametrize(
    ("from_desk", "alone"), [(None, True), ("tax_collection", True), ("food_bank", False)]
)
def test_whom_the_food_bank_brought_did_not_come_by_themselves(from_desk, alone):
    story = visitor(first_visit(), linked()).when(hear(replace(CAME_IN_MARCH, from_desk=from_desk)))
    story.then(came(by_themselves=alone))


def test_a_visitor_comes_once():
    again = replace(CAME_IN_MARCH, record_id="r2", opening="reopened", on=days(300))
    visitor(first_visit(), linked(), came()).when(hear(again)).then()


@pytest.mark.parametrize(
    "before",
    [(first_visit(),), (linked(),), (first_visit(by_sheet=True), linked())],
    ids=["not_linked", "never_visited", "sent_by_a_sheet"],
)
def test_nobody_else_is_counted(before):
    visitor(*before).when(hear()).then()


def test_an_agreed_visitor_who_comes_has_come_and_is_connected():
    story = visitor(first_visit(), linked(case_id=None), OFFERED, agreed()).when(hear())
    who = LINKED | {"on": days(120)}
    story.then(
        came(invitation="agreed"),
        invitation_events.VisitorConnected(**who, way="consultation", referral_id=None),
    )


def test_an_earlier_visit_entered_late_changes_the_days():
    story = visitor(first_visit(), linked(), came())
    story.when(lambda v: v.visit(on=days(-10), by_sheet=False))
    corrected = {"record_id": "r1", "first_visit_on": days(-10), "days": 130}
    story.then(
        first_visit(days(-10)),
        visitor_events.CameCorrected(**LINKED | {"on": days(120)} | corrected),
    )
    visitor(first_visit()).when(lambda v: v.visit(on=days(3), by_sheet=False)).then()


@pytest.mark.parametrize(
    ("on", "counted"), [(days(100), 100), (days(0), 0), (days(-1), None)], ids=str
)
def test_a_corrected_day_of_the_consultation_changes_the_days(on, counted):
    story = visitor(first_visit(), linked(), came())
    story.when(lambda v: v.hear_of_other_day(record_id="r1", on=on))
    corrected = {"record_id": "r1", "first_visit_on": FRIDAY, "days": counted}
    story.then(visitor_events.CameCorrected(**LINKED | {"on": on} | corrected))


@pytest.mark.parametrize(("record_id", "on"), [("r2", days(5)), ("r1", days(120))])
def test_another_record_or_the_same_day_changes_nothing(record_id, on):
    story = visitor(first_visit(), linked(), came())
    story.when(lambda v: v.hear_of_other_day(record_id=record_id, on=on)).then()
