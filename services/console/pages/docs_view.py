"""Descriptions as rows of a page: every field with its type, limits and meaning."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tsunagu.contracts.openapi import list_route_refusals, name_operation
from tsunagu.contracts.routes import FILE, find_parameters

WORDS = Path(__file__).parent / "words.csv"
MEANINGS = Path(__file__).parent / "meanings.csv"
LANGUAGES = re.compile(r" / |(?<=[）」。])/ ")
ROLES = {
    "caseworker": ("相談員", "caseworker"),
    "department": ("部署", "department"),
    "reader": ("報告を見る人", "reader"),
    "ops": ("運用", "operations"),
}
TYPES = {
    "string": ("文字列", "text"),
    "integer": ("整数", "integer"),
    "number": ("数", "number"),
    "boolean": ("真偽", "true or false"),
    "object": ("まとまり", "object"),
    "array": ("一覧", "list"),
    "null": ("空", "null"),
}
FORMATS = {"date": ("日付", "date"), "date-time": ("日時", "date and time")}
CODES = {
    "400": "invalid_input",
    "401": "unauthorized",
    "403": "role_not_allowed",
    "404": "not_found",
    "409": "stale_version",
    "411": "length_required",
    "413": "too_large",
    "415": "not_json",
    "503": "service_unavailable",
}


class Field(NamedTuple):
    """One row: where it stands, what it is, and what it means in both languages."""

    path: str
    type: tuple[str, str]
    nullable: bool
    required: bool
    limits: list[str]
    choices: list[str]
    ja: str
    en: str


def fields_of(schema: Mapping[str, Any] | None, within: str = "") -> Iterator[Field]:
    """A row for every field of a JSON Schema, those of nested objects after their own."""
    schema = schema or {}
    for name, one in schema.get("properties", {}).items():
        path = f"{within}{name}"
        yield _field(path, name, one, name in schema.get("required", ()))
        yield from fields_of(one, f"{path}.")
        yield from fields_of(one.get("items"), f"{path}[].")


def _field(path: str, name: str, schema: Mapping[str, Any], required: bool) -> Field:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    plain = [kind for kind in kinds if kind != "null"]
    items = schema.get("items") or {}
    choices = schema.get("enum") or items.get("enum") or []
    ja, en = in_both(schema.get("description", ""))
    if not en:  # most descriptions are in English alone: what the field is called goes first
        ja, en = in_japanese(name, ja), ja
    return Field(
        path,
        _type(plain, schema),
        "null" in kinds,
        required,
        list(_limits(schema)),
        [str(one) for one in choices if one is not None],
        ja,
        en,
    )


def in_both(text: str) -> tuple[str, str]:
    """Japanese and English of a text that has both; else all of it, and nothing."""
    ja, *en = LANGUAGES.split(text, maxsplit=1)
    return ja, en[0] if en else ""


def _type(kinds: list[str], schema: Mapping[str, Any]) -> tuple[str, str]:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    if kinds == ["array"] and "type" in (items := schema.get("items") or {}):
        ja, en = _type([items["type"]] if isinstance(items["type"], str) else ["object"], items)
        return f"{ja}の一覧", f"list of {en}"
    named = [TYPES.get(kind, (kind, kind)) for kind in kinds] or [("何でも", "anything")]
    return "・".join(ja for ja, _ in named), " or ".join(en for _, en in named)


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    for low, high, ja, en in (
        ("minLength", "maxLength", "文字", "characters"),
        ("minItems", "maxItems", "件", "items"),
        ("minimum", "maximum", "", ""),
    ):
        least, most = schema.get(low), schema.get(high)
        if least is not None and most is not None:
            yield f"{least:,}–{most:,} {ja} / {en}" if ja else f"{least:,}–{most:,}"
        elif most is not None:
            yield f"{most:,} {ja}まで / at most"
        elif least:
            yield f"{least:,} {ja}以上 / at least"
    if "pattern" in schema:
        yield f"形 / form `{schema['pattern']}`"


def in_japanese(name: str, en: str) -> str:
    """What the field is called, and what the English says of it where that has been put over."""
    called, meaning = words().get(name, ""), meanings().get(en, "")
    return "：".join(dict.fromkeys(part for part in (called, meaning) if part))


@cache
def meanings() -> dict[str, str]:
    """English description of a field → the same in Japanese; a changed text is in it no more."""
    with MEANINGS.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["ja"] for row in csv.DictReader(file)}


@cache
def words() -> dict[str, str]:
    """Field → what it is called in Japanese. A field of a new programme may not be in it."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return {row["field"]: row["ja"] for row in csv.DictReader(file)}


# -- a route --------------------------------------------------------------------------------------


class Shown(NamedTuple):
    """A route as its page shows it."""

    id: str
    verb: str
    path: str
    ja: str
    en: str
    roles: list[tuple[str, str]]
    acting: list[str]
    parameters: list[str]
    query: list[Field]
    body: list[Field]
    status: int
    answers: str
    refusals: list[tuple[str, str]]


def shown(route: Mapping[str, Any]) -> Shown:
    """Everything that somebody needs to call it."""
    return Shown(
        name_operation(route["verb"], route["path"]),
        route["verb"],
        route["path"].replace("<", "{").replace(">", "}"),
        route["ja"],
        route["en"],
        [ROLES.get(role, (role, role)) for role in route["roles"]],
        sorted({*route["acting"].values()}),
        find_parameters(route["path"]),
        list(fields_of(route["query"])),
        list(fields_of(route["body"])),
        route["status"],
        _answers(route),
        list(_refusals(route)),
    )


def _answers(route: Mapping[str, Any]) -> str:
    if route["answers"] == FILE:
        return "ファイルか JSON / a file, or JSON"
    if route["status_at"]:
        return "JSON、その後を見る Location / JSON, and Location: where to ask what becomes of it"
    return "JSON"


def _refusals(route: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The statuses that this route can answer, each with its usual code."""
    for status in list_route_refusals(route):
        if status == "404" and not find_parameters(route["path"]):
            continue
        if status == "409" and not route["versioned"]:
            continue
        if status == "422" and route["verb"] == "GET":
            continue
        yield status, CODES.get(status, "")


def pretty(value: Any) -> str:
    """JSON for readers."""
    return json.dumps(value, ensure_ascii=False, indent=2)
