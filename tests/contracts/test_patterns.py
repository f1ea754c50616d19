"""Patterns of what we publish, read by a JavaScript engine: they load, and say what we check."""

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields

from services.intake.reactions.signal_envelope import SIGNAL
from tests.contracts.javascript_engine import WITH_NODE, Engine
from tests.town import ROOT
from tsunagu.cli.contracts import load_definitions, render_asyncapi, render_openapi
from tsunagu.contracts.facts import Envelope
from tsunagu.contracts.field_checks import Pattern
from tsunagu.contracts.openapi import build_json_schema

pytestmark = WITH_NODE
FOLDER = ROOT / "contracts"
WRONG = ("", "\n", "ａ１", "１", "a b", "../x", "-", "2026-13", "<script>", "𠮷", "é")


@pytest.fixture(scope="module")
def engine():
    made = Engine()
    yield made
    made.close()


# -- every pattern of every document --------------------------------------------------------------


def patterns_in(value):
    """Every `pattern` of a document, wherever it stands."""
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        for one in value.values():
            yield from patterns_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from patterns_in(one)


def published_documents():
    """Name → document: what a running platform serves, and every file of the contracts folder."""
    yield "openapi", json.loads(render_openapi())
    yield "asyncapi", yaml.safe_load(render_asyncapi())
    for file in sorted(FOLDER.rglob("*.*")):
        yield str(file.relative_to(FOLDER)), yaml.safe_load(file.read_text())


def test_every_published_pattern_loads_in_javascript_and_takes_whole_texts_only(engine):
    found = {(p, name) for name, document in published_documents() for p in patterns_in(document)}
    assert len(found) >= 10
    broken = {
        (name, pattern): engine.match(pattern, "x")
        for pattern, name in found
        if not isinstance(engine.match(pattern, "x"), bool)
    }
    assert broken == {}
    loose = [(name, p) for p, name in found if not (p.startswith("^") and p.endswith("$"))]
    assert loose == []


# -- what a field checks, and what its document says ----------------------------------------------


def fields_of(schema):
    """Every field of a marshmallow schema, those of nested schemas and lists too."""
    for field in schema.fields.values():
        yield from _parts_of(field)


def _parts_of(field):
    yield field
    if isinstance(field, fields.Nested):
        yield from fields_of(field.schema)
    elif isinstance(field, fields.List):
        yield from _parts_of(field.inner)
    elif isinstance(field, fields.Dict):
        for one in filter(None, (field.key_field, field.value_field)):
            yield from _parts_of(one)


def declared_schemas():
    yield Envelope()
    yield SIGNAL.schema()
    for definition in load_definitions():
        for route in definition.routes:
            yield from (one() for one in (route.body_schema, route.query_schema) if one)


CHECKS = {
    check.pattern: check
    for schema in declared_schemas()
    for field in fields_of(schema)
    for check in field.validators
    if isinstance(check, Pattern)
}


def accepts(check, text):
    try:
        check(text)
    except ValidationError:
        return False
    return True


def texts_about(pattern):
    """Texts that the pattern takes, such with something before, within or behind, and any other."""
    fitting = st.from_regex(pattern.removesuffix("$") + r"\Z")
    more = st.sampled_from(["\n", "\r", "\u2028", " ", "\0", "１", "é", "𠮷", "-", "0", "a"])
    spoilt = st.one_of(
        st.tuples(fitting, more).map("".join),
        st.tuples(more, fitting).map("".join),
        st.tuples(fitting, more, fitting).map("".join),
    )
    return st.one_of(fitting, spoilt, st.text(), st.sampled_from(WRONG))


@pytest.mark.parametrize("pattern", sorted(CHECKS))
def test_a_field_takes_exactly_what_its_pattern_takes_in_javascript(engine, pattern):
    @settings(max_examples=150, deadline=None)
    @given(text=texts_about(pattern))
    def ask(text):
        assert engine.match(pattern, text) is accepts(CHECKS[pattern], text)

    ask()
    for text in WRONG:
        assert engine.match(pattern, text) is accepts(CHECKS[pattern], text)


class Beds(Schema):
    room = fields.String(validate=Pattern("^[a-z]+|[0-9]+$", "no room"))


def test_a_pattern_is_written_once_and_documents_show_it():
    assert build_json_schema(Beds())["properties"]["room"]["pattern"] == "^[a-z]+|[0-9]+$"
    with pytest.raises(ValueError, match="anchored"):
        Pattern("[a-z]+", "no room")


def test_the_comparison_itself_sees_two_languages(engine):
    assert engine.match(r"[a-z]+\Z", "abc") is not True  # Python's end of text is none there
    assert isinstance(engine.match(r"^(?P<a>b)$", "b"), str)
    check = Pattern("^[a-z]+|[0-9]+$", "no room")  # anchored on one side each
    assert engine.match(check.pattern, "a1!") is accepts(check, "a1!") is True
