"""The contracts of all services as files: a frozen example and schema of every fact.

An example is the whole CloudEvents envelope of a fact, as its publisher writes
it; the schema beside it is what machines may rely on, without words. Once committed
neither changes: a new form of the fact gets a new schema version and new files, and
the old ones show that old facts are still read. `contract_checks` says what broke.

The schemas of what others send to us may grow; theirs is the one file that is written
again, as long as whoever wrote by the old one is still understood.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tsunagu.contracts.compatibility import BREAKS_WRITERS, find_breaking_changes, strip_words
from tsunagu.contracts.facts import Catalogue, Envelope, FactType, encode_envelope
from tsunagu.contracts.openapi import build_json_schema
from tsunagu.domain.json_object import JsonObject
from tsunagu.log.event_codec import EventType
from tsunagu.log.event_log import Row

CITY = "142166"
POSITION, PREVIOUS = 42, 41
ENVELOPE = "envelope.v1.schema.json"
SCHEMA = ".schema.json"

Files = Iterator[tuple[str, str]]


def build_example(service: str, fact: FactType) -> str:
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
    return _encode(json.loads(encode_envelope(CITY, service, row, PREVIOUS)))


def build_schema(fact: FactType) -> JsonObject:
    """The JSON Schema of the fact's data, without descriptions."""
    plain: JsonObject = strip_words(build_json_schema(fact.data_schema()))
    return plain


def file_stem(service: str, fact: FactType) -> str:
    """The path of the fact's files without an ending: `<service>/<fact>.v<n>`."""
    return f"{service}/{fact.wire_type.removeprefix(f'{service}.')}.v{fact.version}"


def build_example_files(catalogues: Iterable[Catalogue]) -> Files:
    """(`<service>/<fact>.v<n>.json`, text) of every published fact."""
    for catalogue in catalogues:
        for fact in catalogue.facts.values():
            stem = file_stem(catalogue.service, fact)
            yield f"{stem}.json", build_example(catalogue.service, fact)


def build_schema_files(catalogues: Iterable[Catalogue]) -> Files:
    """(`<service>/<fact>.v<n>.schema.json`, text) of every published fact, and the envelope's."""
    yield ENVELOPE, _encode(build_envelope_schema())
    for catalogue in catalogues:
        for fact in catalogue.facts.values():
            yield f"{file_stem(catalogue.service, fact)}{SCHEMA}", _encode(build_schema(fact))


def build_envelope_schema() -> JsonObject:
    """The JSON Schema of the envelope of every fact, without descriptions."""
    plain: JsonObject = strip_words(build_json_schema(Envelope()))
    return plain


def build_message_files(services: Iterable[Mapping[str, Any]]) -> Files:
    """(`<service>/<message type>.schema.json`, text) of what described services take in."""
    for service in services:
        if takes := service["takes"]:
            path = f"{service['service']}/{takes['type']}{SCHEMA}"
            yield path, _encode(strip_words(takes["payload"]))


def _encode(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def find_stale_files(folder: Path, catalogues: list[Catalogue]) -> Iterator[str]:
    """Frozen files that are missing, and examples that differ from what is published now."""
    for path, text in build_example_files(catalogues):
        file = folder / path
        if not file.exists():
            yield f"{path}: ありません / is missing → tsunagu contracts"
        elif file.read_text() != text:
            yield (
                f"{path}: 凍結された例と違います / differs from its frozen example → "
                "形を変えるなら版を上げる / raise the event's schema version"
            )
    for path, _ in build_schema_files(catalogues):
        if not (folder / path).exists():
            yield f"{path}: ありません / is missing → tsunagu contracts"


def find_stale_messages(folder: Path, services: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Which schemas of what we take in are missing, or have grown since they were written."""
    for path, text in build_message_files(services):
        file = folder / path
        if not file.exists() or (
            file.read_text() != text and not find_breaks_for_senders(file, text)
        ):
            yield f"{path}: 古くなっています / is stale → tsunagu contracts"


def find_breaks_for_senders(file: Path, text: str) -> list[str]:
    """What the schema in that file allowed senders and the new one refuses, as sentences."""
    return find_breaking_changes(json.loads(file.read_text()), json.loads(text), BREAKS_WRITERS)


def write_files(
    folder: Path, catalogues: list[Catalogue], services: Iterable[Mapping[str, Any]] = ()
) -> list[str]:
    """Write what is missing, and what has grown; what is frozen stays. Returns what was written."""
    written = []
    for path, text in (*build_example_files(catalogues), *build_schema_files(catalogues)):
        if not (folder / path).exists():
            written.append(_write_file(folder, path, text))
    for path, text in build_message_files(services):
        file = folder / path
        if not file.exists() or (
            file.read_text() != text and not find_breaks_for_senders(file, text)
        ):
            written.append(_write_file(folder, path, text))
    return written


def _write_file(folder: Path, path: str, text: str) -> str:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return path
