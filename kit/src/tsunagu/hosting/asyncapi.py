"""A service's description as plain data, and the AsyncAPI 3 document built from it.

A service describes itself over RPC; the console writes the document of the running
platform, `tsunagu contracts` that of the checkout. Both ask the same functions.
"""

from __future__ import annotations

import csv
import importlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from tsunagu.contracts.catalogue_files import build_example
from tsunagu.contracts.facts import CONTENT_TYPE, Envelope, FactType
from tsunagu.contracts.media_types import JSON_TYPES
from tsunagu.contracts.openapi import CONTACT, LICENSE, build_json_schema
from tsunagu.domain.errors import require
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.definition import Definition
from tsunagu.messaging.inbound_message import AT, FIELDS, REASON, SENDER, InboundSource

ASYNCAPI_VERSION = "3.1.0"
BINDING = "0.3.0"
FACTS = {
    "name": "facts",
    "description": "サービスが発行し、つなぐの中で読む / published and read by the services",
}
SIGNALS = {
    "name": "signals",
    "description": "ほかのシステムが送る / sent by other systems",
}
BROKER = {
    "host": "{host}:5671",
    "protocol": "amqps",
    "protocolVersion": "0-9-1",
    "description": "その市の RabbitMQ / the city's RabbitMQ",
    "variables": {"host": {"description": "運用の担当が伝える / told by the operators"}},
    "security": [{"$ref": "#/components/securitySchemes/user"}],
}
USER = {
    "type": "userPassword",
    "description": "送り手ごとの利用者と暗号 / each sender's own user and password",
}
FACT_DESCRIPTIONS = "published/facts.csv"
FILE_HEADER = "# Written by `tsunagu contracts`; do not edit.\n"

Description = Mapping[str, Any]


# -- describing -----------------------------------------------------------------------------------


def describe_service(definition: Definition) -> JsonObject:
    """The service's facts, the messages it takes in from others, and its error codes."""
    folder = Path(importlib.import_module(definition.package).__path__[0])
    facts = definition.catalogue.facts.values() if definition.catalogue else ()
    words = read_fact_descriptions(folder)
    incoming = definition.incoming
    return {
        "service": definition.name,
        "facts": [_describe_fact(definition.name, fact, words) for fact in facts],
        "takes": describe_incoming(incoming) if incoming is not None and incoming.message else None,
        "refusals": list_refusals(definition),
    }


def list_refusals(definition: Definition) -> list[JsonObject]:
    """`{"code", "status", "ja", "en"}` of every declared refusal, by status and code.

    Where several have one code, with the words of the first.
    """
    listed: dict[tuple[int, str], JsonObject] = {}
    for one in definition.refusals:
        row = {"code": one.code, "status": one.status, "ja": one.text.ja, "en": one.text.en}
        listed.setdefault((one.status, one.code), row)
    return [listed[key] for key in sorted(listed)]


def read_fact_descriptions(folder: Path) -> dict[str, tuple[str, str]]:
    """fact → what it means in Japanese and English, as the service's `facts.csv` has it."""
    file = folder / FACT_DESCRIPTIONS
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["fact"]: (row["ja"], row["en"]) for row in csv.DictReader(rows)}


def _describe_fact(
    service: str, fact: FactType, words: Mapping[str, tuple[str, str]]
) -> JsonObject:
    ja, en = words.get(fact.wire_type.removeprefix(f"{service}."), ("", _read_first_line(fact)))
    return {
        "type": fact.wire_type,
        "version": fact.version,
        "ja": ja,
        "en": en,
        "data": build_json_schema(fact.data_schema()),
        "example": json.loads(build_example(service, fact)),
    }


def _read_first_line(fact: FactType) -> str:
    """The event's docstring, unless it is the signature that a dataclass gives itself."""
    text = (fact.event_class.__doc__ or "").strip().partition("\n")[0]
    return "" if text.startswith(f"{fact.event_class.__name__}(") else text


def describe_incoming(incoming: InboundSource) -> JsonObject:
    """The messages a service takes in from others: exchanges, schema, reasons for refusal."""
    message = require(incoming.message, "only who declares a message is described")
    whole = build_json_schema(message.schema())["properties"]
    data = build_json_schema(message.schema(exclude=message.outside)) | {
        "additionalProperties": False
    }
    properties = {
        "specversion": {"type": "string", "enum": ["1.0"]},
        "type": {"type": "string", "enum": [message.event_type]},
        "source": {"type": "string", "pattern": _build_source_pattern(message.source)},
        "id": whole.get("id", {"type": "string", "minLength": 1}),
        "time": {"type": "string", "format": "date-time", "description": "when it was sent"},
        "datacontenttype": {"type": "string", "enum": [CONTENT_TYPE]},
        **message.extensions,
        "data": data,
    }
    required = ["specversion", "type", "source", "id", "data"]
    return {
        "exchange": incoming.exchange,
        "refused": incoming.refused,
        "type": message.event_type,
        "source": message.source,
        "user": message.user,
        "ja": message.ja,
        "en": message.en,
        "one": message.one,
        "many": list(message.many) if message.many else None,
        "unknown": dict(message.unknown),
        "reasons": dict(message.reasons),
        "payload": {"type": "object", "required": required, "properties": properties},
        "example": dict(message.example),
    }


def _build_source_pattern(source: str) -> str:
    return f"^{source.replace('<sender>', '[a-z0-9_]+')}$"


# -- the document ---------------------------------------------------------------------------------


def build_asyncapi(services: Iterable[Description]) -> JsonObject:
    """The AsyncAPI document of described services; the same for the same ones."""
    channels: JsonObject = {}
    operations: JsonObject = {}
    for service in services:
        if service["facts"]:
            _add_published_facts(service, channels, operations)
        if service["takes"]:
            _add_incoming_messages(service["service"], service["takes"], channels, operations)
    envelope = build_json_schema(Envelope())
    return {
        "asyncapi": ASYNCAPI_VERSION,
        "info": {
            "title": "つなぐ / Tsunagu",
            "version": "1",
            "description": "各サービスが発行する事実と、部署から受け取る知らせ。事実に氏名・住所・"
            "自由記述は含みません。/ The facts each service publishes, and what it takes in from "
            "departments. No fact has a name, an address or free text.",
            "contact": CONTACT,
            "license": LICENSE,
            "tags": [FACTS, SIGNALS],
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {"broker": BROKER},
        "channels": channels,
        "operations": operations,
        "components": {"schemas": {"envelope": envelope}, "securitySchemes": {"user": USER}},
    }


def encode_asyncapi(services: Iterable[Description]) -> str:
    """The document as YAML, for the contracts folder."""
    text: str = yaml.safe_dump(
        build_asyncapi(services), allow_unicode=True, sort_keys=False, width=100
    )
    return FILE_HEADER + text


def _build_exchange_binding(name: str) -> JsonObject:
    exchange = {"name": name, "type": "topic", "durable": True, "autoDelete": False}
    return {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": BINDING}}


def _add_published_facts(
    service: Description, channels: JsonObject, operations: JsonObject
) -> None:
    name = service["service"]
    exchange = f"{name}.events"
    channels[exchange] = {
        "address": "{type}",
        "title": exchange,
        "parameters": {
            "type": {
                "description": "the fact's type is its routing key",
                "location": "$message.payload#/type",
            }
        },
        "messages": {fact["type"]: _build_fact_message(name, fact) for fact in service["facts"]},
        "bindings": _build_exchange_binding(exchange),
    }
    operations[f"publish_{name}"] = {
        "action": "send",
        "channel": {"$ref": f"#/channels/{exchange}"},
        "summary": f"{name} の事実 / facts of {name}",
        "description": "記録した順に、抜けなく。二度届くことはある / "
        "in the order of the log, none left out; one may come twice",
    }


def _build_fact_message(service: str, fact: Description) -> JsonObject:
    summary = " / ".join(words for words in (fact["ja"], fact["en"]) if words)
    return {
        "name": fact["type"],
        **({"summary": summary} if summary else {}),
        "payload": {
            "allOf": [{"$ref": "#/components/schemas/envelope"}],
            "properties": {
                "source": {"pattern": f"^/cities/[^/]+/{service}$"},
                "type": {"const": fact["type"]},
                "schemaversion": {"const": fact["version"]},
                "data": fact["data"],
            },
        },
        "examples": [{"payload": fact["example"]}],
    }


def _add_incoming_messages(
    service: str, takes: Description, channels: JsonObject, operations: JsonObject
) -> None:
    exchange, refused = takes["exchange"], takes["refused"]
    sender = {"sender": {"description": f"your own code: your broker user is {takes['user']}"}}
    message = {
        "name": takes["type"],
        "summary": f"{takes['ja']} / {takes['en']}",
        "contentType": JSON_TYPES[1],
        "payload": takes["payload"],
        "examples": [{"payload": takes["example"]}],
    }
    channels[exchange] = {
        "address": "{sender}",
        "title": exchange,
        "parameters": sender,
        "messages": {takes["type"]: message},
        "bindings": _build_exchange_binding(exchange),
    }
    channels[refused] = {
        "address": "{sender}",
        "title": refused,
        "description": "受け取れなかったもの：本文はそのまま、理由は見出しに。運用の担当が読む。"
        "/ What could not be taken, unchanged, with the reason in a header. For operators only.",
        "parameters": sender,
        "messages": {f"{takes['type']}.refused": _build_refused_message(takes)},
        "bindings": _build_exchange_binding(refused),
    }
    operations[f"receive_{exchange}"] = {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{exchange}"},
        "summary": f"{service} が受け取る / taken in by {service}",
        "description": f"{takes['ja']} / {takes['en']}",
        "bindings": {
            "amqp": {"deliveryMode": 2, "mandatory": True, "ack": True, "bindingVersion": BINDING}
        },
    }
    operations[f"refuse_{exchange}"] = {
        "action": "send",
        "channel": {"$ref": f"#/channels/{refused}"},
        "summary": f"{service} が理由とともに返す / given back by {service} with the reason",
        "description": "本文はそのまま、理由は見出しに / body unchanged, the reason in a header",
    }


def _build_refused_message(takes: Description) -> JsonObject:
    text = {"type": "string"}
    return {
        "name": f"{takes['type']}.refused",
        "summary": "受け取れなかった知らせ / a message that was not taken",
        "headers": {
            "type": "object",
            "required": [REASON, AT],
            "properties": {
                REASON: text | {"description": "why: a stable code"},
                FIELDS: text | {"description": "the fields at fault, joined by commas"},
                SENDER: text | {"description": "the broker user who sent it, if any"},
                AT: text | {"format": "date-time", "description": "when it was refused"},
            },
        },
        "payload": {"description": "whatever was sent, byte for byte"},
    }
