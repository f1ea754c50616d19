"""Each service's alembic migrations, run at its start and from `env.py`."""

from __future__ import annotations

import importlib
import logging
import threading
from pathlib import Path

import sqlalchemy as sa
from alembic import command, context
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
