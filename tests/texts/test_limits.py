"""Every text that anybody may send has a limit that is checked, published and told."""

import pytest
from marshmallow import Schema, fields

from tsunagu.contracts import text_fields
from tsunagu.contracts.openapi import build_json_schema
from tsunagu.contracts.payload import Payload
from tsunagu.contracts.text_fields import Code, String
from tsunagu.hosting.checkout import list_available_services, load_service_class

SERVICES = [load_service_class(name) for name in list_available_services()]
# A line of past records is a document: what is in it is read and refused on its own.
DOCUMENTS = {"ImportLines.lines"}


def list_schemas():
    """Every schema that something from outside is loaded by."""
    for service in SERVICES:
        definition = service.definition
        for route in definition.routes:
            yield from (one for one in (route.body_schema, route.query_schema) if one)
        for importer in definition.importers.values():
            declared = importer.schema
            yield declared.schema if issubclass(declared, Payload) else declared
        if definition.incoming is not None:
            yield definition.incoming.message.schema
        for name in dir(service):
            kind = getattr(getattr(service, name, None), "payload", None)
            if isinstance(kind, type) and issubclass(kind, Payload):
                yield kind.schema


def list_texts(field, place):
    """(place, field) of every text in a field, also within lists and objects."""
    if isinstance(field, fields.Nested):
        for name, one in field.schema.fields.items():
            yield from list_texts(one, f"{place}.{name}")
    elif isinstance(field, fields.List):
        yield from list_texts(field.inner, place)
    elif isinstance(field, fields.Dict):
        for one in (field.key_field, field.value_field):
            if one is not None:
                yield from list_texts(one, place)
    elif isinstance(field, fields.String):
        yield place, field


TEXTS = {
    place: field
    for schema in set(list_schemas())
    for name, one in schema().fields.items()
    for place, field in list_texts(one, f"{schema.__name__}.{name}")
}


def test_every_text_is_of_a_kind():
    assert len(TEXTS) > 300
    assert {place for place, field in TEXTS.items() if not isinstance(field, String)} == DOCUMENTS


@pytest.mark.parametrize("place", sorted(TEXTS.keys() - DOCUMENTS))
def test_the_documents_say_how_long_each_may_be(place):
    """A code needs no number: its list or its pattern says what it may be."""

    class Shape(Schema):
        text = TEXTS[place]

    said = build_json_schema(Shape())["properties"].popitem()[1]
    assert isinstance(TEXTS[place], Code) or {"maxLength", "enum", "pattern"} & said.keys()


KINDS = {
    "person.name": text_fields.NAME,
    "person.kana": text_fields.NAME,
    "person.address": text_fields.ADDRESS,
    "person.phone": text_fields.PHONE,
    "person.email": text_fields.EMAIL,
    "story": text_fields.STORY,
    "person_id": text_fields.ID,
    "next_step": text_fields.CODE,
}


@pytest.mark.parametrize("place", KINDS)
def test_what_is_too_long_is_told_with_its_length_and_the_limit(place):
    most = KINDS[place].most
    (consultation,) = {one for one in list_schemas() if one.__name__ == "Consultation"}
    name, _, part = place.partition(".")
    text = "一" * (most + 1)
    given = {"channel": "walk_in", name: {part: text} if part else text}
    messages = consultation().validate(given)
    (problem,) = messages[name][part] if part else messages[name]
    assert str(most + 1) in problem.text.ja and str(most) in problem.remedy.en
