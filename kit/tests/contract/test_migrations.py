"""What the migrations do not make is named at the start, by `verify` and where it is missed."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from kit.tests.contract import source
from tsunagu.domain.errors import TsunaguError
from tsunagu.hosting.checkout import list_available_services, load_service_class
from tsunagu.hosting.nameko_service import wrap_command
from tsunagu.hosting.runtime import Runtime
from tsunagu.log import migration
from tsunagu.log.database import Database


def forget_migration(*columns: str) -> sa.MetaData:
    """The source's tables, with one more table and more columns than its migrations make."""
    metadata = sa.MetaData()
    for table in source.metadata.sorted_tables:
        copy = table.to_metadata(metadata)
        for column in columns:
            copy.append_column(sa.Column(column, sa.Text))
    sa.Table("shelf", metadata, sa.Column("shelf_id", sa.Text, primary_key=True))
    return metadata


def open_runtime(url: str, folder: Path, **changed: Any) -> Runtime:
    runtime = Runtime(
        dataclasses.replace(source.DEFINITION, **changed),
        amqp_url="tsunagu-memory://unused/",
        database_url=url,
        key_file=folder / "key",
        city="142166",
    )
    runtime.open()
    return runtime


def test_a_start_names_every_table_and_column_that_no_migration_makes(any_database, tmp_path):
    metadata = forget_migration("colour")
    with pytest.raises(TsunaguError) as told:
        open_runtime(any_database, tmp_path, metadata=metadata)
    assert told.value.code == "schema_differs"
    named = {f"{table.name}.colour" for table in source.metadata.sorted_tables} | {"shelf"}
    assert all(name in told.value.message for name in named)


def test_verify_names_what_went_missing_meanwhile(any_database, tmp_path):
    runtime = open_runtime(any_database, tmp_path)
    try:
        assert [v["code"] for v in runtime.verify(lambda *_: None)] == []
        runtime.definition = dataclasses.replace(
            runtime.definition, metadata=forget_migration("colour")
        )
        found = [v["subject"] for v in runtime.verify(lambda *_: None)]
        assert "shelf" in found and len(found) == 1 + len(source.metadata.sorted_tables)
    finally:
        runtime.database.close()


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("SELECT * FROM shelf", "shelf"),
        ("SELECT colour FROM event", "colour"),
        ("INSERT INTO event (colour) VALUES ('red')", "colour"),
    ],
)
def test_a_command_that_misses_a_table_says_which_and_not_try_again(
    any_database, tmp_path, statement, missing
):
    runtime = open_runtime(any_database, tmp_path)

    @wrap_command
    def ask(self: Any) -> None:
        with runtime.store.reading() as connection:
            connection.execute(sa.text(statement))

    answer = ask(SimpleNamespace(name="source"))
    runtime.database.close()
    assert answer["error"]["code"] == "schema_differs"
    assert answer["error"]["kind"] == "error" and missing in answer["error"]["message"]


@pytest.mark.parametrize("name", list_available_services())
def test_the_migrations_of_every_service_make_what_its_code_declares(any_database, name):
    definition = load_service_class(name).definition
    database = Database(any_database)
    migration.upgrade(database, definition.package)
    with database.reading() as connection:
        assert migration.find_differences(connection, definition.metadata) == []
    database.close()
