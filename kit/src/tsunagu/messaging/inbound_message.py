"""A message of somebody outside, read strictly: what it says, who sent it, why it goes back.

Who sent a message is what the broker vouches for: its `user_id` property, which
RabbitMQ compares with the connection's user. A message without one is refused. The
embedded broker compares nothing, but no outsider can reach it either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marshmallow import Schema

from tsunagu.contracts.facts import Malformed, parse_strict_json
from tsunagu.contracts.media_types import is_json
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging.publisher import Returned
from tsunagu.process import clock

if TYPE_CHECKING:
    from tsunagu.log.unit_of_work import EventStore

PLAIN = ("utf-8", "utf8", "us-ascii", "binary", "identity")  # bytes as they are
REASON, FIELDS, SENDER, AT = (
    f"x-tsunagu-{name}" for name in ("reason", "fields", "sender", "refused-at")
)


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message: who sent it, under which routing key, and the object in it.

    `fault` says why it could not be read; then `content` is empty.
    """

    sender: str | None
    routing_key: str
    content: JsonObject
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a message was not taken: a stable code, and the fields at fault."""

    reason: str
    fields: tuple[str, ...] = ()


Take = Callable[["EventStore", Sequence[InboundMessage]], list[Rejection | None]]


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a message must be to be taken: for documents, and for whoever tests theirs beforehand.

    A CloudEvent of that `event_type` from `source`, in which `<sender>` stands for the code of who
    sends it; their broker user is `user`. Its data is `schema` without the fields that are
    `outside`, in the envelope or known from the sender. `extensions`: JSON Schemas of further
    attributes. `check(event)` raises what is wrong with one as far as no record is needed to
    tell it; `unknown`: field → what about it only the records can tell, in both languages.
    `one`, `many`: paths where REST takes the same as one body, and as a list under that key.
    `reasons`: code → "problem / in English → remedy" of those of its own. `remarks(event)`: what
    its sender should know though it is taken, as faults have it.
    """

    event_type: str
    source: str
    user: str
    schema: type[Schema]
    example: Mapping[str, Any]
    ja: str
    en: str
    check: Callable[[Mapping[str, Any]], None]
    outside: tuple[str, ...] = ()
    extensions: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    one: str | None = None
    many: tuple[str, str] | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    remarks: Callable[[Mapping[str, Any]], Sequence[Mapping[str, str]]] = lambda event: ()


@dataclass(frozen=True)
class InboundSource:
    """What a service takes in: every message on a topic exchange of its own making.

    `take` gets a batch in order and answers for each, None meaning taken; all of it in one
    transaction. What it raises keeps the whole batch unacked. `message` says what is taken.
    """

    exchange: str
    take: Take
    message: Message | None = None

    @property
    def refused(self) -> str:
        """The exchange, and the queue behind it, of what was not taken."""
        return f"{self.exchange}.refused"


def read(message: Any) -> InboundMessage:
    """What a message says and who sent it; its fault is a code, never anything of the content."""
    properties = message.properties
    sender = properties.get("user_id")
    routing_key = str(message.delivery_info.get("routing_key", ""))
    try:
        content = _parse_content(message, properties)
        if not sender:
            raise Malformed("missing_user_id")
    except Malformed as fault:
        return InboundMessage(sender or None, routing_key, {}, fault.reason)
    return InboundMessage(str(sender), routing_key, content)


def _parse_content(message: Any, properties: dict[str, Any]) -> JsonObject:
    if not is_json(properties.get("content_type")):
        raise Malformed("wrong_content_type")
    if str(properties.get("content_encoding") or "utf-8").lower() not in PLAIN:
        raise Malformed("wrong_content_encoding")
    body = message.body
    content = parse_strict_json(body if isinstance(body, bytes) else body.encode())
    if not isinstance(content, dict):
        raise Malformed("not_an_object")
    return content


def make_returned(message: Any, inbound: InboundMessage, why: Rejection) -> Returned:
    """The message as it goes to the refused ones: unchanged, with the reason beside it."""
    properties = message.properties
    body = message.body
    return Returned(
        inbound.routing_key,
        body if isinstance(body, bytes) else body.encode(),
        {
            REASON: why.reason,
            FIELDS: ",".join(why.fields),
            SENDER: inbound.sender or "",
            AT: clock.now().isoformat(timespec="seconds"),
        },
        properties.get("content_type"),
        properties.get("content_encoding"),
    )
