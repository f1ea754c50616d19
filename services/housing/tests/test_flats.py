"""Looking for a flat: landlords refuse, the search goes on; a landlord is won and kept."""

from datetime import date

import pytest

from services.housing.domain import flat_search_events as d
from services.housing.domain import landlord as dl
from services.housing.domain.course import NextStepSet, TakenOn
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.landlord import Landlord
from tsunagu.testing import scenario

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 30)
IDS = {"search_id": "f1", "person_id": "p1", "case_id": "c1"}
BEGUN = (
    TakenOn(
        kind="flat_search",
        subject_id="f1",
        person_id="p1",
        case_id="c1",
        on=FRIDAY,
        desk="community_residence",
        referral_id=None,
        household_id=None,
    ),
    d.FlatSearchBegun(
        **IDS, on=FRIDAY, wishes=("ground_floor",), rent_up_to=41_000, words="静かな所"
    ),
)
ASKED = d.FlatAppliedFor(**IDS, on=FRIDAY, application_id="a1", landlord_id="l1", rent=40_000)
REFUSED = d.LandlordRefused(
    **IDS, on=MONDAY, application_id="a1", landlord_id="l1", reason="no_guarantor"
)
ASKED_ANOTHER = d.FlatAppliedFor(
    **IDS, on=MONDAY, application_id="a2", landlord_id="l2", rent=41_000
)
AGREED = d.LandlordAgreed(**IDS, on=MONDAY, application_id="a2", landlord_id="l2")
GUARANTOR = d.GuarantorFound(**IDS, on=MONDAY, guarantor="guarantee_company", name="保証（株）")
READY = (*BEGUN, ASKED, REFUSED, ASKED_ANOTHER, AGREED, GUARANTOR)


def search(*history):
    return scenario(FlatSearch, "f1").given(*history)


def step(next_step, due_on, on):
    return NextStepSet(
        kind="flat_search",
        id="f1",
        person_id="p1",
        case_id="c1",
        on=on,
        owner_desk="community_residence",
        next_step=next_step,
        due_on=due_on,
    )


def test_a_search_begins_with_the_persons_wishes():
    story = search().when(
        lambda s: s.begin(
            on=FRIDAY,
            person_id="p1",
            case_id="c1",
            referral_id=None,
            wishes=["ground_floor"],
            rent_up_to=41_000,
            words="静かな所",
        )
    )
    story.then(*BEGUN, step("view_flats", date(2026, 12, 7), FRIDAY))
    assert story.aggregate.details()["wishes"] == {"rent_up_to": 41_000, "words": "静かな所"}


def test_a_landlord_refuses_and_the_search_goes_on_elsewhere():
    story = search(*BEGUN, ASKED).when(
        lambda s: s.be_refused(on=MONDAY, application_id="a1", reason="no_guarantor")
    )
    story.then(REFUSED, step("apply_elsewhere", date(2026, 12, 7), MONDAY))
    assert story.aggregate.is_open


@pytest.mark.parametrize("reason", ["age", "foreign_nationality", "welfare_recipient"])
def test_every_reason_of_a_landlord_is_kept_as_a_code(reason):
    story = search(*BEGUN, ASKED).when(
        lambda s: s.be_refused(on=MONDAY, application_id="a1", reason=reason)
    )
    assert story.aggregate.pending[0].reason == reason


def test_while_one_refuses_another_may_still_answer():
    both = (*BEGUN, ASKED, ASKED_ANOTHER)
    story = search(*both).when(
        lambda s: s.be_refused(on=MONDAY, application_id="a1", reason="income")
    )
    assert story.aggregate.next_step == "hear_from_landlord"
    assert story.aggregate.waiting == ("a2",)


def test_after_a_yes_a_guarantor_is_looked_for_and_then_comes_the_move():
    history = (*BEGUN, ASKED, REFUSED, ASKED_ANOTHER)
    search(*history).when(lambda s: s.be_accepted(on=MONDAY, application_id="a2")).then(
        AGREED, step("find_guarantor", date(2026, 12, 7), MONDAY)
    )
    search(*history, AGREED).when(
        lambda s: s.find_guarantor(on=MONDAY, guarantor="guarantee_company", name="保証（株）")
    ).then(GUARANTOR, step("move_in", date(2026, 12, 14), MONDAY))


def test_moving_in_ends_the_search_and_counts_the_refusals():
    story = search(*READY).when(
        lambda s: s.move_in(on=MONDAY, application_id="a2", address="座間市…")
    )
    story.then(
        d.MovedIn(
            **IDS,
            on=MONDAY,
            application_id="a2",
            landlord_id="l2",
            rent=41_000,
            address="座間市…",
        ),
        d.FlatSearchEnded(**IDS, on=MONDAY, reason="moved_in", refusals=1),
    )
    assert story.aggregate.details()["home"] == "座間市…"


def test_a_landlord_may_take_the_yes_back():
    story = search(*READY).when(
        lambda s: s.be_refused(on=MONDAY, application_id="a2", reason="let_to_another")
    )
    assert story.aggregate.next_step == "apply_elsewhere"
    search(*READY, *story.aggregate.pending).when(
        lambda s: s.move_in(on=MONDAY, application_id="a2")
    ).refused("no_landlord_agreed")


@pytest.mark.parametrize(
    ("history", "command", "code"),
    [
        (
            READY[:-1],
            lambda s: s.move_in(on=MONDAY, application_id="a2"),
            "guarantor_unknown",
        ),
        (READY, lambda s: s.move_in(on=MONDAY, application_id="a1"), "no_landlord_agreed"),
        (
            (*BEGUN, ASKED, GUARANTOR),
            lambda s: s.move_in(on=MONDAY, application_id="a1"),
            "no_landlord_agreed",
        ),
        (
            (*BEGUN, ASKED, REFUSED),
            lambda s: s.be_accepted(on=MONDAY, application_id="a1"),
            "not_waiting_for_answer",
        ),
        (
            (*BEGUN, ASKED, REFUSED),
            lambda s: s.be_refused(on=MONDAY, application_id="a1", reason="age"),
            "not_waiting_for_answer",
        ),
        (
            (*BEGUN, ASKED),
            lambda s: s.be_refused(on=MONDAY, application_id="a1", reason="smell"),
            "not_one_of",
        ),
        (
            BEGUN,
            lambda s: s.find_guarantor(on=MONDAY, guarantor="neighbour"),
            "not_one_of",
        ),
        (
            (*BEGUN, ASKED),
            lambda s: s.ask(on=MONDAY, application_id="a1", landlord_id="l1", rent=1),
            "already_begun",
        ),
        (BEGUN, lambda s: s.give_up(on=MONDAY, reason="moved_in"), "not_one_of"),
        (
            (*READY, d.FlatSearchEnded(**IDS, on=MONDAY, reason="moved_in", refusals=1)),
            lambda s: s.view(on=MONDAY, landlord_id="l1", liked=True),
            "has_ended",
        ),
    ],
    ids=[
        "without_a_guarantor",
        "with_whom_refused",
        "with_whom_did_not_answer",
        "a_yes_after_the_no",
        "a_second_no",
        "no_such_reason",
        "no_such_guarantor",
        "the_same_application_again",
        "giving_up_is_no_move",
        "after_the_end",
    ],
)
def test_what_a_search_does_not_take(history, command, code):
    search(*history).when(command).refused(code)


def test_a_search_may_be_given_up_with_the_reason():
    search(*BEGUN, ASKED, REFUSED).when(
        lambda s: s.give_up(on=MONDAY, reason="lost_contact", note="電話が通じない")
    ).then(
        d.FlatSearchEnded(
            **IDS, on=MONDAY, reason="lost_contact", refusals=1, note="電話が通じない"
        )
    )


def test_what_was_seen_together_is_remembered():
    story = search(*BEGUN).when(
        lambda s: s.view(on=MONDAY, landlord_id="l1", liked=False, address="緑ケ丘")
    )
    assert story.aggregate.details()["viewed"] == [
        {"on": "2026-11-30", "landlord_id": "l1", "address": "緑ケ丘"}
    ]


# -- landlords ------------------------------------------------------------------------------------

WON = dl.LandlordWon(
    landlord_id="l1",
    on=FRIDAY,
    kind="owner",
    won_by="asked_with_little_hope",
    accepts=("age", "no_guarantor"),
)
DESCRIBED = dl.LandlordDescribed(
    landlord_id="l1", person_id="l1", on=FRIDAY, name="相模 花子", account="1234567"
)


def landlord(*history):
    return scenario(Landlord, "l1").given(*history)


def win(**other):
    asked = {
        "kind": "owner",
        "won_by": "asked_with_little_hope",
        "accepts": ["age", "no_guarantor"],
        "details": {"name": "相模 花子", "account": "1234567"},
    }
    return lambda x: x.win(on=FRIDAY, **asked | other)


def test_a_landlord_is_won_and_its_name_is_kept_under_its_own_id():
    landlord().when(win()).then(WON, DESCRIBED)
    landlord().when(win(details={})).then(WON)


@pytest.mark.parametrize(
    ("history", "command", "code"),
    [
        ((WON,), win(), "already_begun"),
        ((), win(kind="bank"), "not_one_of"),
        ((), win(won_by="magic"), "not_one_of"),
        ((), win(accepts=["相模さんだけ"]), "not_a_code"),
    ],
)
def test_what_a_landlord_is_not(history, command, code):
    landlord(*history).when(command).refused(code)


def test_only_what_has_changed_is_recorded():
    same = {"accepts": ["age", "no_guarantor"], "details": {"name": "相模 花子"}}
    landlord(WON, DESCRIBED).when(lambda x: x.change(on=MONDAY, **same)).then()
    landlord(WON, DESCRIBED).when(lambda x: x.change(on=MONDAY, accepts=["income"])).then(
        dl.LandlordAcceptsChanged(landlord_id="l1", on=MONDAY, accepts=("income",))
    )
    landlord(WON, DESCRIBED).when(lambda x: x.change(on=MONDAY, details={"phone": "046"})).then(
        dl.LandlordDescribed(
            landlord_id="l1",
            person_id="l1",
            on=MONDAY,
            name="相模 花子",
            account="1234567",
            phone="046",
        )
    )


def test_reading_a_landlords_account_is_recorded():
    story = landlord(WON, DESCRIBED).when(
        lambda x: x.read_details(by="housing_security_benefit", on=MONDAY, purpose="payment")
    )
    story.then(
        dl.LandlordRead(
            landlord_id="l1", on=MONDAY, desk="housing_security_benefit", purpose="payment"
        )
    )
