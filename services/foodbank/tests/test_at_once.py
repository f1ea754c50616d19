"""What holds over several things holds when commands cross, on every database."""

import pytest

from services.foodbank.definition import DEFINITION
from services.foodbank.reactions import CONSULTED, on_consultation
from services.foodbank.reference.sheets import SHEETS
from services.foodbank.tests.conftest import DESK
from tsunagu.contracts.facts import Fact
from tsunagu.log.event_log import read_stream
from tsunagu.testing.at_once import (
    calling,
    check_stories,
    count_refused,
    open_replicas,
    receive_sheet,
)

ON = "2026-11-20"
AT_DESK = {"by": DESK, "on": ON}


@pytest.fixture
def foodbank(any_database, tmp_path):
    with open_replicas("foodbank", any_database, tmp_path) as replicas:
        yield replicas


def receive_stock(foodbank, **other):
    lot = {"item": "retort_curry", "units": 20, "unit_grams": 200, "expires_on": None}
    lot |= {"label": "all", "source": "company"}
    return foodbank("receive_stock", **AT_DESK, **lot | other)["lot_id"]


def visiting(**who):
    asked = {"household": {"allergies": []}}
    return calling("record_visit", **AT_DESK, **asked | who)


def packing(visit_id, **how):
    return calling("pack_parcel", **AT_DESK, visit_id=visit_id, **how)


def pack(foodbank, **who):
    """A parcel for somebody's visit, of a lot that has enough."""
    visit = visiting(**who)(foodbank)["visit_id"]
    return packing(visit)(foodbank)["parcel"]["parcel_id"]


def count(foodbank, rows):
    return len(foodbank(f"list_{rows}", limit=500)[rows])


def one_visitor_per_card(foodbank):
    """Three counters see a new card, and a fourth gives it to somebody it knows."""
    known = foodbank("register_visitor", **AT_DESK)["visitor_id"]
    *visits, issued = foodbank.at_once(
        *[visiting(card="0042")] * 3,
        calling("issue_card", **AT_DESK, visitor_id=known, card="0042"),
    )
    assert len({visit["visitor_id"] for visit in visits}) == 1
    assert count_refused([issued], "card_taken") == 1
    assert count(foodbank, "visitors") == 2


def sheets_of_a_person_bring_one_visitor(foodbank):
    """Three sheets of one person are taken up at three counters."""
    sheets = [receive_sheet(foodbank, SHEETS, f"r{n}", "p1", DESK) for n in range(3)]
    foodbank("answer_sheet", referral_id=sheets[0], **AT_DESK, state="accepted")
    visits = foodbank.at_once(*(visiting(referral_id=id) for id in sheets))
    assert len({visit["visitor_id"] for visit in visits}) == 1
    assert count(foodbank, "visitors") == 1


def no_more_food_than_there_is(foodbank):
    """Three parcels want the last of a lot, some of which is to be thrown away."""
    lot = receive_stock(foodbank, units=10)
    family = {"size": 4, "allergies": []}
    visits = [visiting(household=family)(foodbank)["visit_id"] for _ in range(3)]
    *packed, discarded = foodbank.at_once(
        *(packing(id, days=3) for id in visits),
        calling("discard_stock", **AT_DESK, lot_id=lot, units=10, reason="damaged"),
    )
    assert count_refused([discarded], "not_enough_stock") == 1
    taken = [one["parcel"]["lines"][lot] for one in packed if one["parcel"]]
    [row] = foodbank("list_stock", in_stock=False)["lots"]
    assert sum(taken) + sum(row["places"].values()) == row["received"] == 10
    assert sum(taken) < 3 * max(taken)  # the last had less than it asked for, or nothing


def one_parcel_per_visit(foodbank):
    """Three helpers pack for the same visit."""
    receive_stock(foodbank)
    visit = visiting()(foodbank)["visit_id"]
    outcomes = foodbank.at_once(*[packing(visit)] * 3)
    assert count_refused(outcomes, "state_not_allowed") == 2
    assert count(foodbank, "parcels") == 1


def a_parcel_is_given_or_taken_back(foodbank):
    """It is handed over by two helpers while a third puts it back on the shelf."""
    receive_stock(foodbank)
    parcel = pack(foodbank)
    give = calling("give_parcel", **AT_DESK, parcel_id=parcel)
    put_back = calling("take_back_parcel", **AT_DESK, parcel_id=parcel, reason="not_collected")
    outcomes = foodbank.at_once(give, put_back, give)
    assert count_refused(outcomes, "state_not_allowed") == 2


def nothing_given_that_they_avoid(foodbank):
    """A visitor tells one helper of an allergy while another hands the parcel over."""
    receive_stock(foodbank, contents=["wheat"])
    visitor = foodbank("register_visitor", **AT_DESK)["visitor_id"]
    parcel = pack(foodbank, visitor_id=visitor)
    told, given = foodbank.at_once(
        calling(
            "describe_visitor",
            **AT_DESK,
            visitor_id=visitor,
            household={"allergies": ["wheat"]},
        ),
        calling("give_parcel", **AT_DESK, parcel_id=parcel),
    )
    assert told["visitor_id"] == visitor
    assert count_refused([given], "food_contains") == 1


def hear_of_consultation(person_id):
    fact = Fact(
        source="intake",
        city="142166",
        type=CONSULTED,
        schema=1,
        position=1,
        previous=0,
        stream="case-c1",
        version=1,
        time=f"{ON}T09:00:00+09:00",
        recorded=None,
        actor="desk",
        correlation=None,
        causation=None,
        data={
            "record_id": "record-1",
            "case_id": "c1",
            "person_id": person_id,
            "on": ON,
            "opening": "opened",
            "from_desk": None,
        },
    )

    def call(replica):
        with (
            replica.store.database.writing() as connection,
            replica.store.work(connection=connection) as work,
        ):
            on_consultation(work, fact)

    return call


def a_coming_is_counted_once(foodbank):
    """A visitor is linked to a person while intake's fact of their consultation comes in."""
    for turn in (1, -1):
        person = f"p{turn}"
        visitor = visiting(card=f"card-{turn + 1}")(foodbank)["visitor_id"]
        link = calling(
            "link_visitor", **AT_DESK, visitor_id=visitor, person_id=person, case_id="c1"
        )
        outcomes = foodbank.at_once(*[link, hear_of_consultation(person)][::turn])
        assert count_refused(outcomes, "none") == 0
        with foodbank.store.reading() as connection:
            kinds = [kind for kind, *_ in read_stream(connection, f"visitor-{visitor}")]
        assert kinds.count("foodbank.visitor_came") == 1


STORIES = {
    story.__name__: story
    for story in (
        one_visitor_per_card,
        sheets_of_a_person_bring_one_visitor,
        no_more_food_than_there_is,
        one_parcel_per_visit,
        a_parcel_is_given_or_taken_back,
        nothing_given_that_they_avoid,
        a_coming_is_counted_once,
    )
}


@pytest.mark.parametrize("invariant", DEFINITION.invariants, ids=str)
def test_it_holds_when_commands_cross(foodbank, invariant):
    STORIES[invariant.name](foodbank)


def test_every_invariant_has_its_story():
    check_stories(DEFINITION.invariants, STORIES)
