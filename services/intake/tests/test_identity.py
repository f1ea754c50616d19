"""Which records are one human: merged and split as often as people change their minds."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.intake.domain import identity as domain
from services.intake.domain.identity import Identity, Proposal
from services.intake.projections.cases import metadata
from services.intake.projections.identity import IDENTITY_READ_MODELS, human_of, records_of
from tsunagu.domain.errors import Refused
from tsunagu.log.unit_of_work import RecordedEvent
from tsunagu.testing import scenario

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
MERGED = domain.PersonsMerged(person_id="p2", into_id="p1", on=APRIL, ground="by_hand")
SPLIT = domain.PersonsSplit(person_id="p2", from_id="p1", on=MAY, reason="different_person")
PLACE = {"owner_desk": "consultation_support", "due_on": MAY}
PROPOSED = domain.MatchProposed(
    proposal_id="m1",
    person_id="p2",
    other_id="p1",
    on=APRIL,
    score=93,
    reasons=("name_same", "birth_one_digit_off"),
    next_step="decide_match",
    **PLACE,
)
OF_M1 = {"proposal_id": "m1", "person_id": "p2", "other_id": "p1", "on": MAY}


def test_a_record_stands_for_another_from_its_merge_on():
    scenario(Identity, "p2").given().when(lambda i: i.merge("p1", on=APRIL, ground="by_hand")).then(
        MERGED
    )


def test_an_automatic_join_says_on_what_it_rests():
    reasons = ("name_same", "birth_same", "phone_same")
    scenario(Identity, "p2").given().when(
        lambda i: i.merge("p1", on=APRIL, ground="automatic", reasons=reasons)
    ).then(
        domain.PersonsMerged(
            person_id="p2", into_id="p1", on=APRIL, ground="automatic", reasons=reasons
        )
    )


@pytest.mark.parametrize("into", ["p1", "p2"])
def test_who_is_one_already_is_not_merged_again(into):
    scenario(Identity, "p2").given(MERGED).when(
        lambda i: i.merge(into, on=MAY, ground="by_hand")
    ).refused("already_one_person")


def test_after_a_split_it_stands_for_itself_and_may_be_merged_again():
    story = scenario(Identity, "p2").given(MERGED)
    story.when(lambda i: i.split(on=MAY, reason="different_person")).then(SPLIT)
    scenario(Identity, "p2").given(MERGED, SPLIT).when(
        lambda i: i.merge("p1", on=APRIL, ground="by_hand")
    ).then(MERGED)


def test_what_was_never_merged_cannot_be_split():
    scenario(Identity, "p1").given().when(lambda i: i.split(on=MAY, reason="x")).refused(
        "not_merged"
    )


def test_a_proposal_waits_for_somebody_by_a_day():
    scenario(Proposal, "m1").given().when(
        lambda p: p.propose(
            person_id="p2",
            other_id="p1",
            on=APRIL,
            score=93,
            reasons=("name_same", "birth_one_digit_off"),
            **PLACE,
        )
    ).then(PROPOSED)


@pytest.mark.parametrize(
    ("decide", "event"),
    [
        ("confirm", domain.MatchConfirmed),
        ("decline", domain.MatchDeclined),
        ("lapse", domain.MatchLapsed),
    ],
)
def test_a_proposal_is_decided_once(decide, event):
    open_one = scenario(Proposal, "m1").given(PROPOSED)
    open_one.when(lambda p: getattr(p, decide)(on=MAY)).then(event(**OF_M1))
    for again in ("confirm", "decline", "lapse"):
        scenario(Proposal, "m1").given(PROPOSED, event(**OF_M1)).when(
            lambda p, again=again: getattr(p, again)(on=MAY)
        ).refused("match_already_decided")


# -- any course of merges and splits --------------------------------------------------------------

IDS = [f"p{n}" for n in range(6)]


class AnyCourse(RuleBasedStateMachine):
    """Merges and splits in any order, against a plain model: each record and its parent."""

    def __init__(self):
        super().__init__()
        self.connection = sa.create_engine("sqlite://").connect()
        metadata.create_all(self.connection)
        self.identities = {id: Identity(id) for id in IDS}
        self.parent = {}
        self.history = []

    def teardown(self):
        self.connection.close()

    def _root(self, id):
        while id in self.parent:
            id = self.parent[id]
        return id

    def _project(self, identity):
        for event in identity.pending:
            self.history.append(event)
            recorded = RecordedEvent(event, identity.stream, 1, 1, None, APRIL, "t", None)
            for model in IDENTITY_READ_MODELS[type(event)]:
                model(self.connection, recorded)
        identity.pending.clear()

    @rule(one=st.sampled_from(IDS), other=st.sampled_from(IDS))
    def merge(self, one, other):
        human, into = human_of(self.connection, one), human_of(self.connection, other)
        try:
            self.identities[human].merge(into, on=APRIL, ground="by_hand")
        except Refused:
            assert human == into
            return
        self.parent[human] = into
        self._project(self.identities[human])

    @rule(id=st.sampled_from(IDS))
    def split(self, id):
        try:
            self.identities[id].split(on=MAY, reason="different_person")
        except Refused:
            assert id not in self.parent
            return
        del self.parent[id]
        self._project(self.identities[id])

    @invariant()
    def every_record_stands_for_exactly_one_human(self):
        for id in IDS:
            root = self._root(id)
            assert human_of(self.connection, id) == root
            assert records_of(self.connection, id)[0] == root
            same = {other for other in IDS if self._root(other) == root}
            assert set(records_of(self.connection, id)) == same

    @invariant()
    def replaying_what_was_recorded_gives_the_same(self):
        for id in IDS:
            again = Identity.replay(id, [e for e in self.history if e.person_id == id])
            assert again.into == self.identities[id].into


TestAnyCourse = AnyCourse.TestCase
TestAnyCourse.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
