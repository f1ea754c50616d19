"""Which records are one human being: joined by a rule, proposed and decided, merged, split.

Nothing is rewritten. A record that is merged into another stands for the same human
from then on, and stands alone again after a split; who reads either sees both
meanwhile. Facts carry ids, reason codes and a score, never what the records say.
"""

from __future__ import annotations

from datetime import date

from services.intake.domain.events.identity import (
    MatchConfirmed,
    MatchDeclined,
    MatchLapsed,
    MatchProposed,
    PersonsMerged,
    PersonsSplit,
)
from services.intake.domain.refusals.persons import (
    ALREADY_ONE_PERSON,
    MATCH_ALREADY_DECIDED,
    NOT_MERGED,
)
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.errors import BrokenInvariant

AUTOMATIC, CONFIRMED, BY_HAND = "automatic", "confirmed", "by_hand"
DECIDE_MATCH = "decide_match"


class Identity(Aggregate):
    """Whom one record stands for. The record that others were merged into has `into` None."""

    category = "identity"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.into: str | None = None
        self.apart: set[str] = set()  # the records from which somebody split it

    def merge(
        self,
        into_id: str,
        *,
        on: date,
        ground: str,
        reasons: tuple[str, ...] = (),
        proposal_id: str | None = None,
    ) -> None:
        """Both records stand for themselves; `commands/person_matching.py` looks them up."""
        if into_id == self.id or self.into == into_id:
            raise ALREADY_ONE_PERSON()
        if self.into is not None:
            raise BrokenInvariant("only a record that stands for itself is merged")
        self.record(
            PersonsMerged(
                person_id=self.id,
                into_id=into_id,
                on=on,
                ground=ground,
                reasons=reasons,
                proposal_id=proposal_id,
            )
        )

    def split(self, *, on: date, reason: str) -> None:
        """Undo the merge of this record; those merged into it stay with it."""
        if self.into is None:
            raise NOT_MERGED()
        self.record(PersonsSplit(person_id=self.id, from_id=self.into, on=on, reason=reason))

    @applies(PersonsMerged)
    def _merged(self, e: PersonsMerged) -> None:
        self.into = e.into_id
        self.apart.discard(e.into_id)

    @applies(PersonsSplit)
    def _split(self, e: PersonsSplit) -> None:
        self.into = None
        self.apart.add(e.from_id)


class Proposal(Aggregate):
    """Whether two records are one person: somebody has to decide, by a day."""

    category = "match"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.state = "none"
        self.person_id = self.other_id = ""
        self.reasons: tuple[str, ...] = ()

    def propose(
        self,
        *,
        person_id: str,
        other_id: str,
        on: date,
        score: int,
        reasons: tuple[str, ...],
        owner_desk: str,
        due_on: date,
    ) -> None:
        self.record(
            MatchProposed(
                proposal_id=self.id,
                person_id=person_id,
                other_id=other_id,
                on=on,
                score=score,
                reasons=reasons,
                owner_desk=owner_desk,
                next_step=DECIDE_MATCH,
                due_on=due_on,
            )
        )

    def confirm(self, *, on: date) -> None:
        self._end(MatchConfirmed, on)

    def decline(self, *, on: date) -> None:
        self._end(MatchDeclined, on)

    def lapse(self, *, on: date) -> None:
        self._end(MatchLapsed, on)

    def _end(
        self, ending: type[MatchConfirmed] | type[MatchDeclined] | type[MatchLapsed], on: date
    ) -> None:
        if self.state != "open":
            raise MATCH_ALREADY_DECIDED()
        self.record(
            ending(proposal_id=self.id, person_id=self.person_id, other_id=self.other_id, on=on)
        )

    @applies(MatchProposed)
    def _proposed(self, e: MatchProposed) -> None:
        self.state = "open"
        self.person_id, self.other_id, self.reasons = e.person_id, e.other_id, e.reasons

    @applies(MatchConfirmed)
    def _confirmed(self, _: MatchConfirmed) -> None:
        self.state = "confirmed"

    @applies(MatchDeclined)
    def _declined(self, _: MatchDeclined) -> None:
        self.state = "declined"

    @applies(MatchLapsed)
    def _lapsed(self, _: MatchLapsed) -> None:
        self.state = "lapsed"
