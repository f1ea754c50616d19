"""Strict JSON parsing that names the line of the fault, for whoever has the file open."""

from __future__ import annotations

import json
import re
from json import decoder, scanner
from typing import Any

from tsunagu.contracts.facts import Malformed, parse_strict_json
from tsunagu.contracts.parse_errors import explain_parse_error
from tsunagu.domain.json_object import JsonObject

BOM = "\ufeff"


class Unreadable(Exception):
    """The body is no strict JSON: a code, and the fault with its line where that is known."""

    def __init__(self, reason: str, fault: JsonObject) -> None:
        super().__init__(reason)
        self.reason, self.fault = reason, fault


def read_json(body: bytes) -> Any:
    """The JSON value of the body; raises Unreadable, which says what is wrong and where."""
    try:
        return parse_strict_json(body)
    except Malformed as wrong:
        found: JsonObject = explain_parse_error(wrong.reason)
        raise Unreadable(wrong.reason, found | _locate(body, wrong.reason)) from None


def _locate(body: bytes, reason: str) -> JsonObject:
    if reason == "not_utf8":
        return _locate_bad_utf8(body)
    if reason in ("too_large", "too_deep"):
        return {}
    text = body.decode("utf-8")
    if reason == "not_json":
        return _locate_bad_json(text)
    if reason == "duplicate_key":
        return _locate_duplicate_key(text)
    sought = r"\b(NaN|-?Infinity)\b" if reason == "not_a_number" else r"\\u[dD][89a-fA-F]"
    match = re.search(sought, _blank_out_texts(text) if reason == "not_a_number" else text)
    return {"line": _line_number(text, match.start())} if match else {}


def _locate_bad_utf8(body: bytes) -> JsonObject:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return {"line": body.count(b"\n", 0, wrong.start) + 1}
    return {}


def _locate_bad_json(text: str) -> JsonObject:
    if text.startswith(BOM):
        return {
            "line": 1,
            "problem": "先頭に BOM があります / begins with a byte order mark",
            "remedy": "BOM なしの UTF-8 で保存し直す / save it as UTF-8 without BOM",
        }
    try:
        json.loads(text)
    except json.JSONDecodeError as wrong:
        problem = explain_parse_error("not_json")["problem"]
        return {"line": wrong.lineno, "column": wrong.colno, "problem": f"{problem}: {wrong.msg}"}
    except ValueError as wrong:  # a number of more digits than Python reads
        return {
            "problem": f"{explain_parse_error('not_json')['problem']}: {wrong}".partition(";")[0]
        }
    return {}


def _blank_out_texts(text: str) -> str:
    """The text with what stands in quotes blanked out, everything else in its place."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', lambda quoted: " " * len(quoted[0]), text, flags=re.DOTALL)


class _DuplicateKey(Exception):
    def __init__(self, key: str, start: int) -> None:
        super().__init__(key)
        self.key, self.start = key, start


class _DuplicateKeyDecoder(json.JSONDecoder):
    """A decoder that raises at the first object with a repeated key, and knows where it begins."""

    def __init__(self) -> None:
        super().__init__(object_pairs_hook=self._pairs)
        self._starts: list[int] = []
        self.parse_object = self._object
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    def _object(self, place: tuple[str, int], *rest: Any) -> Any:
        self._starts.append(place[1])
        found = decoder.JSONObject(place, *rest)  # type: ignore[attr-defined]
        self._starts.pop()
        return found

    def _pairs(self, pairs: list[tuple[str, Any]]) -> JsonObject:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKey(key, self._starts[-1])
            seen.add(key)
        return dict(pairs)


def _locate_duplicate_key(text: str) -> JsonObject:
    """The repeated key, and the line where its object begins."""
    try:
        _DuplicateKeyDecoder().decode(text)
    except _DuplicateKey as found:
        return {"field": found.key, "line": _line_number(text, found.start)}
    return {}


def _line_number(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
