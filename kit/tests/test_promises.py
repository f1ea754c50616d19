"""What a contracts folder promises, and how each way to break it is named."""

from datetime import date

import pytest
import sqlalchemy as sa
from marshmallow import RAISE, Schema, fields, validate

from tsunagu.contracts import catalogue_files
from tsunagu.contracts.facts import Catalogue, FactSchema, FactType
from tsunagu.domain.aggregate import event
from tsunagu.hosting import asyncapi
from tsunagu.hosting.definition import Definition
from tsunagu.messaging.inbound_message import InboundSource, Message
from tsunagu.programme import contract_checks

PACKAGE = "kit.tests.contract.source"


@event("garden.planted")
class Planted:
    on: date
    trees: int


@event("garden.planted", schema=2)
class PlantedAnew:
    on: date
    plants: int


class PlantedSchema(FactSchema):
    trees = fields.Integer(required=True, metadata={"description": "how many"})


class OfAnySize(FactSchema):
    trees = fields.Integer(required=True, allow_none=True)


class AtLeastOne(FactSchema):
    trees = fields.Integer(required=True, validate=validate.Range(1))


class InOtherWords(FactSchema):
    trees = fields.Integer(required=True, metadata={"description": "how many grew"})


class AnewSchema(FactSchema):
    plants = fields.Integer(required=True)


FIRST = FactType(Planted, PlantedSchema, {"on": "2026-11-20", "trees": 3})
SECOND = FactType(PlantedAnew, AnewSchema, {"on": "2026-11-20", "plants": 3})
LIFT = {("garden.planted", 1): lambda old: {"on": old["on"], "plants": old["trees"]}}


def garden(*facts, name="garden", **more):
    published = Catalogue(name, facts)
    return Definition(
        name=name, package=PACKAGE, metadata=sa.MetaData(), catalogue=published, **more
    )


def now(schema):
    return garden(FactType(Planted, schema, FIRST.example))


@pytest.fixture
def folder(tmp_path):
    """Where the first form of the fact was published."""
    catalogue_files.write_files(tmp_path, [garden(FIRST).catalogue])
    return tmp_path


def broken(folder, *definitions):
    return list(contract_checks.find_broken_reader_promises(folder, definitions))


def test_what_is_as_it_was_breaks_nothing(folder):
    assert broken(folder, garden(FIRST)) == []
    assert broken(folder, now(InOtherWords)) == []
    assert list(contract_checks.find_compatible_differences(folder, [now(InOtherWords)])) == []


def test_a_broken_schema_is_named_with_its_remedy_and_a_harmless_change_told_apart(folder):
    [said] = broken(folder, now(OfAnySize))
    assert said.startswith("garden/planted.v1.schema.json: trees: null になりえます")
    assert said.endswith("raise the event's schema version and add an upcaster")
    assert broken(folder, now(AtLeastOne)) == []
    [harmless] = contract_checks.find_compatible_differences(folder, [now(AtLeastOne)])
    assert "trees: minimum が狭まりました" in harmless


def test_a_fact_or_all_of_a_service_that_is_gone_is_named(folder):
    [said] = broken(folder, garden())
    assert said.startswith("garden/planted: 発行されなくなりました") and "record no more" in said
    [said] = broken(folder, garden(name="park"))
    assert said.startswith("garden: 発行するサービスがなくなりました")


def test_an_older_version_is_lifted_or_the_check_says_what_is_missing(folder):
    raised = garden(SECOND, upcasters=LIFT)
    catalogue_files.write_files(folder, [raised.catalogue])
    assert broken(folder, raised) == []
    assert [
        said.partition(" ")[0] for said in contract_checks.find_version_changes(folder, [raised])
    ] == ["garden/planted.v2:"]
    [said] = broken(folder, garden(SECOND))
    assert said.startswith("garden/planted.v1.json: 今の形に引き上げられません")
    [said] = broken(folder, garden(SECOND, upcasters={("garden.planted", 1): lambda old: old}))
    assert "plants: 必要な項目がありません" in said and "mend the upcaster" in said


def test_versions_neither_vanish_nor_go_back(folder):
    raised = garden(SECOND, upcasters=LIFT)
    catalogue_files.write_files(folder, [raised.catalogue])
    said = broken(folder, garden(FIRST))
    assert said == [said for said in said if "planted.v2: 公表した版より古く" in said]
    (folder / "garden" / "planted.v1.json").unlink()
    [said] = broken(folder, raised)
    assert said.startswith("garden/planted.v1.json: 消されました")


def test_the_envelope_is_a_promise_too(folder, monkeypatch):
    class Bare(Schema):
        specversion = fields.String()

    monkeypatch.setattr(catalogue_files, "Envelope", Bare)
    said = broken(folder, garden(FIRST))
    assert "envelope.v1.schema.json: position: なくなりました" in "\n".join(said)


# -- what is taken in from others -----------------------------------------------------------------


class Wish(Schema):
    class Meta:
        unknown = RAISE

    tree = fields.String(required=True, validate=validate.OneOf(["oak", "fir"]))


class RicherWish(Wish):
    by = fields.Date()


class ChoosyWish(Wish):
    tree = fields.String(required=True, validate=validate.OneOf(["oak"]))
    place = fields.String(required=True)


def taking(schema):
    message = Message(
        event_type="wish.v1",
        source="/people/<sender>",
        user="<sender>",
        schema=schema,
        example={},
        ja="木の希望",
        en="a wish for a tree",
        check=lambda event: None,
    )
    return garden(FIRST, incoming=InboundSource("wishes", lambda store, letters: [], message))


def test_what_we_take_in_may_grow_and_its_file_with_it_but_never_refuse_what_it_took(folder):
    services = [asyncapi.describe_service(taking(Wish))]
    file = folder / "garden" / "wish.v1.schema.json"
    assert list(catalogue_files.find_stale_messages(folder, services)) != []
    assert catalogue_files.write_files(folder, [], services) == ["garden/wish.v1.schema.json"]
    first = file.read_text()

    choosy = [asyncapi.describe_service(taking(ChoosyWish))]
    said = list(contract_checks.find_broken_sender_promises(folder, choosy))
    assert any("data.tree: 値が減りました" in one for one in said)
    assert any("data.place: 必須の項目が加わりました" in one for one in said)
    assert catalogue_files.write_files(folder, [], choosy) == [] and file.read_text() == first

    richer = [asyncapi.describe_service(taking(RicherWish))]
    assert list(contract_checks.find_broken_sender_promises(folder, richer)) == []
    assert list(catalogue_files.find_stale_messages(folder, richer)) != []
    assert catalogue_files.write_files(folder, [], richer) == ["garden/wish.v1.schema.json"]
    assert (
        list(contract_checks.find_broken_sender_promises(folder, services)) != []
    )  # what it promised meanwhile, it keeps
