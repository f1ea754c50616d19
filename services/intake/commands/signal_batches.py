"""Accepting many signals together: each on its own, in order, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.commands import signal_grouping
from services.intake.commands.person_matching import CandidateBatch
from services.intake.commands.signal_intake import (
    REFUSED,
    Outcome,
    accept,
    find_signal,
    list_signal_ids,
    signal_id_of,
)
from services.intake.domain.person import Person
from services.intake.domain.signal import Signal
from services.intake.schemas.signals import SignalBody
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.isolation import GONE, refusal_of
from tsunagu.log.unit_of_work import UnitOfWork


def accept_all(
    work: UnitOfWork, bodies: Sequence[JsonObject], actors: Sequence[str], now: datetime
) -> list[Outcome]:
    """What became of each, as `actors` sent them; one that is bad refuses none of the others."""
    return _accept([_load(body) for body in bodies], actors, work, now)


def _accept(
    sent: Sequence[SignalBody | Outcome], actors: Sequence[str], work: UnitOfWork, now: datetime
) -> list[Outcome]:
    """Together where that goes; else in halves, until what fails stands alone."""
    try:
        with work.savepoint():
            return _accept_together(work, sent, actors, now)
    except GONE:
        raise
    except Exception as failure:
        if len(sent) == 1:
            return [_refuse_failed(sent[0], failure)]
    half = len(sent) // 2
    return [
        *_accept(sent[:half], actors[:half], work, now),
        *_accept(sent[half:], actors[half:], work, now),
    ]


def _load(body: JsonObject) -> SignalBody | Outcome:
    """The signal in that body, or that its shape refuses it."""
    try:
        return SignalBody.load(body)
    except Exception as wrong:
        refusal = refusal_of(wrong, "the shape of a signal")
        return _refuse(body.get("department"), body.get("id"), refusal)


def _refuse_failed(sent: SignalBody | Outcome, failure: Exception) -> Outcome:
    """What failed on its own, whatever it was."""
    if isinstance(sent, Outcome):
        return sent
    return _refuse(sent.department, sent.id, refusal_of(failure, "a signal"))


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
    work.load_ahead(Signal, [id for one in sent for id in list_signal_ids(one.department, one.id)])
    known = [find_signal(work, one.department, one.id) for one in sent]
    work.load_ahead(Person, [signal.person_id for signal in known if signal.person_id])
    people = zip((signal.id for signal in known), (one.person for one in sent), strict=True)
    return signal_grouping.look_up_people(work, dict(people))
