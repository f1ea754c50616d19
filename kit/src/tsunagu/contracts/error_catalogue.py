"""Every "no" that a service's code can say, found in its source.

A refusal is written one way everywhere: a code, then a sentence in both languages, as the
first two arguments of one call. So the list of them is never a second list to keep: it is
read from the code itself, once, for documents. What a sentence fills in stands in braces.
What a service imports from the kit to refuse for it (`checked_code`, `WorkItem`) counts as its own.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tsunagu.domain import codes, errors, work_item
from tsunagu.domain.json_object import JsonObject

CODE = re.compile(r"[a-z][a-z0-9_]{2,60}")
BOTH_LANGUAGES = " / "
# Modules of the kit that say no for whoever imports from them.
SHARED = {module.__name__: Path(str(module.__file__)) for module in (codes, work_item)}
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


def refusals_in(folder: Path) -> list[JsonObject]:
    """`{"code", "status", "ja", "en"}` of every refusal, by code: in a service's own modules, and
    in what it imports from the kit's shared ones. Its own words come first."""
    return [dict(one) for one in _found(folder)]


@cache  # the code of a running service does not change
def _found(folder: Path) -> tuple[JsonObject, ...]:
    found: dict[tuple[int, str], JsonObject] = {}
    imported = set[str]()
    for file in sorted(folder.rglob("*.py")):
        if not {"tests", "migrations"} & set(file.relative_to(folder).parts):
            tree = _parsed(file)
            imported |= _imported_from_shared(tree)
            for one in _in_tree(tree):
                found.setdefault((one["status"], one["code"]), one)
    for definition in _definitions(imported):
        for one in _in_tree(definition):
            found.setdefault((one["status"], one["code"]), one)
    return tuple(found[key] for key in sorted(found))


def _parsed(file: Path) -> ast.Module:
    time.sleep(0)  # in a service others go first: all of it takes a fifth of a second
    return ast.parse(file.read_text(encoding="utf-8"))


def _imported_from_shared(tree: ast.AST) -> set[str]:
    return {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in SHARED
        for name in node.names
    }


def _definitions(names: set[str]) -> Iterator[ast.AST]:
    """The functions and classes of those names in the shared modules, and what they use there."""
    known = _shared_definitions() if names else {}
    seen, ahead = set[str](), sorted(names & known.keys())
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            yield known[name]
            used = {n.id for n in ast.walk(known[name]) if isinstance(n, ast.Name)}
            ahead += sorted(used & known.keys())


@cache
def _shared_definitions() -> dict[str, ast.AST]:
    return {
        name: node
        for file in SHARED.values()
        for node in _parsed(file).body
        for name in _names_of(node)
    }


def _names_of(node: ast.stmt) -> list[str]:
    """What a statement of a module names: a function, a class, or a declared refusal."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    return [_name(t) for t in node.targets] if isinstance(node, ast.Assign) else []


def _in_tree(tree: ast.AST) -> Iterator[JsonObject]:
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
    """A text as written, or a `Text`; what an f-string fills in becomes its name in braces."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_filled_in(part) for part in node.values)
    if isinstance(node, ast.Call) and _name(node.func) == "Text":
        return BOTH_LANGUAGES.join(_text(part) or "" for part in node.args)
    return None


def _filled_in(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return f"{{{_name(part.value) or '…'}}}"
    return str(getattr(part, "value", ""))
