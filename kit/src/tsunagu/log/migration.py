"""Each service's alembic migrations, run at its start and from `env.py`."""

from __future__ import annotations

import importlib
import logging
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tsunagu.log.database import Database
from tsunagu.log.tables import kit_metadata

# alembic's `op` and `context` are global to the process: one migration at a time.
_one_at_a_time = threading.Lock()


def build_config(package: str) -> Config:
    folder = importlib.import_module(package).__path__[0]
    config = Config()
    config.set_main_option("script_location", str(Path(folder) / "migrations").replace("%", "%%"))
    return config


def upgrade(database: Database, package: str) -> None:
    """Bring the service's database to its newest form; nothing happens when it is there."""
    with _one_at_a_time:
        _run_migrations(database, package)


def _run_migrations(database: Database, package: str) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = build_config(package)
    wanted = ScriptDirectory.from_config(config).get_current_head()
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == wanted and _has_kit_tables(connection):
            return
    with database.writing() as connection:
        if database.is_postgresql:  # two replicas starting together: one migrates, one waits
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7512186)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        kit_metadata.create_all(connection)  # those that are not there yet


def _has_kit_tables(connection: sa.Connection) -> bool:
    return kit_metadata.tables.keys() <= set(sa.inspect(connection).get_table_names())


def find_missing(connection: sa.Connection, metadata: sa.MetaData) -> list[str]:
    """Tables, and columns as `table.column`, that the code names and the database has not."""
    there = sa.inspect(connection)
    tables = set(there.get_table_names())
    missing = []
    for table in sorted((*kit_metadata.tables.values(), *metadata.tables.values()), key=_get_name):
        if table.name not in tables:
            missing.append(table.name)
            continue
        made = {column["name"] for column in there.get_columns(table.name)}
        missing += [f"{table.name}.{name}" for name in table.columns.keys() if name not in made]  # noqa: SIM118  a collection's keys
    return missing


def find_differences(connection: sa.Connection, metadata: sa.MetaData) -> list[str]:
    """How the tables differ from what the code declares, as alembic sees it, in a word each.

    What the database has beyond that is left alone: a rebuild keeps tables of its own.
    """
    found: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what SQLite cannot tell of its indexes
        for one in compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": False}), metadata
        ):
            found += _name_difference(one)
    return sorted({*found, *find_missing(connection, metadata)})


def _name_difference(difference: Any) -> Iterator[str]:
    if isinstance(difference, list):  # changes of one column
        for change in (one for one in difference if one[0] == "modify_nullable"):
            yield f"{change[2]}.{change[3]} ({change[0]})"
    elif difference[0] in ("add_index", "add_constraint"):
        yield f"{difference[1].table.name}: {difference[1].name} ({difference[0]})"


def _get_name(table: sa.Table) -> str:
    return table.name


def run_env(metadata: sa.MetaData) -> None:
    """The body of a service's `migrations/env.py`; the transaction is the caller's."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=False,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    context.run_migrations()
