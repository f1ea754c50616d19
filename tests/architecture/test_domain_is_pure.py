"""`domain.py` and its `domain_*.py` companions know no framework, clock, database or broker."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOMAIN_FILES = sorted(ROOT.glob("services/*/domain*.py"))
ALLOWED_KIT = {"tsunagu.domain.aggregate", "tsunagu.domain.errors", "tsunagu.domain.calendar"}
FORBIDDEN = {
    "nameko",
    "kombu",
    "amqp",
    "sqlalchemy",
    "alembic",
    "marshmallow",
    "eventlet",
    "flask",
    "requests",
    "os",
    "time",
    "random",
    "socket",
}


def imported_modules(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    return names


def clock_reads(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "uuid4"}
    ]


@pytest.mark.parametrize("path", DOMAIN_FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_domain_module_knows_no_framework_and_reads_no_clock(path):
    tree = ast.parse(path.read_text())
    modules = imported_modules(tree)
    assert {m for m in modules if m.split(".")[0] in FORBIDDEN} == set()
    assert {m for m in modules if m.split(".")[0] == "tsunagu"} <= ALLOWED_KIT
    assert clock_reads(tree) == []


@pytest.mark.parametrize("source", ["import sqlalchemy", "from nameko.rpc import rpc"])
def test_the_check_itself_sees_a_framework(source):
    assert {m.split(".")[0] for m in imported_modules(ast.parse(source))} & FORBIDDEN


def test_the_check_itself_sees_a_clock():
    assert clock_reads(ast.parse("x = date.today()")) == [1]
