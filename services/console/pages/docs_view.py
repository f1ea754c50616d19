"""Descriptions as rows of a page: every field with its type, limits and meaning."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from services.console.pages.wire_texts import read_text
from tsunagu.contracts.openapi import list_route_refusals, name_operation
from tsunagu.contracts.routes import FILE, find_parameters
from tsunagu.domain.text import Text

WORDS = Path(__file__).parent / "words.csv"
MEANINGS = Path(__file__).parent / "meanings.csv"
ROLES = {
    "caseworker": Text("相談員", "caseworker"),
    "department": Text("部署", "department"),
    "reader": Text("報告を見る人", "reader"),
    "ops": Text("運用", "operations"),
}
TYPES = {
    "string": Text("文字列", "text"),
    "integer": Text("整数", "integer"),
    "number": Text("数", "number"),
    "boolean": Text("真偽", "true or false"),
    "object": Text("まとまり", "object"),
    "array": Text("一覧", "list"),
    "null": Text("空", "null"),
}
ANYTHING = Text("何でも", "anything")
FORMATS = {"date": Text("日付", "date"), "date-time": Text("日時", "date and time")}
CODES = {
    "400": "invalid_input",
    "401": "unauthorized",
    "403": "role_not_allowed",
    "404": "not_found",
    "409": "stale_version",
    "408": "too_slow",
    "413": "too_large",
    "415": "not_json",
    "503": "service_unavailable",
    "504": "outcome_unknown",
}


class Field(NamedTuple):
    """One row: where it stands, what it is, and what it means in both languages."""

    path: str
    type: Text
    nullable: bool
    required: bool
    limits: list[Text]
    choices: list[str]
    meaning: Text


def list_fields(schema: Mapping[str, Any] | None, within: str = "") -> Iterator[Field]:
    """A row for every field of a JSON Schema, those of nested objects after their own."""
    schema = schema or {}
    for name, one in schema.get("properties", {}).items():
        path = f"{within}{name}"
        yield _build_field(path, name, one, name in schema.get("required", ()))
        yield from list_fields(one, f"{path}.")
        yield from list_fields(one.get("items"), f"{path}[].")


def _build_field(path: str, name: str, schema: Mapping[str, Any], required: bool) -> Field:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    plain = [kind for kind in kinds if kind != "null"]
    items = schema.get("items") or {}
    choices = schema.get("enum") or items.get("enum") or []
    meaning = read_text(schema.get("description", ""))
    if meaning.ja == meaning.en:  # most are in English alone: what the field is called goes first
        meaning = Text(translate(name, meaning.en), meaning.en)
    return Field(
        path,
        _describe_type(plain, schema),
        "null" in kinds,
        required,
        list(_describe_limits(schema)),
        [str(one) for one in choices if one is not None],
        meaning,
    )


def _describe_type(kinds: list[str], schema: Mapping[str, Any]) -> Text:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    if kinds == ["array"] and "type" in (items := schema.get("items") or {}):
        one = _describe_type(
            [items["type"]] if isinstance(items["type"], str) else ["object"], items
        )
        return Text(f"{one.ja}の一覧", f"list of {one.en}")
    named = [TYPES.get(kind, Text.same(kind)) for kind in kinds] or [ANYTHING]
    return Text("・".join(one.ja for one in named), " or ".join(one.en for one in named))


def _describe_limits(schema: Mapping[str, Any]) -> Iterator[Text]:
    for low, high, ja, en in (
        ("minLength", "maxLength", "文字", "characters"),
        ("minItems", "maxItems", "件", "items"),
        ("minimum", "maximum", "", ""),
    ):
        least, most = schema.get(low), schema.get(high)
        if least is not None and most is not None:
            span = f"{least:,}–{most:,}"
            yield Text(f"{span} {ja}", en) if ja else Text.same(span)
        elif most is not None:
            yield Text(f"{most:,} {ja}まで", "at most")
        elif least:
            yield Text(f"{least:,} {ja}以上", "at least")
    if "pattern" in schema:
        yield Text("形", f"form `{schema['pattern']}`")


def translate(name: str, en: str) -> str:
    """What the field is called, and what the English says of it where that has been put over."""
    called, meaning = read_words().get(name, ""), find_meaning(en)
    return "：".join(dict.fromkeys(part for part in (called, meaning) if part))


def find_meaning(en: str) -> str:
    """What an English description says, in Japanese; which days are meant stands at its end."""
    meanings = read_meanings()
    said, _, days = en.rpartition("; ")
    if en not in meanings and said in meanings and days in meanings:
        return f"{meanings[said]}（{meanings[days]}）"
    return meanings.get(en, "")


@cache
def read_meanings() -> dict[str, str]:
    """English description of a field → the same in Japanese; a changed text is in it no more."""
    with MEANINGS.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["ja"] for row in csv.DictReader(file)}


@cache
def read_words() -> dict[str, str]:
    """Field → what it is called in Japanese. A field of a new programme may not be in it."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return {row["field"]: row["ja"] for row in csv.DictReader(file)}


# -- a route --------------------------------------------------------------------------------------


class RouteView(NamedTuple):
    """A route as its page shows it."""

    id: str
    verb: str
    path: str
    title: Text
    roles: list[Text]
    acting: list[str]
    parameters: list[str]
    query: list[Field]
    body: list[Field]
    status: int
    answer: Text
    refusals: list[tuple[str, str]]


def lay_out_route(route: Mapping[str, Any]) -> RouteView:
    """Everything that somebody needs to call it."""
    return RouteView(
        name_operation(route["verb"], route["path"]),
        route["verb"],
        route["path"].replace("<", "{").replace(">", "}"),
        Text(route["ja"], route["en"]),
        [ROLES.get(role, Text.same(role)) for role in route["roles"]],
        sorted({*route["acting"].values()}),
        find_parameters(route["path"]),
        list(list_fields(route["query"])),
        list(list_fields(route["body"])),
        route["status"],
        _describe_answer(route),
        list(_list_problems(route)),
    )


def _describe_answer(route: Mapping[str, Any]) -> Text:
    if route["answers"] == FILE:
        return Text("ファイルか JSON", "a file, or JSON")
    if route["status_at"]:
        return Text(
            "JSON、その後を見る Location",
            "JSON, and Location: where to ask what becomes of it",
        )
    return Text.same("JSON")


def _list_problems(route: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The statuses that this route can answer, each with its usual code."""
    for status in list_route_refusals(route):
        if status == "404" and not find_parameters(route["path"]):
            continue
        if status == "409" and not route["versioned"]:
            continue
        if status == "422" and route["verb"] == "GET":
            continue
        yield status, CODES.get(status, "")


def format_json(value: Any) -> str:
    """JSON for readers."""
    return json.dumps(value, ensure_ascii=False, indent=2)
