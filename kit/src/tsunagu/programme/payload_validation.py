"""Validation of a payload without a running platform: its kind, and every fault in it.

For whoever writes messages to us or readers of our facts: the same schemas and the same
checks as the running services have, asked about a file. What only their records can tell
is said, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from marshmallow import ValidationError

from tsunagu.contracts.json_locator import Unreadable, read_json
from tsunagu.contracts.routes import Route, load_arguments
from tsunagu.contracts.validation_errors import fault, list_faults
from tsunagu.domain.errors import STATUS, Invalid, TsunaguError, require
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.plain_text import normalise_key
from tsunagu.hosting.definition import Definition
from tsunagu.messaging.inbound_message import InboundSource, Message
from tsunagu.programme.fact_validation import find_fact_faults, find_fact_notes

REST, BATCH, EVENT, FACT, UNKNOWN = "rest_body", "rest_batch", "cloudevent", "fact", "unknown"
INVALID = "invalid_input"
Fault = JsonObject


@dataclass(frozen=True)
class Verdict:
    """The result: the recognised kind, what would happen to it, and `code` if it is refused."""

    kind: str
    what: str
    would: str
    code: str = ""
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.faults

    def to_json(self) -> JsonObject:
        return {
            "recognised": self.kind,
            "what": self.what,
            "ok": self.ok,
            "would": self.would,
            "code": self.code,
            "faults": list(self.faults),
            "notes": list(self.notes),
        }


class Checker:
    """Validates payloads by what the services of a checkout publish and take in."""

    def __init__(self, definitions: Iterable[Definition], sender: str | None = None) -> None:
        self._definitions = list(definitions)
        self._sender = sender
        self._facts = {
            wire: (definition, fact)
            for definition in self._definitions
            if definition.catalogue is not None
            for wire, fact in definition.catalogue.facts.items()
        }
        self._taking = [
            (definition, definition.incoming, definition.incoming.message)
            for definition in self._definitions
            if definition.incoming is not None and definition.incoming.message is not None
        ]

    def judge(self, body: bytes) -> Verdict:
        """The verdict on a payload: its kind, its faults, and what a platform would do with it."""
        try:
            value = read_json(body)
        except Unreadable as wrong:
            would = "読めません / cannot be read"
            return _refuse(UNKNOWN, "JSON", would, wrong.reason, [wrong.fault])
        if not isinstance(value, dict):
            return self._no_object(value)
        if "specversion" in value or {"type", "source"} <= value.keys():
            return self._event(value)
        for definition, _, message in self._taking:
            if message.many and message.many[1] in value:
                return self._batch(definition, message, value)
        return self._body(value)

    # -- a CloudEvent -----------------------------------------------------------------------------

    def _event(self, event: JsonObject) -> Verdict:
        wire, source = str(event.get("type")), str(event.get("source"))
        if wire in self._facts:
            return self._fact(event)
        for definition, incoming, message in self._taking:
            if message.event_type == wire or re.match(message.source.partition("<")[0], source):
                return self._letter(definition, incoming, message, event)
        known = [*self._facts, *(message.event_type for _, _, message in self._taking)]
        near = get_close_matches(wire, known, n=3) or known[-3:]
        wrong = fault("type", "知らない型です / unknown type", ", ".join(near))
        return _refuse(
            EVENT,
            "CloudEvents 1.0",
            "だれも受け取りません / nobody takes it",
            "unknown_type",
            [wrong],
        )

    def _fact(self, event: JsonObject) -> Verdict:
        definition, fact = self._facts[event["type"]]
        what = f"{definition.name} の事実 {fact.wire_type} / a fact of {definition.name}"
        faults = find_fact_faults(definition, fact, event)
        if faults:
            would = "購読者は受け取れません / subscribers cannot take it"
            return _refuse(FACT, what, would, INVALID, faults)
        notes = find_fact_notes(fact, event)
        return Verdict(FACT, what, "購読者が受け取ります / subscribers take it", notes=notes)

    def _letter(
        self,
        definition: Definition,
        incoming: InboundSource,
        message: Message,
        event: JsonObject,
    ) -> Verdict:
        what = f"{message.ja}（CloudEvents, AMQP）/ {message.en}, by AMQP"
        sender = _find_sender(message, event.get("source")) or "<sender>"
        properties = (
            f"送るとき / when you send it: exchange {incoming.exchange}, routing key {sender}, "
            f"user_id {message.user.replace('<sender>', sender)}, "
            "content_type application/cloudevents+json"
        )
        failure = _find_failure(message, event)
        if failure is None:
            would = f"{definition.name} が受け取ります / {definition.name} takes it"
            told = {"id", *event["data"]}
            return Verdict(
                EVENT,
                what,
                would,
                notes=(
                    properties,
                    *_note_remarks(message, event),
                    *_note_unchecked_fields(message, told),
                ),
            )
        would = f"{incoming.refused} へ、理由とともに / goes there with the reason: {failure.code}"
        return _refuse(
            EVENT, what, would, failure.code, _list_failure_faults(failure), (properties,)
        )

    # -- a body for REST --------------------------------------------------------------------------

    def _body(self, body: JsonObject) -> Verdict:
        for _, _, message in self._taking:
            if message.one and body.keys() & message.schema().fields.keys():
                return self._one(message, message.one, body)
        offers = [f"POST {m.one}" for _, _, m in self._taking if m.one]
        wrong = fault(
            "", "何の本文か分かりません / not recognised", ", ".join([*offers, "CloudEvents 1.0"])
        )
        return _refuse(UNKNOWN, "JSON", "だれも受け取りません / nobody takes it", INVALID, [wrong])

    def _one(self, message: Message, path: str, body: JsonObject) -> Verdict:
        what = f"{message.ja}（REST の本文）/ {message.en}, as a body for POST {path}"
        event = self._as_event(message, body)
        failure = _find_failure(message, event)
        if failure is None:
            notes = (*_note_remarks(message, event), *_note_unchecked_fields(message, body))
            return Verdict(REST, what, "受け付けます / accepted: 202", notes=notes)
        would = f"断られます / refused: {STATUS[failure.kind]} {failure.code}"
        return _refuse(
            REST, what, would, failure.code, _strip_prefix(_list_failure_faults(failure), "data.")
        )

    def _batch(self, definition: Definition, message: Message, body: JsonObject) -> Verdict:
        path, key = require(message.many, "only who takes many at once has batches")
        route = next(r for r in definition.routes if (r.verb, r.path) == ("POST", path))
        what = f"まとめて：{message.ja} / many at once: {message.en}, for POST {path}"
        if misshapen := self._shape_faults(route, message, body):
            return _refuse(BATCH, what, f"断られます / refused: 400 {INVALID}", INVALID, misshapen)
        faults: list[Fault] = []
        refused = 0
        remarks: list[str] = []
        for number, each in enumerate(body[key]):
            event = self._as_event(message, each)
            failure = _find_failure(message, event)
            if failure is None:
                remarks += _note_remarks(message, event, f"{key}.{number}.")
                continue
            refused += 1
            for one in _strip_prefix(_list_failure_faults(failure), "data."):
                place = f"{key}.{number}.{one['field']}"
                faults.append(one | {"field": place, "code": failure.code})
        taken = len(body[key]) - refused
        would = (
            f"{taken} 件受け付け、{refused} 件断ります / {taken} accepted, {refused} refused: 202"
        )
        told = {name for each in body[key] for name in each}
        twice = _note_repeated_ids([each.get("id") for each in body[key]])
        notes = (*remarks, *twice, *_note_unchecked_fields(message, told))
        return Verdict(BATCH, what, would, INVALID if faults else "", tuple(faults), notes)

    def _shape_faults(self, route: Route, message: Message, body: JsonObject) -> list[Fault]:
        """What is wrong with the list itself, which would refuse all of it."""
        acting = dict.fromkeys(route.acting.values(), self._code(message))
        try:
            load_arguments(route, {}, body, None, acting)
        except Invalid as wrong:
            return list(wrong.faults)
        return []

    def _as_event(self, message: Message, body: Mapping[str, Any]) -> JsonObject:
        """The body in the form that AMQP has it: it means the same."""
        own = {"id": body["id"]} if "id" in body else {}
        return {
            "specversion": "1.0",
            "type": message.event_type,
            "source": message.source.replace("<sender>", self._code(message)),
            **own,
            "data": {name: value for name, value in body.items() if name != "id"},
        }

    def _code(self, message: Message) -> str:
        """Who sends it; the token says so in REST, so any sender will do."""
        return self._sender or _find_sender(message, message.example["source"]) or ""

    def _no_object(self, value: Any) -> Verdict:
        many = [m.many for _, _, m in self._taking if m.many]
        remedy = f'POST {many[0][0]}: {{"{many[0][1]}": […]}}' if many else "{…}"
        wrong = fault("", "オブジェクトではありません / not an object", remedy)
        what = "一覧 / a list" if isinstance(value, list) else "JSON"
        would = "だれも受け取りません / nobody takes it"
        return _refuse(UNKNOWN, what, would, "not_an_object", [wrong])


def _refuse(
    kind: str,
    what: str,
    would: str,
    code: str,
    faults: Iterable[Fault],
    notes: tuple[str, ...] = (),
) -> Verdict:
    return Verdict(kind, what, would, code, tuple(faults), notes)


def _find_failure(message: Message, event: Mapping[str, Any]) -> TsunaguError | None:
    try:
        message.check(event)
    except ValidationError as wrong:
        return Invalid(list_faults(wrong))
    except TsunaguError as failure:
        return failure
    return None


def _list_failure_faults(failure: TsunaguError) -> list[Fault]:
    if isinstance(failure, Invalid):
        return list(failure.faults)
    field, remedy = (str(failure.details.get(name) or "") for name in ("field", "remedy"))
    return [fault(field, failure.message, remedy)]


def _strip_prefix(faults: Iterable[Fault], prefix: str) -> list[Fault]:
    return [one | {"field": one["field"].removeprefix(prefix)} for one in faults]


def _note_unchecked_fields(message: Message, fields: Iterable[str]) -> tuple[str, ...]:
    """Notes on given fields that only the records of a running platform can check."""
    given = set(fields)
    return tuple(said for name, said in message.unknown.items() if name in given)


def _note_remarks(message: Message, event: Mapping[str, Any], place: str = "") -> tuple[str, ...]:
    """Notes on what is accepted and yet may not be what was meant."""
    return tuple(
        f"{place}{one['field']}: {one['problem']} → {one['remedy']}"
        for one in message.remarks(event)
    )


def _find_sender(message: Message, source: Any) -> str | None:
    pattern = re.escape(message.source).replace("<sender>", "([a-z0-9_]+)")
    match = re.fullmatch(pattern, source) if isinstance(source, str) else None
    return match[1] if match else None


def _note_repeated_ids(ids: Iterable[Any]) -> tuple[str, ...]:
    again = [
        one
        for one, times in Counter(filter(None, map(normalise_key, map(str, ids)))).items()
        if times > 1
    ]
    if not again:
        return ()
    said = "同じ id は最初の一つだけ数えます / of the same id the first counts"
    return (f"{said}: {', '.join(again[:5])}",)
