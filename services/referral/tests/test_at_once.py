"""What holds over several things holds when commands cross, on every database."""

import pytest

from services.referral.definition import DEFINITION
from services.referral.reactions import on_sheet_answered
from services.referral.tests.sheets import RECEIVER, SENDER
from tsunagu.contracts.facts import Fact
from tsunagu.testing.at_once import calling, check_stories, count_refused, open_replicas

ON = "2026-11-20"
SHEET = {"person_id": "p1", "case_id": "c1", "issues": ["debt"], "consent_id": "k1"}


@pytest.fixture
def referrals(any_database, tmp_path):
    with open_replicas("referral", any_database, tmp_path) as replicas:
        yield replicas


def refer(**other):
    asked = {"by": SENDER, "on": ON, "to": RECEIVER, **SHEET}
    return calling("refer", **asked | other)


def move(method, sent, by, **said):
    return calling(method, referral_id=sent["referral_id"], by=by, on=ON, **said)


def return_sheet(referrals):
    """A sheet that was turned away: its need is back on the sender's desk."""
    return move("reject", refer()(referrals), RECEIVER, reason="no_capacity")(referrals)


def list_waiting(referrals):
    return referrals("list_needs")["needs"]


def one_sheet_carries_a_need(referrals):
    """Three windows of the sender try another desk each, two of them in the sheet's stead."""
    returned = return_sheet(referrals)
    instead, need = returned["referral_id"], returned["need_id"]
    outcomes = referrals.at_once(
        refer(to="housing_security_benefit", replaces=instead),
        refer(to="food_bank", replaces=instead),
        refer(to="free_job_placement", need_id=need),
    )
    assert count_refused(outcomes, "referral_under_way") == 2
    [row] = list_waiting(referrals)
    assert row["referral_id"] == outcomes[0]["referral_id"]
    assert len(referrals("list_referrals", desk=SENDER, state="requested")["referrals"]) == 1


def no_sheet_carries_a_closed_need(referrals):
    """One window ends the need, another sends it on, whichever comes first."""
    for turn, refused, left in ((1, "need_not_here", 1), (-1, "need_closed", 1)):
        need = return_sheet(referrals)["need_id"]
        close = calling("close_need", need_id=need, by=SENDER, on=ON, reason="solved")
        first, second = referrals.at_once(*[refer(need_id=need), close][::turn])
        assert count_refused([second], refused) == 1
        assert len(list_waiting(referrals)) == left, first


def answering(sent, state, code=None):
    fact = Fact(
        source="housing",
        city="142166",
        type="housing.sheet_answered",
        schema=1,
        position=1,
        previous=0,
        stream="sheet-r1",
        version=1,
        time=f"{ON}T09:00:00+09:00",
        recorded=None,
        actor="desk",
        correlation=None,
        causation=None,
        data={
            "referral_id": sent["referral_id"],
            "desk": RECEIVER,
            "on": ON,
            "state": state,
            "code": code,
        },
    )

    def call(replica):
        with (
            replica.store.database.writing() as connection,
            replica.store.work(connection=connection) as work,
        ):
            on_sheet_answered(work, fact)

    return call


def a_sheet_is_answered_once(referrals):
    """Two windows of the receiver answer differently, and its programme a third way."""
    sent = refer()(referrals)
    reject = move("reject", sent, RECEIVER, reason="no_capacity")
    accepted, *others = referrals.at_once(
        move("accept", sent, RECEIVER), reject, answering(sent, "rejected", "no_capacity"), reject
    )
    assert accepted["state"] == "accepted"
    assert count_refused(others, "transition_not_allowed") == 2
    [row] = list_waiting(referrals)
    assert (row["owner_desk"], row["next_step"]) == (RECEIVER, "first_contact")


def no_sheet_to_a_desk_without_room(referrals):
    """The receiver says that it is full while a sheet is sent to it."""
    full = calling("set_capacity", desk=RECEIVER, capacity="none")
    _, sent, all_the_same = referrals.at_once(full, refer(), refer(despite_capacity=True))
    assert count_refused([sent], "no_capacity") == 1
    assert all_the_same["state"] == "requested"


def an_open_need_is_on_one_desk(referrals):
    """The receiver gives it back while the sender takes the sheet back."""
    for turn in (1, -1):
        sent = refer()(referrals)
        reject = move("reject", sent, RECEIVER, reason="no_capacity")
        cancel = move("cancel", sent, SENDER, reason="not_wanted")
        outcomes = referrals.at_once(*[reject, cancel][::turn])
        assert count_refused(outcomes[1:], "transition_not_allowed") == 1
        [row] = [need for need in list_waiting(referrals) if need["need_id"] == sent["need_id"]]
        assert (row["owner_desk"], row["next_step"]) == (SENDER, "find_another_way")


STORIES = {
    story.__name__: story
    for story in (
        one_sheet_carries_a_need,
        no_sheet_carries_a_closed_need,
        a_sheet_is_answered_once,
        no_sheet_to_a_desk_without_room,
        an_open_need_is_on_one_desk,
    )
}


@pytest.mark.parametrize("invariant", DEFINITION.invariants, ids=str)
def test_it_holds_when_commands_cross(referrals, invariant):
    STORIES[invariant.name](referrals)


def test_every_invariant_has_its_story():
    check_stories(DEFINITION.invariants, STORIES)
