"""Checks of the code against the contracts folder: breaking changes, each with its remedy.

Whoever reads a fact, or writes to us, relies on the schema that was frozen when its version
was published. Words may change, and so may what breaks nobody.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from tsunagu.contracts import catalogue_files
from tsunagu.contracts.compatibility import find_breaking_changes, find_compatible_changes
from tsunagu.contracts.facts import Catalogue, FactType
from tsunagu.contracts.validation_errors import list_faults
from tsunagu.domain.errors import require
from tsunagu.hosting.definition import Definition
from tsunagu.log.event_codec import EventTypes

FROZEN = re.compile(r"(?P<fact>[a-z0-9_]+)\.v(?P<version>[1-9][0-9]*)\.(?:schema\.)?json")
RAISE_VERSION = (
    "形を変えるなら版を上げ、upcaster を足す / raise the event's schema version and add an upcaster"
)
KEEP_PUBLISHED = (
    "載せたまま、記録するのをやめる / keep it in the catalogue, and record no more of it"
)

Versions = Mapping[str, Mapping[int, list[str]]]


def find_broken_reader_promises(folder: Path, definitions: Iterable[Definition]) -> Iterator[str]:
    """Every breaking change for readers of facts, in a sentence each."""
    yield from _check_schema(
        folder,
        catalogue_files.ENVELOPE,
        catalogue_files.build_envelope_schema(),
        "新しい封筒は別の型で / add, never change",
    )
    publishing = {d.name: d for d in definitions if d.catalogue is not None}
    for name in sorted(find_publishers(folder)):
        if name not in publishing:
            yield (
                f"{name}: 発行するサービスがなくなりました / nobody publishes its facts → "
                f"{KEEP_PUBLISHED}"
            )
    for definition in publishing.values():
        yield from _check_service(folder, definition)


def find_publishers(folder: Path) -> set[str]:
    """The services that have a committed fact, whether they still exist or not."""
    return {file.parent.name for file in folder.glob("*/*.json") if FROZEN.fullmatch(file.name)}


def find_compatible_differences(folder: Path, definitions: Iterable[Definition]) -> Iterator[str]:
    """What differs from what was frozen and breaks no reader, in a sentence each."""
    for definition in definitions:
        for fact in definition.catalogue.facts.values() if definition.catalogue else ():
            path = f"{catalogue_files.file_stem(definition.name, fact)}{catalogue_files.SCHEMA}"
            if (folder / path).exists():
                frozen = json.loads((folder / path).read_text())
                for sentence in find_compatible_changes(frozen, catalogue_files.build_schema(fact)):
                    yield f"{path}: {sentence}"


def find_version_changes(folder: Path, definitions: Iterable[Definition]) -> Iterator[str]:
    """What the newest version of each fact changed since the one before it, breaking or not."""
    for definition in definitions:
        for fact in definition.catalogue.facts.values() if definition.catalogue else ():
            before = catalogue_files.file_stem(definition.name, fact).rpartition(".v")[0]
            file = folder / f"{before}.v{fact.version - 1}{catalogue_files.SCHEMA}"
            if file.exists():
                old, new = json.loads(file.read_text()), catalogue_files.build_schema(fact)
                for sentence in find_breaking_changes(old, new):
                    yield f"{before}.v{fact.version}: {sentence} → 読む側を先に / readers first"
                for sentence in find_compatible_changes(old, new):
                    yield f"{before}.v{fact.version}: {sentence}"


def find_broken_sender_promises(
    folder: Path, services: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Every breaking change for those who send messages to us, in a sentence each."""
    for path, text in catalogue_files.build_message_files(services):
        if (folder / path).exists():
            for sentence in catalogue_files.find_breaks_for_senders(folder / path, text):
                yield (
                    f"{path}: {sentence} → 古い形も受け取るか、新しい型を足す / "
                    "go on taking the old form, or add a new type"
                )


# -- one service ----------------------------------------------------------------------------------


def _check_service(folder: Path, definition: Definition) -> Iterator[str]:
    published = require(definition.catalogue, "only who publishes is checked")
    frozen = _find_frozen_files(folder / definition.name)
    for name, versions in sorted(frozen.items()):
        fact = published.facts.get(f"{definition.name}.{name}")
        if fact is None:
            yield (
                f"{definition.name}/{name}: 発行されなくなりました / "
                f"is no longer published → {KEEP_PUBLISHED}"
            )
            continue
        yield from _check_versions(folder, definition, fact, versions)
    yield from _check_current_schemas(folder, published)


def _find_frozen_files(folder: Path) -> Versions:
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file in folder.glob("*.json"):
        if match := FROZEN.fullmatch(file.name):
            found[match["fact"]][int(match["version"])].append(file.name)
    return found


def _check_versions(
    folder: Path, definition: Definition, fact: FactType, versions: Mapping[int, list[str]]
) -> Iterator[str]:
    """Older versions keep their files and are lifted to today's; none was published later."""
    name = fact.wire_type.removeprefix(f"{definition.name}.")
    for version in range(1, fact.version):
        example = f"{definition.name}/{name}.v{version}.json"
        if not (folder / example).exists():
            yield f"{example}: 消されました / was removed → 元に戻す / restore it"
        else:
            yield from _check_upcast(folder / example, definition, fact, version)
    for version in sorted(versions):
        if version > fact.version:
            yield (
                f"{definition.name}/{name}.v{version}: 公表した版より古くなりました / the code is "
                f"back at version {fact.version} → 版を戻さない / never go back"
            )


def _check_upcast(
    file: Path, definition: Definition, fact: FactType, version: int
) -> Iterator[str]:
    """Whether a fact of an older version can be published in today's form."""
    path = f"{definition.name}/{file.name}"
    data = json.loads(file.read_text())["data"]
    try:
        types = EventTypes([fact.event_class], definition.upcasters)
        fact.data_schema().load(types.upcast(fact.wire_type, version, data))
    except ValidationError as wrong:
        for fault in list_faults(wrong):
            yield (
                f"{path}: 引き上げても今の形になりません / lifted, it is not of today's form: "
                f"{fault['field']}: {fault['problem']} → upcaster を直す / mend the upcaster"
            )
    except Exception as failure:  # whatever an upcaster raises is a broken promise
        yield (
            f"{path}: 今の形に引き上げられません / cannot be lifted to version {fact.version} "
            f"({type(failure).__name__}) → upcaster を足す / add an upcaster"
        )


def _check_current_schemas(folder: Path, published: Catalogue) -> Iterator[str]:
    for fact in published.facts.values():
        path = f"{catalogue_files.file_stem(published.service, fact)}{catalogue_files.SCHEMA}"
        yield from _check_schema(folder, path, catalogue_files.build_schema(fact), RAISE_VERSION)


def _check_schema(folder: Path, path: str, schema: Mapping[str, Any], remedy: str) -> Iterator[str]:
    if (folder / path).exists():
        for sentence in find_breaking_changes(json.loads((folder / path).read_text()), schema):
            yield f"{path}: {sentence} → {remedy}"
