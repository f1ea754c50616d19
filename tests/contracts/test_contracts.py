"""What services promise one another: frozen examples, fresh documents, tolerant subscribers."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from tsunagu.cli.contracts import (
    ASYNCAPI,
    describe_services,
    find_stale_asyncapi,
    load_catalogues,
    load_definitions,
)
from tsunagu.contracts import catalogue_files
from tsunagu.contracts.facts import parse_fact
from tsunagu.hosting import asyncapi
from tsunagu.hosting.checkout import list_available_services, load_service_class
from tsunagu.log.database import Database
from tsunagu.programme import contract_checks
from tsunagu.projections.archive import Archived
from tsunagu.projections.projection import Projections

ROOT = Path(__file__).resolve().parents[2]
FOLDER, SERVICES = ROOT / "contracts", ROOT / "services"
SCHEMAS = sorted(FOLDER.glob(f"*/*{catalogue_files.SCHEMA}"))
EXAMPLES = sorted(set(FOLDER.glob("*/*.json")) - set(SCHEMAS))
PERSONAL = ("name", "kana", "address", "phone", "email", "note", "story", "text", "remarks")


def test_every_publisher_writes_exactly_its_frozen_examples():
    assert list(catalogue_files.find_stale_files(FOLDER, load_catalogues())) == []


EXPLAINED = [
    d for d in load_definitions() if (SERVICES / d.name / asyncapi.FACT_DESCRIPTIONS).exists()
]


@pytest.mark.parametrize("definition", EXPLAINED, ids=lambda definition: definition.name)
def test_a_service_that_explains_its_facts_explains_each_in_both_languages(definition):
    words = asyncapi.read_fact_descriptions(SERVICES / definition.name)
    published = {wire.partition(".")[2] for wire in definition.catalogue.facts}
    assert set(words) == published
    assert all(ja and en and ja != en for ja, en in words.values())


def test_every_promise_of_the_folder_is_kept():
    assert list(contract_checks.find_broken_reader_promises(FOLDER, list(load_definitions()))) == []
    assert list(contract_checks.find_broken_sender_promises(FOLDER, describe_services())) == []
    assert list(catalogue_files.find_stale_messages(FOLDER, describe_services())) == []


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_frozen_schema_is_one_and_takes_the_example_beside_it(file):
    schema = json.loads(file.read_text())
    Draft202012Validator.check_schema(schema)
    example = FOLDER / file.parent.name / file.name.replace(catalogue_files.SCHEMA, ".json")
    if not example.exists():  # of what we take in, not of a fact
        return
    written = json.loads(example.read_text())
    check = FormatChecker()
    Draft202012Validator(schema, format_checker=check).validate(written["data"])
    envelope = json.loads((FOLDER / catalogue_files.ENVELOPE).read_text())
    Draft202012Validator(envelope, format_checker=check).validate(written)


def test_a_changed_example_is_noticed(tmp_path):
    catalogues = load_catalogues()
    catalogue_files.write_files(tmp_path, catalogues)
    file = tmp_path / "intake" / "assessed.v1.json"
    file.write_text(file.read_text().replace("debt", "illness"))
    assert [
        sentence.split(":")[0]
        for sentence in catalogue_files.find_stale_files(tmp_path, catalogues)
    ] == ["intake/assessed.v1.json"]
    catalogue_files.write_files(tmp_path, catalogues)  # writing again never mends a frozen example
    assert "illness" in file.read_text()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_example_is_a_fact_and_tells_nothing_personal(file):
    fact = parse_fact(file.read_bytes())
    assert fact.source == file.parent.name
    assert fact.type == f"{fact.source}.{file.stem.partition('.')[0]}"
    assert not set(fact.data) & set(PERSONAL)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_reporting_projects_every_example_and_newer_ones_with_unknown_fields(file, tmp_path):
    from services.reporting.projections.programmes import PROJECTIONS

    fact = parse_fact(file.read_bytes())
    facts = [
        Archived(1, fact.type, "2026-11-20", fact.data),
        Archived(2, fact.type, "2026-11-21", fact.data | {"of_tomorrow": True}),
    ]
    database = Database(f"sqlite:///{tmp_path}/p.sqlite")
    with database.writing() as connection:
        for projection in PROJECTIONS:
            projection.table.create(connection)
        tables = [projection.table for projection in PROJECTIONS]
        Projections(PROJECTIONS).project(connection, facts, tables)
        for projection in PROJECTIONS:
            made = connection.execute(sa.select(sa.func.count()).select_from(projection.table))
            assert made.scalar_one() == (2 if fact.type in projection.rows else 0)


def test_whatever_a_service_handles_is_published_by_somebody():
    published = {fact for c in load_catalogues() for fact in c.facts}
    for name in list_available_services():
        for source, handlers in load_service_class(name).definition.follows.items():
            assert source in list_available_services()
            assert set(handlers) <= published


def test_asyncapi_is_fresh_and_names_every_fact_and_signal_once():
    assert find_stale_asyncapi(FOLDER) == []
    document = yaml.safe_load((FOLDER / ASYNCAPI).read_text())
    named = [m for channel in document["channels"].values() for m in channel["messages"]]
    taken = [s["takes"]["type"] for s in describe_services() if s["takes"]]
    assert sorted(named) == sorted(
        [fact for c in load_catalogues() for fact in c.facts]
        + taken
        + [f"{type}.refused" for type in taken]
    )
    assert json.loads(json.dumps(document)) == asyncapi.build_asyncapi(describe_services())
