"""The catalogue of the error codes that a service can answer, read from its source.

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
NOT_REFUSALS = {"fault"}  # of one field, and not a code but the field's name comes first
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


def find_refusals(folder: Path) -> list[JsonObject]:
    """`{"code", "status", "ja", "en"}` of every refusal, by code: in a service's own modules, and
    in what it imports from the kit's shared ones. Its own words come first."""
    return [dict(one) for one in _search_folder(folder)]


@cache  # the code of a running service does not change
def _search_folder(folder: Path) -> tuple[JsonObject, ...]:
    found: dict[tuple[int, str], JsonObject] = {}
    imported = set[str]()
    for file in sorted(folder.rglob("*.py")):
        if not {"tests", "migrations"} & set(file.relative_to(folder).parts):
            tree = _parse_file(file)
            imported |= _find_shared_imports(tree)
            for one in _search_tree(tree):
                found.setdefault((one["status"], one["code"]), one)
    for definition in _find_shared_code(imported):
        for one in _search_tree(definition):
            found.setdefault((one["status"], one["code"]), one)
    return tuple(found[key] for key in sorted(found))


def _parse_file(file: Path) -> ast.Module:
    time.sleep(0)  # in a service others go first: all of it takes a fifth of a second
    return ast.parse(file.read_text(encoding="utf-8"))


def _find_shared_imports(tree: ast.AST) -> set[str]:
    return {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in SHARED
        for name in node.names
    }


def _find_shared_code(names: set[str]) -> Iterator[ast.AST]:
    """The functions and classes of those names in the shared modules, and what they use there."""
    known = _read_shared_modules() if names else {}
    seen, ahead = set[str](), sorted(names & known.keys())
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            yield known[name]
            used = {n.id for n in ast.walk(known[name]) if isinstance(n, ast.Name)}
            ahead += sorted(used & known.keys())


@cache
def _read_shared_modules() -> dict[str, ast.AST]:
    return {
        name: node
        for file in SHARED.values()
        for node in _parse_file(file).body
        for name in _list_defined_names(node)
    }


def _list_defined_names(node: ast.stmt) -> list[str]:
    """What a statement of a module names: a function, a class, or a declared refusal."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    return [_read_name(t) for t in node.targets] if isinstance(node, ast.Assign) else []


def _search_tree(tree: ast.AST) -> Iterator[JsonObject]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        if _read_name(node.func).lower() in NOT_REFUSALS:
            continue
        code, sentence = _read_text(node.args[0]), _read_text(node.args[1])
        if code and sentence and CODE.fullmatch(code) and BOTH_LANGUAGES in sentence:
            ja, _, en = sentence.partition(BOTH_LANGUAGES)
            yield {
                "code": code,
                "status": _find_status(node.func),
                "ja": ja.strip(),
                "en": en.strip(),
            }


def _find_status(function: ast.expr) -> int:
    """The HTTP status of the error that is called; a service's own shorthand makes a refusal."""
    return errors.STATUS[KINDS.get(_read_name(function), errors.Refused.kind)]


def _read_name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


def _read_text(node: ast.expr) -> str | None:
    """A text as written, or a `Text`; what an f-string fills in becomes its name in braces."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_read_text_part(part) for part in node.values)
    if isinstance(node, ast.Call) and _read_name(node.func) == "Text":
        return BOTH_LANGUAGES.join(_read_text(part) or "" for part in node.args)
    return None


def _read_text_part(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return f"{{{_read_name(part.value) or '…'}}}"
    return str(getattr(part, "value", ""))
