"""Bringing past records in: one JSON object a line, all or nothing per line.

A line is known by its content: the same line again, in the same file or in a
later run, changes nothing. A service declares an `Importer` per `do`; the kit
checks the common keys, keeps the order, and refuses with line number, field and
remedy, never with the content. Formats: `docs/import.md`.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from marshmallow import RAISE, Schema, ValidationError

from tsunagu.contracts.day_ranges import check_past_day
from tsunagu.contracts.facts import Malformed, parse_strict_json
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.validation_errors import list_faults
from tsunagu.domain.aggregate import Aggregate
from tsunagu.domain.errors import Invalid, TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.plain_text import normalise_key
from tsunagu.domain.text import Problem, Text
from tsunagu.hosting.isolation import GONE, refusal_of
from tsunagu.log.bulk_insert import insert_rows
from tsunagu.log.tables import imported_line_table
from tsunagu.log.unit_of_work import EarlierPartFailed, EventStore, UnitOfWork
from tsunagu.process import clock

MAX_LINE = 64 * 1024
COMMON = ("do", "on", "person", "recorded_on")
NAMESPACE = uuid.UUID("6f1f5a3e-6a0c-5e0e-9f55-7a616d610000")

_REASONS = {
    "not_utf8": ("UTF-8 ではありません / not UTF-8", "UTF-8 で保存し直す / save the file as UTF-8"),
    "not_json": ("JSON として読めません / not JSON", "1 行に 1 つの JSON / one JSON object a line"),
    "too_large": ("行が長すぎます / the line is too long", "64 KiB まで / at most 64 KiB"),
    "too_deep": ("入れ子が深すぎます / nested too deep", ""),
    "duplicate_key": ("同じ項目が二度あります / a key occurs twice", "一つにする / keep one"),
    "not_a_number": ("NaN や Infinity は使えません / NaN and Infinity are no JSON", ""),
}
_NO_PERSON = {
    "field": "person",
    "problem": "空です / is empty",
    "remedy": "変わらない記号を入れる / any stable key will do",
}
RECORDED_TOO_EARLY = Problem(
    Text("起きた日より前に記録されています", "recorded before it happened"),
    Text("on 以後の日にする。省けば on", "on or after `on`; left out, it is `on`"),
)


@payload
class ImportLine(Payload):
    """The fields of every line; a subclass declares those of one kind of line."""

    do: str = fields.Code(required=True)
    on: date = fields.Date(required=True, validate=check_past_day)
    person: str = fields.String(required=True)
    recorded_on: date | None = fields.Date(
        load_default=None, allow_none=True, validate=check_past_day
    )

    def check(self) -> None:
        """Nothing can have been recorded before it happened."""
        if self.recorded_on is not None and self.recorded_on < self.on:
            raise ValidationError(RECORDED_TOO_EARLY, "recorded_on")


@payload
class EarlierLine(Payload):
    """Which earlier line a correction is of."""

    do: str = fields.Code(required=True)
    on: date = fields.Date(required=True, validate=check_past_day)
    id: str | None = fields.String(load_default=None)


@payload
class Correction(ImportLine):
    """What was wrong in an earlier line; `set` holds the fields as they should have been."""

    of: EarlierLine = fields.Nested(EarlierLine.schema, required=True)
    set: JsonObject = fields.Dict(keys=fields.String(), required=True)


@dataclass(frozen=True)
class ImportContext:
    """The stable ids of an import: services agree on them without asking one another."""

    today: date
    digest: str = ""

    @staticmethod
    def person_id(key: str) -> str:
        return _make_id("person", key)

    @staticmethod
    def case_id(key: str) -> str:
        return _make_id("case", key)

    @staticmethod
    def referral_id(key: str) -> str:
        return _make_id("referral", key)

    def record_id(self, line: Mapping[str, Any] | None = None) -> str:
        """The id of what this line records."""
        return str(uuid.uuid5(NAMESPACE, f"record/{self.digest}"))


def _make_id(what: str, key: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{what}/{normalise_key(key)}"))


@dataclass(frozen=True)
class Importer:
    """The importer of one kind of line: its schema, and the function that records it.

    `run(work, line, context)` gets the loaded line and raises Refused or Invalid to refuse it, or
    returns False to say that the line belongs to another service.
    `ahead(line, context)`: the aggregates that it will load, each its class and id, so that those
    of a whole chunk are loaded together.
    """

    schema: type[ImportLine]
    run: Callable[[UnitOfWork, Any, ImportContext], Any]
    ahead: Callable[[Any, ImportContext], Iterable[tuple[type[Aggregate], str]]] = lambda *_: ()


class _Line(NamedTuple):
    """A line that can be read and is of a kind taken here."""

    number: int
    importer: Importer
    loaded: ImportLine
    context: ImportContext


@dataclass
class _ChunkResult:
    accepted: int = 0
    already: int = 0
    not_mine: list[int] = field(default_factory=list)
    by_rule: list[int] = field(default_factory=list)
    refused: list[JsonObject] = field(default_factory=list)

    def refuse(self, line: int, faults: list[dict[str, str]]) -> None:
        self.refused += [
            {
                "line": line,
                "field": f.get("field", ""),
                "problem": f.get("problem", ""),
                "remedy": f.get("remedy", ""),
            }
            for f in faults
        ]


def digest_record(record: Mapping[str, Any]) -> str:
    """The digest by which a line is recognised: of its content, whatever its keys' order."""
    return hashlib.sha256(orjson.dumps(record, option=orjson.OPT_SORT_KEYS)).hexdigest()


def read_line(text: str | bytes) -> JsonObject:
    """The record in a line; Invalid with what is wrong with it and what to do."""
    try:
        if len(text) > MAX_LINE:
            raise Malformed("too_large")
        record = parse_strict_json(text)
        if not isinstance(record, dict):
            raise Malformed("not_json")
        orjson.dumps(record)  # integers and texts that no store could keep
    except Malformed as fault:
        problem, remedy = _REASONS.get(fault.reason, (fault.reason, ""))
        raise Invalid([{"field": "", "problem": problem, "remedy": remedy}]) from None
    except (orjson.JSONEncodeError, TypeError):
        problem = "扱えない数値か文字があります / a number or character that cannot be kept"
        raise Invalid([{"field": "", "problem": problem, "remedy": ""}]) from None
    return record


@cache  # marshmallow copies every field for each new schema: a tenth of an import's time
def _build_schema(schema: type[Schema]) -> Schema:
    return schema(unknown=RAISE)


def load_line(importer: Importer, record: Mapping[str, Any]) -> ImportLine:
    """The line as its importer takes it, checked; Invalid names every fault at once."""
    faults = []
    loaded: ImportLine | None = None
    try:
        loaded = _build_schema(importer.schema.schema).load(record)
    except ValidationError as wrong:
        faults = list_faults(wrong)
    if isinstance(key := record.get("person"), str) and not normalise_key(key):
        faults.append(_NO_PERSON)
    if faults or loaded is None:
        raise Invalid(faults)
    return loaded


def import_lines(
    store: EventStore, importers: Mapping[str, Importer], lines: list[JsonObject]
) -> JsonObject:
    """Take a chunk of `{"line": n, "text": "..."}` in one transaction.

    Returns `{"accepted", "already", "refused": [{line, field, problem, remedy}], "not_mine": [n],
    "by_rule": [n]}`: those refused for what is on record, not for themselves, may be taken later.
    """
    try:
        chunk = _import_chunk(store, importers, lines, deferred=True)
    except GONE:
        raise
    except Exception as failure:
        # Whatever could not be recorded is alone when each is recorded on its own.
        refusal_of(failure, "lines of past records together")
        chunk = _import_chunk(store, importers, lines, deferred=False)
    store.database.when_committed(store.notify)
    return {
        "accepted": chunk.accepted,
        "already": chunk.already,
        "refused": sorted(chunk.refused, key=lambda refusal: refusal["line"]),
        "not_mine": chunk.not_mine,
        "by_rule": chunk.by_rule,
    }


def _import_chunk(
    store: EventStore, importers: Mapping[str, Importer], lines: list[JsonObject], deferred: bool
) -> _ChunkResult:
    chunk = _ChunkResult()
    read = _read_lines(importers, lines, chunk)
    taken = []
    with (
        store.database.writing() as connection,
        # Held from the start: another import of the same lines waits, and then knows them.
        store.work("import", connection=connection, hold_log=True) as work,
    ):
        known = _find_known_digests(connection, [line.context.digest for line in read])
        _load_ahead(work, [line for line in read if line.context.digest not in known])
        for line in read:
            digest = line.context.digest
            if digest in known:
                chunk.already += 1
            elif _import_line(work, line, deferred, chunk):
                known.add(digest)
                taken.append(digest)
        _record_digests(connection, taken)
    return chunk


def _read_lines(
    importers: Mapping[str, Importer], lines: list[JsonObject], chunk: _ChunkResult
) -> list[_Line]:
    """Those that are of a kind taken here and right in themselves."""
    today, read = clock.today(), []
    for item in lines:
        number = int(item["line"])
        try:
            record = read_line(item["text"])
            importer, of = importers.get(str(record.get("do"))), record.get("of")
            if importer is None or (isinstance(of, dict) and of.get("do") not in importers):
                chunk.not_mine.append(number)
                continue
            loaded = load_line(importer, record)
        except Exception as wrong:
            chunk.refuse(number, _list_faults(refusal_of(wrong, "a line of past records")))
            continue
        read.append(_Line(number, importer, loaded, ImportContext(today, digest_record(record))))
    return read


def _load_ahead(work: UnitOfWork, lines: list[_Line]) -> None:
    wanted: dict[type[Aggregate], list[str]] = defaultdict(list)
    for line in lines:
        for aggregate_class, id in line.importer.ahead(line.loaded, line.context):
            wanted[aggregate_class].append(id)
    for aggregate_class, ids in wanted.items():
        work.load_ahead(aggregate_class, ids)


def _import_line(work: UnitOfWork, line: _Line, deferred: bool, chunk: _ChunkResult) -> bool:
    loaded = line.loaded
    # A correction becomes known when it is made; everything else, by default, when it happened.
    happened_on = None if loaded.do == "correction" else loaded.on
    try:
        with work.savepoint(loaded.recorded_on or happened_on, deferred):
            mine = line.importer.run(work, loaded, line.context)
    except (*GONE, EarlierPartFailed):
        raise
    except Exception as failure:
        refusal = refusal_of(failure, "a line of past records")
        chunk.refuse(line.number, _list_faults(refusal))
        if refusal is failure and not isinstance(refusal, Invalid):
            chunk.by_rule.append(line.number)
        return False
    if mine is False:
        chunk.not_mine.append(line.number)
        return False
    chunk.accepted += 1
    return True


def _list_faults(refusal: TsunaguError) -> list[dict[str, str]]:
    if isinstance(refusal, Invalid):
        return refusal.faults
    named = {name: str(refusal.details.get(name, "")) for name in ("field", "remedy")}
    return [{**named, "problem": refusal.message}]


def _find_known_digests(connection: sa.Connection, digests: list[str]) -> set[str]:
    if not digests:
        return set()
    table = imported_line_table
    found = connection.execute(sa.select(table.c.digest).where(table.c.digest.in_(digests)))
    return set(found.scalars())


def _record_digests(connection: sa.Connection, digests: list[str]) -> None:
    if digests:
        now = clock.now().isoformat(timespec="seconds")
        rows = [(digest, now) for digest in digests]
        insert_rows(connection, imported_line_table.name, ("digest", "imported_at"), rows)
