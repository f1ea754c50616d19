"""Signals by AMQP: CloudEvents 1.0 on the exchange `signals`, each accepted or rejected.

A department's broker user is `department-<code>`; the broker vouches for the user, and
routing key and source must name the same department. What is accepted, and why
something is refused, is decided where REST's signals are: in
`commands/signal_intake.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from marshmallow import Schema, fields

from services.intake import reference
from services.intake.commands.signal_batches import accept_all
from services.intake.commands.signal_intake import Outcome, signal_id_of
from services.intake.domain.refused_signal import RefusedSignal
from services.intake.reactions.signal_envelope import EXCHANGE, SIGNAL, read_body
from services.intake.schemas.signals import SignalBody
from tsunagu.domain.calendar import city_date
from tsunagu.domain.errors import Invalid, Refused
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.refusals import INTERNAL
from tsunagu.log.unit_of_work import EventStore, UnitOfWork
from tsunagu.messaging.inbound_message import InboundMessage, InboundSource, Rejection
from tsunagu.messaging.inbound_queue import INTERNAL_ERROR

USER = SIGNAL.user.removesuffix("<sender>")


class Readable(NamedTuple):
    """A message whose sender is known; `body` as REST has it, or why there is none."""

    department: str
    id: object
    body: JsonObject
    why: Rejection | None = None


def take(store: EventStore, messages: Sequence[InboundMessage]) -> list[Rejection | None]:
    """Accept a batch in one transaction; why, for each that is not accepted."""
    found = [read(message) for message in messages]
    now = store.clock()
    with store.work(actor="intake") as work:
        sent = [one for one in found if isinstance(one, Readable) and one.why is None]
        actors = [actor_of(one.department) for one in sent]
        outcomes = iter(accept_all(work, [one.body for one in sent], actors, now))
        answers = [
            one if isinstance(one, Rejection) else one.why or _rejection_of(next(outcomes))
            for one in found
        ]
        _remember(work, zip(found, answers, strict=True), now)
    return answers


def actor_of(department: str) -> str:
    """How the log names who sent it."""
    return f"department:{department}/amqp"


def _remember(
    work: UnitOfWork,
    answered: Iterable[tuple[Readable | Rejection, Rejection | None]],
    now: datetime,
) -> None:
    """Nobody answers by AMQP; so the department can ask what became of it."""
    for found, why in answered:
        if why is None or not isinstance(found, Readable) or not isinstance(found.id, str):
            continue
        refused = work.load_or_new(RefusedSignal, signal_id_of(found.department, found.id))
        with work.acting(actor_of(found.department)):
            refused.refuse(
                department=found.department,
                on=city_date(now),
                reason=why.reason,
                fields=why.fields,
            )


def _rejection_of(outcome: Outcome) -> Rejection | None:
    if outcome.refusal is None:
        return None
    if outcome.code == INTERNAL.code:
        return Rejection(INTERNAL_ERROR)
    return Rejection(outcome.code, fields_of(outcome.faults))


def fields_of(faults: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Names of the fields at fault. One that we do not know is the sender's own text."""
    names = (re.sub(r"\.\d+", "", fault["field"]) for fault in faults)
    return tuple(sorted({name if name in KNOWN else "unknown_field" for name in names}))


def _list_fields(schema: Schema, path: str = "") -> set[str]:
    found = set()
    for name, field in schema.fields.items():
        found.add(path + name)
        if isinstance(field, fields.Nested):
            found |= _list_fields(field.schema, f"{path}{name}.")
    return found


KNOWN = _list_fields(SignalBody.schema())


# -- one message ----------------------------------------------------------------------------------


def read(message: InboundMessage) -> Readable | Rejection:
    """The message as its department's, or why it is nobody's."""
    sender = message.sender
    if sender is None:
        return Rejection(message.fault or "missing_user_id")
    department = sender.removeprefix(USER)
    if department == sender or department not in reference.desks():
        return Rejection("unknown_sender")
    if message.fault is not None:
        return Readable(department, None, {}, Rejection(message.fault))
    return _read_event(message, department)


def _read_event(message: InboundMessage, department: str) -> Readable:
    event = message.content
    id = event.get("id")
    if message.routing_key != department:
        return Readable(department, id, {}, Rejection("wrong_routing_key"))
    try:
        return Readable(department, id, read_body(event, department))
    except Invalid as wrong:
        fields = tuple(sorted(one["field"] for one in wrong.faults))
        return Readable(department, id, {}, Rejection(wrong.code, fields))
    except Refused as no:
        return Readable(department, id, {}, Rejection(no.code))


INCOMING = InboundSource(EXCHANGE, take, SIGNAL)
