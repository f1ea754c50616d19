"""Validation of a published fact, envelope and data: every fault at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from tsunagu.contracts.facts import Envelope, FactType, Malformed, decode_fact
from tsunagu.contracts.parse_errors import explain_parse_error
from tsunagu.contracts.validation_errors import fault, list_faults
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.definition import Definition
from tsunagu.log.event_codec import EventTypes

Fault = JsonObject


def find_fact_faults(
    definition: Definition, fact: FactType, event: Mapping[str, Any]
) -> list[Fault]:
    """Every fault for which subscribers would refuse the fact."""
    faults = [dict(one) for one in _check_envelope(event)]
    source = event.get("source")
    if isinstance(source, str) and not source.endswith(f"/{definition.name}"):
        remedy = f"/cities/<city code>/{definition.name}"
        faults.append(fault("source", "発行者が違います / not its publisher", remedy))
    data, version = event.get("data"), event.get("schemaversion")
    if isinstance(data, dict) and isinstance(version, int) and version >= 1:
        faults += _check_data(definition, fact, data, version)
    return faults


def find_fact_notes(fact: FactType, event: Mapping[str, Any]) -> tuple[str, ...]:
    """Remarks for a reader of a valid fact: an older version, or unknown fields."""
    notes = []
    if (version := event["schemaversion"]) < fact.version:
        notes.append(
            f"版 {version}（いまは {fact.version}）：発行者は今の形に引き上げて出します / an older "
            "version: publishers lift it to today's before they send it"
        )
    elif unknown := sorted(event["data"].keys() - fact.data_schema().fields.keys()):
        notes.append(f"知らない項目は読み飛ばします / readers skip: {', '.join(unknown)}")
    return tuple(notes)


def _check_envelope(event: Mapping[str, Any]) -> list[dict[str, str]]:
    faults = _find_schema_faults(Envelope(), dict(event))
    if not faults:
        try:
            decode_fact(dict(event))
        except Malformed as wrong:
            return [explain_parse_error(wrong.reason)]
    return faults


def _check_data(
    definition: Definition, fact: FactType, data: JsonObject, version: int
) -> list[Fault]:
    if version > fact.version:
        problem = f"まだない版です / no such version yet; the newest is {fact.version}"
        return [fault("schemaversion", problem, str(fact.version))]
    if version < fact.version:
        try:
            types = EventTypes([fact.event_class], definition.upcasters)
            data = types.upcast(fact.wire_type, version, dict(data))
        except Exception as failure:  # whatever an upcaster makes of it
            problem = f"版 {version} の形ではありません / not of version {version}"
            return [fault("data", f"{problem} ({type(failure).__name__})")]
    return [
        one | {"field": f"data.{one['field']}"}
        for one in _find_schema_faults(fact.data_schema(), data)
    ]


def _find_schema_faults(schema: Schema, given: JsonObject) -> list[dict[str, str]]:
    """What the schema refuses, and what it accepts but no publisher would write in that form."""
    try:
        loaded, faults = schema.load(given), []
    except ValidationError as wrong:
        valid = wrong.valid_data
        loaded, faults = valid if isinstance(valid, dict) else {}, list_faults(wrong)
    return faults + [
        fault(
            name,
            "公表の形と違う書き方です / not as it is published",
            json.dumps(value, ensure_ascii=False, default=str),
        )
        for name, value in schema.dump(loaded).items()
        if type(value) is not type(given.get(name))
    ]
