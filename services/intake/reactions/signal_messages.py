"""Signals by AMQP: CloudEvents 1.0 on the exchange `signals`, each accepted or turned away.

A department's broker user is `department-<code>`; the broker vouches for the user, and
routing key and source must name the same department. What is accepted, and why
something is refused, is decided where REST's signals are: in `accepting.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.intake import reference
from services.intake.commands.signal_intake import REFUSED, Outcome, accept_all, signal_id_of
from services.intake.domain.signal_refusal import Refusal
from services.intake.reactions.signal_envelope import EXCHANGE, SIGNAL, body_of
from services.intake.schemas import signals as signal_schemas
from tsunagu.domain.calendar import city_date
from tsunagu.domain.errors import Invalid, Refused
from tsunagu.log.unit_of_work import EventStore, UnitOfWork
from tsunagu.messaging.inbound_message import InboundMessage, InboundSource, Rejection

USER = SIGNAL.user.removesuffix("<sender>")


class Readable(NamedTuple):
    """A letter whose sender is known; `body` as REST has it, or why there is none."""

    department: str
    id: Any
    body: dict[str, Any]
    why: Rejection | None = None


def take(store: EventStore, letters: Sequence[InboundMessage]) -> list[Rejection | None]:
    """Accept a batch in one transaction; why, for each that is not accepted."""
    found = [addressed(letter) for letter in letters]
    now = store.clock()
    with store.work(actor="intake") as work:
        bodies = [f.body for f in found if isinstance(f, Readable) and f.why is None]
        outcomes = iter(accept_all(work, bodies, now, actor_of=lambda b: sender(b["department"])))
        answers = [
            f if isinstance(f, Rejection) else f.why or _turned_away(next(outcomes)) for f in found
        ]
        _remember(work, zip(found, answers, strict=True), now)
    return answers


def sender(department: str) -> str:
    """How the log names who sent it."""
    return f"department:{department}/amqp"


def _remember(
    work: UnitOfWork, told: Iterable[tuple[Any, Rejection | None]], now: datetime
) -> None:
    """Nobody answers by AMQP; so the department can ask what became of it."""
    for found, why in told:
        if why is None or not isinstance(found, Readable) or not isinstance(found.id, str):
            continue
        refusal = work.load_or_new(Refusal, signal_id_of(found.department, found.id))
        with work.acting(sender(found.department)):
            refusal.refuse(
                department=found.department,
                on=city_date(now),
                reason=why.reason,
                fields=why.fields,
            )


def _turned_away(outcome: Outcome) -> Rejection | None:
    if outcome.state != REFUSED:
        return None
    return Rejection(outcome.code, fields_of(outcome.faults))


def fields_of(faults: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Names of the fields at fault. One that we do not know is the sender's own text."""
    names = (re.sub(r"\.\d+", "", fault["field"]) for fault in faults)
    return tuple(sorted({name if name in KNOWN else "unknown_field" for name in names}))


def _names(schema: Any, path: str = "") -> set[str]:
    found = set()
    for name, field in schema.fields.items():
        found.add(path + name)
        if hasattr(field, "nested"):
            found |= _names(field.schema, f"{path}{name}.")
    return found


KNOWN = _names(signal_schemas.SignalBody())


# -- one letter -----------------------------------------------------------------------------------


def addressed(letter: InboundMessage) -> Readable | Rejection:
    """The letter as its department's, or why it is nobody's."""
    sender = letter.sender
    if sender is None:
        return Rejection(letter.fault or "missing_user_id")
    department = sender.removeprefix(USER)
    if department == sender or department not in reference.desks():
        return Rejection("unknown_sender")
    if letter.fault is not None:
        return Readable(department, None, {}, Rejection(letter.fault))
    return _read(letter, department)


def _read(letter: InboundMessage, department: str) -> Readable:
    event = letter.content
    id = event.get("id")
    if letter.routing_key != department:
        return Readable(department, id, {}, Rejection("wrong_routing_key"))
    try:
        return Readable(department, id, body_of(event, department))
    except Invalid as wrong:
        fields = tuple(sorted(one["field"] for one in wrong.faults))
        return Readable(department, id, {}, Rejection(wrong.code, fields))
    except Refused as no:
        return Readable(department, id, {}, Rejection(no.code))


INCOMING = InboundSource(EXCHANGE, take, SIGNAL)
