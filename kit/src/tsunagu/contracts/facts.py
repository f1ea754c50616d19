"""Facts: published domain events in their wire form, a CloudEvents 1.0 JSON envelope.

A service declares each fact once, in `published.py`; what is not declared there
stays private, and personal fields cannot be declared at all. Whoever receives
bytes from a queue parses them here, strictly: duplicate keys, NaN and absurd
depth or size are refused before anything looks at the content.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson
from marshmallow import EXCLUDE, Schema, fields, validate

from tsunagu.contracts.field_checks import Pattern
from tsunagu.domain.calendar import city_date
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.event_codec import EventType
from tsunagu.log.event_log import Row

MAX_BODY = 256 * 1024
CONTENT_TYPE = "application/json"
HEAD_TYPE = "tsunagu.head"
SOURCE = r"^/cities/[^/]+/[^/]+$"


def _text(says: str, **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": says}, **options)


def _number(says: str, least: int) -> fields.Integer:
    limit = validate.Range(least)
    return fields.Integer(
        required=True, strict=True, validate=limit, metadata={"description": says}
    )


class FactSchema(Schema):
    """Base of fact schemas: tolerant of fields it does not know (they may be newer)."""

    class Meta:
        unknown = EXCLUDE

    on = fields.Date(required=True, metadata={"description": "the day it happened"})


class Envelope(Schema):
    """The CloudEvents attributes of every fact, in words and for checks; `decode_fact` decides."""

    class Meta:
        unknown = EXCLUDE

    specversion = fields.String(required=True, validate=validate.OneOf(["1.0"]))
    id = _text("stream/version; unique within the source")
    source = _text("/cities/<city code>/<service>", validate=Pattern(SOURCE))
    type = _text("<service>.<fact>")
    subject = _text("the stream: order is kept within it")
    time = fields.AwareDateTime(required=True, metadata={"description": "when it was recorded"})
    datacontenttype = fields.String(validate=validate.OneOf([CONTENT_TYPE]))
    schemaversion = _number("version of the form of `data`", 1)
    streamversion = _number("place in its stream", 1)
    position = _number("place in the source's log", 1)
    previous = _number("position of the fact before it: anything else means a gap", 0)
    actor = fields.String(metadata={"description": "who did it"})
    recordedon = fields.Date(metadata={"description": "when an import says that it was known"})
    correlationid = fields.String(metadata={"description": "the same for all of one request"})
    causationid = fields.String(metadata={"description": "what it followed from"})
    data = fields.Dict(required=True, metadata={"description": "what happened"})


@dataclass(frozen=True, slots=True)
class FactType:
    """One published fact: which event, its schema, and an example for the contract tests."""

    event_class: type
    data_schema: type[Schema]
    example: Mapping[str, Any]

    @property
    def wire_type(self) -> str:
        return str(self.event_class.wire_type)  # type: ignore[attr-defined]

    @property
    def version(self) -> int:
        return int(self.event_class.schema)  # type: ignore[attr-defined]


class Catalogue:
    """All facts a service publishes: its only door."""

    def __init__(self, service: str, facts: Iterable[FactType]) -> None:
        self.service = service
        self.facts = {fact.wire_type: fact for fact in facts}
        for fact in self.facts.values():
            kind = EventType(fact.event_class)
            declared = set(fact.data_schema().fields)
            if declared != set(kind.public):
                raise TypeError(
                    f"{fact.wire_type}: the schema lists {sorted(declared)}, "
                    f"the event publishes {sorted(kind.public)}"
                )

    def __contains__(self, wire_type: str) -> bool:
        return wire_type in self.facts


@dataclass(slots=True)
class Fact:
    """A fact as a subscriber receives it. `data` holds JSON primitives, dates as ISO text."""

    source: str
    city: str
    type: str
    schema: int
    position: int
    previous: int
    stream: str
    version: int
    time: str
    recorded: str | None
    actor: str
    correlation: str | None
    causation: str | None
    data: JsonObject

    @property
    def id(self) -> str:
        return f"{self.stream}/{self.version}"

    @property
    def recorded_at(self) -> datetime:
        return datetime.fromisoformat(self.time)

    @property
    def recorded_on(self) -> date:
        """The day it became known: of the recording, or what an import says."""
        if self.recorded:
            return date.fromisoformat(self.recorded)
        return _city_day(self.time[:13])


@lru_cache(maxsize=4096)
def _city_day(hour: str) -> date:
    return city_date(datetime.fromisoformat(hour + ":00:00+00:00"))


class Malformed(Exception):
    """Bytes that are no fact. `reason` is a code; the content is never part of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def event_source(city: str, service: str) -> str:
    """The CloudEvents source: whose log, in which city."""
    return f"/cities/{city}/{service}"


def encode_envelope(
    city: str, service: str, row: Row, previous: int, data: str | None = None
) -> bytes:
    """The fact of a log row as JSON bytes; the stored data text goes in as it stands.

    `data` replaces the stored text where an old version had to be upcast.
    """
    head = orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"{row.stream}/{row.version}",
            "source": event_source(city, service),
            "type": row.type,
            "subject": row.stream,
            "time": row.recorded_at,
            "datacontenttype": CONTENT_TYPE,
            "schemaversion": row.schema,
            "streamversion": row.version,
            "position": row.position,
            "previous": previous,
            "actor": row.actor,
            **({"recordedon": row.recorded_on} if row.recorded_on else {}),
            **({"correlationid": row.correlation} if row.correlation else {}),
            **({"causationid": row.causation} if row.causation else {}),
        }
    )
    return head[:-1] + b',"data":' + (data or row.data).encode() + b"}"


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> JsonObject:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Malformed("duplicate_key")
    return result


def _refuse_constant(_name: str) -> Any:
    raise Malformed("not_a_number")


_decoder = json.JSONDecoder(object_pairs_hook=_refuse_duplicates, parse_constant=_refuse_constant)


def parse_strict_json(body: bytes | str) -> Any:
    """JSON as the standard means it, or Malformed with the reason's code."""
    if len(body) > MAX_BODY:
        raise Malformed("too_large")
    try:
        text = body if isinstance(body, str) else body.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not_utf8") from None
    try:
        value = _decoder.decode(text)
        if "\\ud" in text or "\\uD" in text:  # half a character pair may stand alone in an escape
            json.dumps(value, ensure_ascii=False).encode()
    except Malformed:
        raise
    except RecursionError:
        raise Malformed("too_deep") from None
    except UnicodeEncodeError:
        raise Malformed("lone_surrogate") from None
    except ValueError:
        raise Malformed("not_json") from None
    return value


def parse_fact(body: bytes | str) -> Fact:
    """The fact in an envelope; Malformed with a reason code for anything else."""
    return decode_fact(parse_strict_json(body))


def decode_fact(message: Any) -> Fact:
    """The fact in a decoded envelope."""
    if not isinstance(message, dict):
        raise Malformed("not_an_object")
    try:
        source = message["source"]
        city, service = source.removeprefix("/cities/").split("/")
        fact = Fact(
            service,
            city,
            message["type"],
            message["schemaversion"],
            message["position"],
            message["previous"],
            message["subject"],
            message["streamversion"],
            message["time"],
            message.get("recordedon"),
            message.get("actor", ""),
            message.get("correlationid"),
            message.get("causationid"),
            message["data"],
        )
    except KeyError as missing:
        raise Malformed(f"missing_{missing.args[0]}") from None
    except (AttributeError, ValueError):
        raise Malformed("foreign_source") from None
    _check(message, fact)
    return fact


def _check(message: JsonObject, fact: Fact) -> None:
    if message.get("specversion") != "1.0":
        raise Malformed("not_cloudevents_1_0")
    if not (type(fact.position) is type(fact.previous) is type(fact.version) is int):
        raise Malformed("bad_position")
    if not 0 <= fact.previous < fact.position < 2**63 or fact.version < 1:
        raise Malformed("bad_position")
    if type(fact.schema) is not int or fact.schema < 1:
        raise Malformed("bad_schema_version")
    if not isinstance(fact.type, str) or not isinstance(fact.data, dict):
        raise Malformed("bad_type")
    if not isinstance(fact.stream, str) or not isinstance(fact.time, str) or len(fact.time) < 20:
        raise Malformed("bad_envelope")


def encode_head(city: str, service: str, position: int) -> bytes:
    """The announcement of how far a source's facts go, so that a lost last one is noticed."""
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"head/{position}",
            "source": event_source(city, service),
            "type": HEAD_TYPE,
            "position": position,
        }
    )
