"""Every "no" is a declared `Refusal`, and a service's definition lists those that it declares."""

import ast
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

from tsunagu.domain.refusal import Refusal, collect_refusals
from tsunagu.domain.text import Text

ROOT = Path(__file__).resolve().parents[2]
ERRORS = "tsunagu.domain.errors"
KINDS = {"Refused", "NotFound", "Forbidden", "Conflict", "Unavailable", "TsunaguError"}
DECLARING = {"kit/src/tsunagu/domain/errors.py", "kit/src/tsunagu/domain/refusal.py"}
FILES = sorted(
    path
    for folder in ("services", "kit/src")
    for path in (ROOT / folder).rglob("*.py")
    if "tests" not in path.parts and str(path.relative_to(ROOT)) not in DECLARING
)
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/definition.py"))


def find_undeclared(source):
    """The lines that make an error themselves; the code of another error may be handed on."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == ERRORS
        for alias in node.names
        if alias.name in KINDS
    }
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and is_error(node.func, names) and not hands_on(node)
    )


def is_error(function, names):
    if isinstance(function, ast.Attribute):  # errors.Refused(…)
        return function.attr in KINDS and getattr(function.value, "id", "") == "errors"
    return getattr(function, "id", None) in names


def hands_on(call):
    return (
        bool(call.args) and isinstance(call.args[0], ast.Attribute) and call.args[0].attr == "code"
    )


def read_declared(service):
    """The refusals of a service's `domain.refusals`, be that a module or a package of them."""
    module = importlib.import_module(f"services.{service}.domain.refusals")
    parts = pkgutil.iter_modules(getattr(module, "__path__", ()), f"{module.__name__}.")
    return list(collect_refusals(module, *(importlib.import_module(part.name) for part in parts)))


def find_unlisted(declared, definition):
    listed = list(definition.refusals)
    return [one.code for one in declared if one not in listed]


def test_no_module_makes_an_error_of_its_own():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in FILES
        for line in find_undeclared(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert len(FILES) > 300, "all of the kit and of the services is read"


@pytest.mark.parametrize("service", SERVICES)
def test_a_definition_lists_every_refusal_that_the_service_declares(service):
    definition = importlib.import_module(f"services.{service}.definition").DEFINITION
    declared = read_declared(service)
    assert declared
    assert find_unlisted(declared, definition) == []


PLANTED = f"""
from {ERRORS} import NotFound, Refused as No
from {ERRORS.rpartition(".")[0]} import errors
from elsewhere import Refused

def plant(tree, seen):
    Refused("another_class", "of that name")
    if tree.felled:
        raise No("already_felled", "切られています / was felled already")
    if seen:
        raise errors.Conflict(f"seen_{{seen}}", "…")
    raise NotFound(code, "code is no literal, and hides one")

def pass_on(error):
    raise No(error.code, error.message)
"""


def test_a_planted_error_is_found_and_one_handed_on_is_none():
    assert find_undeclared(PLANTED) == [9, 11, 12]


def test_a_planted_refusal_that_no_definition_lists_is_found():
    planted = ModuleType("refusals")
    planted.LISTED = Refusal("listed", Text("ある", "it is"))
    planted.FORGOTTEN = Refusal("forgotten", Text("ない", "it is not"))
    definition = type("Definition", (), {"refusals": [planted.LISTED]})
    assert find_unlisted(collect_refusals(planted), definition) == ["forgotten"]
