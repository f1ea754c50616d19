"""Finding out who is one person: everybody who is registered with details passes here once.

Who surely is somebody known is joined at once, who may be is proposed to a human, with
reasons and a score; in both cases the new record stays whole, so that a mistake can be
undone. What follows for signals that are open is in `signal_grouping.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from services.intake.domain.case import CONSULTATION_SUPPORT
from services.intake.domain.identity import AUTOMATIC, BY_HAND, CONFIRMED, Identity, Proposal
from services.intake.domain.matching.blocking import PLACE, Key, keys_of, lookups_of
from services.intake.domain.matching.commonness import find_common
from services.intake.domain.matching.decide import Candidate, Decision, Match, decide
from services.intake.domain.matching.reasons import list_reasons
from services.intake.domain.person import Person
from services.intake.domain.refusals.persons import ALREADY_ONE_PERSON
from services.intake.projections.cases import case_list
from services.intake.projections.identity import (
    human_of,
    list_declined_with,
    list_open_proposals,
    records_of,
)
from services.intake.projections.person_index import (
    MOST_CANDIDATES,
    NOBODY,
    Found,
    PersonIndex,
    read_profile,
)
from tsunagu.domain.calendar import add_working_days, city_date
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id

DECIDE_DAYS = 3  # no law names it: as long as a first contact may take


@dataclass(frozen=True)
class PersonMatch:
    """What was found about a record. `human_id` is the record itself if it was joined to none."""

    person_id: str
    human_id: str
    proposals: tuple[str, ...] = ()

    @property
    def joined(self) -> bool:
        return self.human_id != self.person_id

    def as_json(self) -> JsonObject:
        return {"human_id": self.human_id, "proposals": list(self.proposals)}


class CandidateBatch:
    """Candidates for many people of one transaction, looked up together.

    Those of the same transaction are candidates for one another, in their order.
    """

    def __init__(self, work: UnitOfWork, details: Mapping[str, Mapping[str, str | None]]) -> None:
        """`details`: of everybody to come, under whatever key the caller asks by."""
        self.profiles = {key: read_profile(given) for key, given in details.items()}
        self._known: dict[str, Found] = {}
        self._new: dict[Key, dict[str, Candidate]] = {}
        if self.profiles:
            # Held from here on is the log: two who register at once would miss each other.
            found = PersonIndex(work.store.keyring).find_all(
                work.connection, list(self.profiles.values())
            )
            self._known = dict(zip(self.profiles, found, strict=True))

    def candidates_of(self, key: str) -> list[Candidate]:
        """Candidates of the index and of this transaction, who may share what is common now."""
        known = self._known[key]
        new = {
            lookup: self._new[lookup]
            for lookup in lookups_of(self.profiles[key])
            if lookup in self._new
        }
        if not new:
            return known.candidates
        common = find_common(
            (lookup, known.holders.get(lookup, set()) | {c.human for c in some.values()})
            for lookup, some in new.items()
        ) | find_common(known.holders.items())
        found = {candidate.record: candidate for candidate in known.candidates}
        for lookup, some in new.items():
            if lookup[0] != PLACE:
                found |= some
        return [replace(one, common=common) for one in found.values()][:MOST_CANDIDATES]

    def remember(self, candidate: Candidate) -> None:
        for key in keys_of(candidate.profile):
            self._new.setdefault(key, {})[candidate.record] = candidate


def recognise(
    work: UnitOfWork,
    person: Person,
    on: date,
    ahead: CandidateBatch | None = None,
    key: str = "",
    never: set[str] | None = None,
) -> PersonMatch:
    """Whom a person just registered may be, joined or proposed. `key`: theirs in `ahead`.

    `never`: the humans whom a record that was compared before is known not to be.
    """
    profile = ahead.profiles[key] if ahead else read_profile(person.details)
    if profile == NOBODY:
        return PersonMatch(person.id, person.id)
    if ahead is None:
        # The connection comes with this person's events appended, so the log's head is held.
        found = PersonIndex(work.store.keyring).candidates(work.connection, profile)
    else:
        found = ahead.candidates_of(key)
    others = (c for c in found if person.id not in (c.record, c.human))
    candidates = [c for c in others if never is None or c.human not in never]
    decision = decide(profile, candidates)
    if decision.joined:
        match = _join(work, person, decision.joined, on)
    else:
        alike = [c.record for c in candidates if c.profile == profile]
        if never is not None:
            alike.append(person.id)
        match = _propose(work, person, decision, alike, on)
    if ahead is not None:
        ahead.remember(Candidate(person.id, match.human_id, profile))
    return match


def recognise_again(work: UnitOfWork, person: Person, on: date) -> PersonMatch:
    """After a correction somebody may fit now. What people decided about the record stands."""
    connection = work.connection
    human = human_of(connection, person.id)
    if human != person.id:
        return PersonMatch(person.id, human)
    apart = work.load_or_new(Identity, person.id).apart
    never = list_declined_with(connection, [person.id]) | {human_of(connection, id) for id in apart}
    match = recognise(work, person, on, never=never)
    if match.joined:
        _lapse_moot_proposals(work, match.human_id, on, record=person.id)
    return match


def _join(work: UnitOfWork, person: Person, match: Match, on: date) -> PersonMatch:
    work.load_or_new(Identity, person.id).merge(
        match.human, on=on, ground=AUTOMATIC, reasons=list_reasons(match.findings)
    )
    return PersonMatch(person.id, match.human)


def _propose(
    work: UnitOfWork, person: Person, decision: Decision, alike: list[str], on: date
) -> PersonMatch:
    """`alike`: records of the very same details; what was decided about them stays decided."""
    proposals = []
    settled = _find_settled(work, person, alike) if decision.proposed else set()
    for match in decision.proposed:
        if match.human in settled:
            continue
        proposal = work.new(Proposal, new_id())
        proposal.propose(
            person_id=person.id,
            other_id=match.record,
            on=on,
            score=match.score,
            reasons=list_reasons(match.findings),
            owner_desk=CONSULTATION_SUPPORT,
            due_on=add_working_days(on, DECIDE_DAYS),
        )
        proposals.append(proposal.id)
    return PersonMatch(person.id, person.id, tuple(proposals))


def _find_settled(work: UnitOfWork, person: Person, alike: list[str]) -> set[str]:
    """The humans about whom nobody need be asked: declined before, or asked about already."""
    if not alike:
        return set()
    settled = list_declined_with(work.connection, alike)
    for row in list_open_proposals(work.connection, [person.id]):
        settled |= {human_of(work.connection, id) for id in (row.person_id, row.other_id)}
    return settled


# -- decisions of people --------------------------------------------------------------------------


def confirm(work: UnitOfWork, proposal_id: str, on: date) -> str:
    """The two are one person; the human's id."""
    proposal = work.load(Proposal, proposal_id)
    proposal.confirm(on=on)
    human = _join_humans(work, proposal.person_id, proposal.other_id, on, CONFIRMED, proposal)
    _lapse_moot_proposals(work, human, on, record=proposal.person_id)
    return human


def decline(work: UnitOfWork, proposal_id: str, on: date) -> None:
    work.load(Proposal, proposal_id).decline(on=on)


def merge(work: UnitOfWork, person_id: str, into_id: str, on: date) -> str:
    """Two records are one person, as a caseworker knows; the human's id."""
    for id in (person_id, into_id):
        check_known(work, id)
    human = _join_humans(work, person_id, into_id, on, BY_HAND)
    _lapse_moot_proposals(work, human, on)
    return human


def split(work: UnitOfWork, person_id: str, on: date, reason: str) -> list[str]:
    """The record stands for itself again; all records of both humans."""
    check_known(work, person_id)
    before = records_of(work.connection, person_id)
    work.load_or_new(Identity, person_id).split(on=on, reason=reason)
    return before


def check_known(work: UnitOfWork, person_id: str) -> None:
    """Refuse an id that nobody has. Somebody of the past records may be known by a case alone."""
    query = sa.select(case_list.c.case_id).where(case_list.c.person_id == person_id).limit(1)
    if work.connection.execute(query).first() is None:
        work.load(Person, person_id)


def load_known_person(work: UnitOfWork, person_id: str) -> Person:
    """The person. Somebody of the past records is put on record now, by the case they have."""
    person = work.load_or_new(Person, person_id)
    if not person.exists:
        check_known(work, person_id)
        person.register(on=city_date(work.store.clock()))
    return person


def _join_humans(
    work: UnitOfWork,
    person_id: str,
    into_id: str,
    on: date,
    ground: str,
    by: Proposal | None = None,
) -> str:
    connection = work.connection
    human, into = human_of(connection, person_id), human_of(connection, into_id)
    if human == into:
        if by is not None:
            return into  # somebody merged them by hand meanwhile: confirmed all the same
        raise ALREADY_ONE_PERSON()
    work.load_or_new(Identity, human).merge(
        into,
        on=on,
        ground=ground,
        reasons=by.reasons if by else (),
        proposal_id=by.id if by else None,
    )
    return into


def _lapse_moot_proposals(work: UnitOfWork, human: str, on: date, record: str = "") -> None:
    """Proposals within one human are moot; so are others for a record that is now known."""
    records = records_of(work.connection, human)
    for row in list_open_proposals(work.connection, records):
        if row.person_id == record or {row.person_id, row.other_id} <= set(records):
            work.load(Proposal, row.proposal_id).lapse(on=on)
