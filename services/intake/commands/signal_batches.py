"""Accepting many signals together: each on its own, in order, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marshmallow import ValidationError

from services.intake.commands import signal_grouping
from services.intake.commands.person_matching import CandidateBatch
from services.intake.commands.signal_intake import REFUSED, Outcome, accept, signal_id_of
from services.intake.domain.person import Person
from services.intake.domain.signal import Signal
from services.intake.schemas.signals import SignalBody
from tsunagu.contracts.validation_errors import list_faults
from tsunagu.domain.errors import Invalid, TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.unit_of_work import UnitOfWork


def accept_all(
    work: UnitOfWork, bodies: Sequence[JsonObject], actors: Sequence[str], now: datetime
) -> list[Outcome]:
    """What became of each, as `actors` sent them; one that is bad refuses none of the others."""
    sent = [_load(body) for body in bodies]
    try:
        with work.savepoint():
            return _accept_together(work, sent, actors, now)
    except TsunaguError:
        # Somebody else sent one of them meanwhile, say: now each has a savepoint of its own.
        return [
            _accept_alone(work, one, actor, now) for one, actor in zip(sent, actors, strict=True)
        ]


def _load(body: JsonObject) -> SignalBody | Outcome:
    """The signal in that body, or that its shape refuses it."""
    try:
        return SignalBody.load(body)
    except ValidationError as wrong:
        return _refuse(body.get("department"), body.get("id"), Invalid(list_faults(wrong)))


def _refuse(department: object, id: object, refusal: TsunaguError) -> Outcome:
    """`department`, `id`: as they came, which may be anything."""
    if not isinstance(id, str):
        return Outcome("", REFUSED, None, refusal)
    return Outcome(id, REFUSED, signal_id_of(str(department), id) if id else None, refusal)


def _accept_together(
    work: UnitOfWork, sent: Sequence[SignalBody | Outcome], actors: Sequence[str], now: datetime
) -> list[Outcome]:
    """With the round trips of a few: what they need is loaded for all of them first."""
    candidates = _look_ahead(work, [one for one in sent if isinstance(one, SignalBody)])
    outcomes = []
    for one, actor in zip(sent, actors, strict=True):
        if isinstance(one, SignalBody):
            with work.acting(actor):
                outcomes.append(accept(work, one, now, candidates))
        else:
            outcomes.append(one)
    return outcomes


def _look_ahead(work: UnitOfWork, sent: Sequence[SignalBody]) -> CandidateBatch:
    ids = [signal_id_of(one.department, one.id) for one in sent]
    work.load_ahead(Signal, ids)
    known = [work.load_or_new(Signal, id) for id in ids]
    work.load_ahead(Person, [signal.person_id for signal in known if signal.person_id])
    people = zip(ids, (one.person for one in sent), strict=True)
    return signal_grouping.look_up_people(work, dict(people))


def _accept_alone(
    work: UnitOfWork, sent: SignalBody | Outcome, actor: str, now: datetime
) -> Outcome:
    if isinstance(sent, Outcome):
        return sent
    try:
        with work.savepoint(), work.acting(actor):
            return accept(work, sent, now)
    except TsunaguError as refusal:
        return _refuse(sent.department, sent.id, refusal)
