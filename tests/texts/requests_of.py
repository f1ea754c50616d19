"""Requests made from the platform's own OpenAPI document, with one text in each replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

DAY, MOMENT = "2026-04-20", "2026-04-20T09:00:00+09:00"
# What a text must say to be let through as far as the databases.
SAMPLES = {
    "by": "food_bank",
    "desk": "consultation_support",
    "owner_desk": "consultation_support",
    "to": "livelihood",
    "department": "tax_collection",
    "format": "json",
    "month": "2026-04",
    "first_month": "2026-04",
    "from_month": "2026-04",
}
NAMES_OF_ROLES = ("department", "caseworker", "reader", "ops")


class Request(NamedTuple):
    """One request; `where` is the text that was replaced: `path id`, `query after`, `body a.b`."""

    role: str
    verb: str
    path: str
    body: Any
    where: str


def list_operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Verb, path and operation of each."""
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            yield verb.upper(), path, operation


def list_requests(
    verb: str, path: str, operation: dict[str, Any], write: Callable[[Any], str]
) -> Iterator[Request]:
    """The request with what `write(schema)` makes in each place of a text, one at a time."""
    schema = _find_body_schema(operation)
    body = None if schema is None else _make_sample(schema, "")
    # A reference is to what all operations share, such as Idempotency-Key.
    parameters = [one for one in operation.get("parameters", []) if "$ref" not in one]
    given = {one["name"]: _make_sample(one["schema"], one["name"]) for one in parameters}
    role = next(one for one in NAMES_OF_ROLES if one in operation["description"])
    for one in parameters:
        if one["schema"].get("type") != "string" and "string" not in one["schema"].get("type", ()):
            continue
        address = _write_address(
            path, parameters, given | {one["name"]: write(one["schema"])}, one["name"]
        )
        yield Request(role, verb, address, body, f"{one['in']} {one['name']}")
    address = _write_address(path, parameters, given, "")
    for place, text_schema in _list_texts(schema or {}):
        changed = deepcopy(body)
        _put(changed, place, write(text_schema))
        yield Request(role, verb, address, changed, "body " + ".".join(map(str, place)))


def _write_address(path, parameters, given, chosen) -> str:
    for one in parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(str(given[one["name"]]), safe=""))
    query = {
        one["name"]: given[one["name"]]
        for one in parameters
        if one["in"] == "query" and (one["required"] or one["name"] == chosen)
    }
    return f"{path}?{urlencode(query)}" if query else path


def _find_body_schema(operation) -> Any:
    if "requestBody" not in operation:
        return None
    return operation["requestBody"]["content"]["application/json"]["schema"]


def _make_sample(schema, name: str) -> Any:
    """A value that the schema allows, with everything in it that an object may have."""
    if "enum" in schema:
        return SAMPLES.get(name) if SAMPLES.get(name) in schema["enum"] else schema["enum"][0]
    kind = _read_kind(schema)
    if kind == "object":
        properties = schema.get("properties", {})
        return {key: _make_sample(one, key) for key, one in properties.items()}
    if kind == "array":
        return [_make_sample(schema["items"], name)]
    if kind == "string":
        return _make_text(schema, name)
    return {"integer": max(1, int(schema.get("minimum", 1))), "number": 1.0, "boolean": False}[kind]


def _make_text(schema, name: str) -> str:
    formats = {"date": DAY, "date-time": MOMENT}
    return formats.get(schema.get("format", "")) or SAMPLES.get(name) or "sample1"


def _read_kind(schema) -> str:
    kinds = schema.get("type", "object")
    return kinds if isinstance(kinds, str) else next(one for one in kinds if one != "null")


def _list_texts(schema, place=()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Where texts of any content may stand, each as a way down into the body, and its schema."""
    kind = _read_kind(schema)
    if kind == "object":
        for key, one in schema.get("properties", {}).items():
            yield from _list_texts(one, (*place, key))
    elif kind == "array":
        yield from _list_texts(schema["items"], (*place, 0))
    elif kind == "string" and "format" not in schema:
        yield place, schema


def _put(body, place, text) -> None:
    *down, last = place
    for step in down:
        body = body[step]
    body[last] = text
