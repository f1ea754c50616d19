"""Accepting signals: the one meaning of all ways in, one at a time or many together.

REST, its batches, AMQP and the client's lists all end here. A signal that is accepted
has its owner desk, next step and due date in the same transaction; one that is refused
has left nothing. The same id of the same department is the same signal, whichever way
it came.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from marshmallow import ValidationError

from services.intake import reference
from services.intake.commands import sender_notes, signal_grouping
from services.intake.commands.urgency import is_urgent, step_of
from services.intake.domain.case import CONSULTATION_SUPPORT
from services.intake.domain.meeting import SUPPORT_CONFERENCE, Meeting
from services.intake.domain.person import Person
from services.intake.domain.sharing import CONSENT
from services.intake.domain.signal import Signal, identity_allowed
from services.intake.schemas import shared as schemas
from services.intake.schemas import signals as signal_schemas
from tsunagu.contracts.validation_errors import fault, faults_of
from tsunagu.domain.calendar import city_date
from tsunagu.domain.errors import Invalid, Refused, TsunaguError
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id

NAMESPACE = uuid.UUID("6f1f5a3e-6a0c-5e0e-9f55-7a616d610001")
ACCEPTED, ALREADY, REFUSED = "accepted", "already", "refused"

_BODY = signal_schemas.SignalBody()  # building a schema costs more than using it
_ORDINARY = reference.Kind("", "", "", None, CONSULTATION_SUPPORT)

Asked = dict[str, Any]


class Outcome(NamedTuple):
    """What became of one. `code` and `faults` say why it was refused, `notes` are `remarks`."""

    id: str
    state: str
    signal_id: str | None
    code: str = ""
    faults: tuple[dict[str, str], ...] = ()
    notes: tuple[dict[str, str], ...] = ()


def signal_id_of(department: str, id: str) -> str:
    """The same id of the same department is the same signal."""
    return str(uuid.uuid5(NAMESPACE, f"{department}/{id}"))


def checked(body: Mapping[str, Any]) -> Asked:
    """A body in its right shape, on a basis that allows what is in it; raises what is wrong."""
    asked: Asked = _BODY.load(body)
    if asked["person"] is not None:
        identity_allowed(asked["basis"])
    asked["signal_id"] = signal_id_of(asked["department"], asked["id"])
    return asked


def accept(work: UnitOfWork, asked: Asked, now: datetime) -> Outcome:
    """Accept one that was checked, or that was accepted before."""
    return _recorded(work, _admitted(work, asked, now), asked, now)


def _admitted(work: UnitOfWork, asked: Asked, now: datetime) -> Signal:
    """Its signal, accepted before or new on grounds that hold; refuses those that do not."""
    signal = work.load_or_new(Signal, asked["signal_id"])
    if not signal.exists:
        _grounds_hold(work, asked, now)
    return signal


def _recorded(work: UnitOfWork, signal: Signal, asked: Asked, now: datetime) -> Outcome:
    if signal.exists:
        notes = tuple(sender_notes.of_other_content(work, signal, asked))
        return Outcome(asked["id"], ALREADY, signal.id, notes=notes)
    _record(work, signal, asked, now)
    return Outcome(
        asked["id"], ACCEPTED, signal.id, notes=tuple(sender_notes.of_kind(asked["kind"]))
    )


def accept_all(
    work: UnitOfWork,
    bodies: Sequence[Mapping[str, Any]],
    now: datetime,
    actor_of: Callable[[Mapping[str, Any]], str] | None = None,
) -> list[Outcome]:
    """Accept each of them on its own, in order, all in the one transaction.

    `actor_of`: who sent a body, where they are of several departments.
    """
    actors = [actor_of(body) if actor_of else work.actor for body in bodies]
    try:
        with work.savepoint():
            return _together(work, bodies, actors, now)
    except TsunaguError:
        # Somebody else sent one of them meanwhile, say: now each has a savepoint of its own.
        pairs = zip(bodies, actors, strict=True)
        return [_alone(work, body, actor, now) for body, actor in pairs]


# -- many -----------------------------------------------------------------------------------------


def _together(
    work: UnitOfWork, bodies: Sequence[Mapping[str, Any]], actors: Sequence[str], now: datetime
) -> list[Outcome]:
    """Everything that can be refused is refused before anything of it is recorded."""
    found: list[Asked | Outcome] = []
    for body in bodies:
        try:
            found.append(checked(body))
        except (ValidationError, TsunaguError) as wrong:
            found.append(_refused(body, wrong))
    taken = [f for f in found if not isinstance(f, Outcome)]
    work.load_ahead(Signal, [asked["signal_id"] for asked in taken])
    known = [work.load_or_new(Signal, asked["signal_id"]) for asked in taken]
    work.load_ahead(Person, [signal.person_id for signal in known if signal.person_id])
    signal_grouping.look_ahead(work, taken)
    outcomes: list[Outcome] = []
    for body, actor, asked in zip(bodies, actors, found, strict=True):
        if not isinstance(asked, Outcome):
            with work.acting(actor):
                asked = _taken(work, body, asked, now)
        outcomes.append(asked)
    return outcomes


def _taken(work: UnitOfWork, body: Mapping[str, Any], asked: Asked, now: datetime) -> Outcome:
    try:
        signal = _admitted(work, asked, now)
    except TsunaguError as wrong:
        return _refused(body, wrong)
    return _recorded(work, signal, asked, now)


def _alone(work: UnitOfWork, body: Mapping[str, Any], actor: str, now: datetime) -> Outcome:
    try:
        with work.savepoint(), work.acting(actor):
            return accept(work, checked(body), now)
    except (ValidationError, TsunaguError) as wrong:
        return _refused(body, wrong)


def _refused(body: Mapping[str, Any], wrong: ValidationError | TsunaguError) -> Outcome:
    id = body.get("id")
    department = str(body.get("department"))
    signal_id = signal_id_of(department, id) if isinstance(id, str) and id else None
    if isinstance(wrong, ValidationError):
        wrong = Invalid(faults_of(wrong))
    if isinstance(wrong, Invalid):
        faults = tuple(wrong.faults)
    else:
        field, remedy = (str(wrong.details.get(k) or "") for k in ("field", "remedy"))
        faults = (fault(field, wrong.message, remedy),)
    return Outcome(id if isinstance(id, str) else "", REFUSED, signal_id, wrong.code, faults)


# -- one ------------------------------------------------------------------------------------------


def _grounds_hold(work: UnitOfWork, asked: Asked, now: datetime) -> None:
    consent_holds(asked, city_date(now))
    if asked["conference_id"] is not None:
        _conference_holds(work, asked, city_date(now))


def consent_holds(asked: Asked, on: date) -> None:
    """Refuse a consent that has ended, or leaves us out."""
    consent = asked["consent"] or {}
    until, scope = consent.get("until"), consent.get("scope")
    if until is not None and until < on:
        raise Refused(
            "consent_expired",
            "同意の期限が過ぎています / the consent has ended",
            field="consent.until",
            remedy="改めて同意を得る / obtain consent again",
        )
    if scope is not None and CONSULTATION_SUPPORT not in scope:
        raise Refused(
            "consent_names_others",
            "同意した相手に自立相談支援が入っていません / the consent does not name us",
            field="consent.scope",
            remedy="自立相談支援への同意を得る、または basis を encouragement_only に / "
            f"obtain it ({CONSULTATION_SUPPORT}), or send encouragement_only",
        )


def _conference_holds(work: UnitOfWork, asked: Asked, on: date) -> None:
    """Refuse a support conference that is none, or in which the department was not."""
    meeting = work.load_or_new(Meeting, asked["conference_id"])
    if meeting.kind != SUPPORT_CONFERENCE:
        raise Refused(
            "no_such_conference",
            "その支援会議は記録にありません / no such support conference is on record",
            field="conference_id",
            remedy="会議の番号を確かめる。記録がなければ外す / check it, or leave it out",
        )
    if meeting.held_on > on:
        raise Refused(
            "conference_not_held",
            "その支援会議はまだ開かれていません / that support conference has not been held",
            field="conference_id",
            remedy="開かれてから送る / send it once it was held",
        )
    if asked["department"] not in {member.desk for member in meeting.members.values()}:
        raise Refused(
            "not_in_the_conference",
            "その支援会議の構成員ではありません / the department was not in that conference",
            field="conference_id",
            remedy="出席した会議の番号を / the conference in which you took part",
        )


def _record(work: UnitOfWork, signal: Signal, asked: Asked, now: datetime) -> None:
    """From here on nothing is refused."""
    today = city_date(now)
    kind = reference.kinds().get(asked["kind"], _ORDINARY)
    urgent = is_urgent(asked)
    person = known_person(work, asked, today)
    signal.receive(
        department=asked["department"],
        kind=asked["kind"],
        noticed_on=asked["noticed_on"],
        on=today,
        basis=asked["basis"],
        urgent=urgent,
        person_id=person.id if person else None,
        owner_desk=kind.desk,
        consent_id=_consent_given(person, asked) if person else None,
        consent_until=(asked["consent"] or {}).get("until"),
        conference_id=asked["conference_id"],
        feedback=asked["department"] in _recipients(asked),
        sequence=asked["sequence"],
        note=asked["note"],
        **step_of(asked["kind"], urgent, now),
    )
    if asked["encouragement"] is not None:
        signal.encourage(**asked["encouragement"])
    signal_grouping.arrived(work, signal, person, today, asked.get("ahead"))


def known_person(work: UnitOfWork, asked: Asked, on: date) -> Person | None:
    """Whose identity came with the signal: the one place where it becomes a person."""
    details = schemas.details_of(asked["person"])
    if not details:
        return None
    person = work.new(Person, new_id())
    person.register(on=on, **details)
    return person


def _consent_given(person: Person, asked: Asked) -> str | None:
    """Put on record what the person agreed to, so that it can be withdrawn."""
    if asked["basis"] != CONSENT:
        return None
    grounds = asked["consent"] or {}
    consent_id = new_id()
    person.give_consent(
        consent_id=consent_id,
        on=grounds.get("on") or asked["noticed_on"],
        purpose="support",
        recipients=_recipients(asked),
        until=grounds.get("until"),
        evidence=grounds.get("evidence"),
    )
    return consent_id


def _recipients(asked: Asked) -> tuple[str, ...]:
    scope = (asked["consent"] or {}).get("scope")
    return tuple(scope) if scope else (CONSULTATION_SUPPORT, asked["department"])
