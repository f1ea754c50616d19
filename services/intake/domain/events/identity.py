"""What happens to records of one human: proposals, decisions, merges and splits."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.aggregate import event


@event("intake.match_proposed")
class MatchProposed:
    """Two records may be one person. `score`: 0 to 100; `reasons`: codes of what agrees or not."""

    proposal_id: str
    person_id: str
    other_id: str
    on: date
    score: int
    reasons: tuple[str, ...]
    owner_desk: str
    next_step: str
    due_on: date


@event("intake.match_confirmed")
class MatchConfirmed:
    proposal_id: str
    person_id: str
    other_id: str
    on: date


@event("intake.match_declined")
class MatchDeclined:
    proposal_id: str
    person_id: str
    other_id: str
    on: date


@event("intake.match_lapsed")
class MatchLapsed:
    """Decided elsewhere: the two are one already, or the record is known to be somebody else."""

    proposal_id: str
    person_id: str
    other_id: str
    on: date


@event("intake.persons_merged")
class PersonsMerged:
    """`person_id` stands for the same human as `into_id` from now on.

    `ground`: automatic (the rule in `matching/decide.py`; `reasons` says on what), confirmed
    (a proposal) or by_hand.
    """

    person_id: str
    into_id: str
    on: date
    ground: str
    reasons: tuple[str, ...] = ()
    proposal_id: str | None = None


@event("intake.persons_split")
class PersonsSplit:
    """They were not one after all: `person_id` has its own records again."""

    person_id: str
    from_id: str
    on: date
    reason: str
