"""The contracts of all services as files: frozen examples of every fact, and AsyncAPI.

An example is the whole CloudEvents envelope of a fact, as its publisher writes
it. Once committed it never changes: a new form of the fact gets a new schema
version and a new file, and the old file shows that old facts are still read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from tsunagu.codec import EventType
from tsunagu.contracts import CONTENT_TYPE, Catalogue, FactType, envelope
from tsunagu.log import Row

CITY = "142166"
POSITION, PREVIOUS = 42, 41
ASYNCAPI = "asyncapi.yaml"

ENVELOPE = {
    "specversion": {"const": "1.0"},
    "id": {"type": "string", "description": "stream/version; unique within the source"},
    "source": {"type": "string", "description": "/cities/<city code>/<service>"},
    "subject": {"type": "string", "description": "the stream: order is kept within it"},
    "time": {"type": "string", "format": "date-time", "description": "when it was recorded"},
    "datacontenttype": {"const": CONTENT_TYPE},
    "streamversion": {"type": "integer", "minimum": 1},
    "position": {"type": "integer", "minimum": 1, "description": "place in the source's log"},
    "previous": {
        "type": "integer",
        "minimum": 0,
        "description": "position of the fact before it: anything else means a gap",
    },
    "actor": {"type": "string"},
    "recordedon": {"type": "string", "format": "date", "description": "when an import knew it"},
    "correlationid": {"type": "string"},
    "causationid": {"type": "string"},
}
REQUIRED = [
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "schemaversion",
    "streamversion",
    "position",
    "previous",
    "data",
]


def example_of(service: str, fact: FactType) -> str:
    """The fact's example as its publisher writes it, indented for readers."""
    kind = EventType(fact.event_class)
    data, _ = kind.encode(kind.decode(dict(fact.example)))
    row = Row(
        position=POSITION,
        stream=f"example-{fact.wire_type.partition('.')[2]}",
        version=1,
        type=fact.wire_type,
        schema=fact.version,
        recorded_at="2026-11-20T00:30:00.000000+00:00",
        recorded_on=None,
        actor="caseworker:consultation_support/example",
        correlation="example",
        causation=None,
        data=data,
        personal=None,
        ordinal=1,
        hash=b"",
    )
    written = json.loads(envelope(CITY, service, row, PREVIOUS))
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def example_files(catalogues: Iterable[Catalogue]) -> Iterator[tuple[str, str]]:
    """(`<service>/<fact>.v<n>.json`, text) of every published fact."""
    for catalogue in catalogues:
        for fact in catalogue.facts.values():
            name = fact.wire_type.removeprefix(f"{catalogue.service}.")
            path = f"{catalogue.service}/{name}.v{fact.version}.json"
            yield path, example_of(catalogue.service, fact)


def asyncapi(catalogues: Iterable[Catalogue]) -> str:
    """The AsyncAPI 3 document of all facts, as YAML."""
    spec = APISpec("facts", "1", "3.1.0", plugins=[MarshmallowPlugin(lambda _: False)])
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for catalogue in catalogues:
        exchange = f"{catalogue.service}.events"
        channels[exchange] = _channel(catalogue, spec)
        operations[f"publish_{catalogue.service}"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{exchange}"},
            "summary": f"{catalogue.service} の事実 / facts of {catalogue.service}",
        }
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "つなぐ / Tsunagu",
            "version": "1",
            "description": "各サービスが発行する事実。氏名・住所・自由記述は含みません。/ "
            "The facts each service publishes; never a name, an address or free text.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": channels,
        "operations": operations,
        "components": {
            "schemas": {
                "envelope": {"type": "object", "required": REQUIRED, "properties": ENVELOPE}
            }
        },
    }
    text: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    return "# Written by `tsunagu contracts`; do not edit.\n" + text


def _channel(catalogue: Catalogue, spec: APISpec) -> dict[str, Any]:
    return {
        "address": f"{catalogue.service}.events",
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": f"{catalogue.service}.events", "type": "topic"},
            }
        },
        "messages": {fact.wire_type: _message(fact, spec) for fact in catalogue.facts.values()},
    }


def _message(fact: FactType, spec: APISpec) -> dict[str, Any]:
    plugin = spec.plugins[0]
    assert isinstance(plugin, MarshmallowPlugin) and plugin.converter is not None
    data = plugin.converter.schema2jsonschema(fact.data_schema())
    summary = (fact.event_class.__doc__ or "").strip().partition("\n")[0]
    return {
        "name": fact.wire_type,
        **({"summary": summary} if summary and "(" not in summary[:40] else {}),
        "payload": {
            "allOf": [{"$ref": "#/components/schemas/envelope"}],
            "properties": {
                "type": {"const": fact.wire_type},
                "schemaversion": {"const": fact.version},
                "data": data,
            },
        },
    }


def stale(folder: Path, catalogues: list[Catalogue]) -> Iterator[str]:
    """What in the folder is not as the code says, in a sentence each."""
    expected = dict(example_files(catalogues))
    for path, text in expected.items():
        file = folder / path
        if not file.exists():
            yield f"{path}: ありません / is missing → tsunagu contracts"
        elif file.read_text() != text:
            yield (
                f"{path}: 凍結された例と違います / differs from its frozen example → "
                "形を変えるなら版を上げる / raise the event's schema version"
            )
    file = folder / ASYNCAPI
    if not file.exists() or file.read_text() != asyncapi(catalogues):
        yield f"{ASYNCAPI}: 古くなっています / is stale → tsunagu contracts"


def write(folder: Path, catalogues: list[Catalogue]) -> list[str]:
    """Write what is missing and the documents; frozen examples stay. What was written."""
    written = []
    for path, text in example_files(catalogues):
        file = folder / path
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            written.append(path)
    file, text = folder / ASYNCAPI, asyncapi(catalogues)
    if not file.exists() or file.read_text() != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        written.append(ASYNCAPI)
    return written
