"""Every "no" that a service's code can say, found in its source.

A refusal is written one way everywhere: a code, then a sentence in both languages, as the
first two arguments of one call. So the list of them is never a second list to keep: it is
read from the code itself, once, for documents. What a sentence fills in stands in braces.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tsunagu.domain import errors

CODE = re.compile(r"[a-z][a-z0-9_]{2,60}")
BOTH_LANGUAGES = " / "
NO_REFUSALS = {"fault"}  # of one field, and not a code but the field's name comes first
KINDS: Mapping[str, str] = {
    cls.__name__: cls.kind
    for cls in (
        errors.Refused,
        errors.NotFound,
        errors.Conflict,
        errors.Forbidden,
        errors.Unavailable,
        errors.Invalid,
    )
}


def refusals_in(folder: Path) -> list[dict[str, Any]]:
    """`{"code", "status", "ja", "en"}` of every refusal in a service's own modules, by code."""
    return [dict(one) for one in _found(folder)]


@cache  # the code of a running service does not change
def _found(folder: Path) -> tuple[dict[str, Any], ...]:
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for file in sorted(folder.rglob("*.py")):
        time.sleep(0)  # in a service others go first: all of it takes a fifth of a second
        if not {"tests", "migrations"} & set(file.relative_to(folder).parts):
            for one in _in_tree(ast.parse(file.read_text(encoding="utf-8"))):
                found.setdefault((one["status"], one["code"]), one)
    return tuple(found[key] for key in sorted(found))


def _in_tree(tree: ast.AST) -> Iterator[dict[str, Any]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        if _name(node.func).lower() in NO_REFUSALS:
            continue
        code, sentence = _text(node.args[0]), _text(node.args[1])
        if code and sentence and CODE.fullmatch(code) and BOTH_LANGUAGES in sentence:
            ja, _, en = sentence.partition(BOTH_LANGUAGES)
            yield {"code": code, "status": _status(node.func), "ja": ja.strip(), "en": en.strip()}


def _status(function: ast.expr) -> int:
    """Of the error that is called; a service's own shorthand makes a refusal."""
    return errors.STATUS[KINDS.get(_name(function), errors.Refused.kind)]


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


def _text(node: ast.expr) -> str | None:
    """A text as written; what an f-string fills in becomes its name in braces."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_filled_in(part) for part in node.values)
    return None


def _filled_in(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return f"{{{_name(part.value) or '…'}}}"
    return str(getattr(part, "value", ""))
