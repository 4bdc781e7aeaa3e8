"""The one runner of migrations: each service has a folder `migrations` of versions and `tables.metadata`.

A migration runs in one transaction under a lock (PostgreSQL: an advisory lock; SQLite: the write lock), so two
replicas that start it at once do it once. Foreign keys are off meanwhile in SQLite, where altering copies a table.
Alembic keeps what it works on in its modules: within a process one migration runs at a time, in a thread.
"""

import asyncio
import functools
import importlib
import io
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from shared.database.engine import Database
from shared.database.failures import DATABASE_FAILURES, first_line
from shared.database.leadership import lock_number

_LOCK = "eyelevel migrations"
_alembic = threading.Lock()


async def migrate(url: str, service_package: str) -> None:
    """Bring the database to the newest version of `services.evaluator` or its like. Again does nothing."""
    await asyncio.to_thread(_locked, url, _upgrade, service_package)


async def behind(database: Database, service_package: str) -> str | None:
    """A sentence for /readyz where the tables are not those of this version; None where they are."""
    head = newest(service_package)
    try:
        async with database.reading() as connection:
            found = await connection.run_sync(_current)
    except DATABASE_FAILURES as error:
        return f"the database does not answer: {first_line(error)}"
    if found == head:
        return None
    return f"the tables are at version {found or 'none'}, this program needs {head}; run `eyelevel migrate`"


async def drift(url: str, service_package: str) -> list[Any]:
    """How a migrated database differs from `tables.metadata`, as Alembic says it; empty when a test is content."""
    database = Database(url)
    try:
        async with database.reading() as connection:
            return await connection.run_sync(_differences, _metadata(service_package))
    finally:
        await database.close()


async def write_revision(service_package: str, message: str) -> Path:
    """Write the next migration of a service, from what its migrations give to what `tables.metadata` wants.

    For those who work on the tables; look it over and format it.
    """
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/scratch.db"
        await migrate(url, service_package)
        await asyncio.to_thread(_locked, url, _write, service_package, message)
    newest.cache_clear()
    return max(_folder(service_package).glob("[0-9]*.py"))


@functools.cache
def newest(service_package: str) -> str | None:
    """The newest revision in the service's folder; None where there is none."""
    return ScriptDirectory.from_config(_config(service_package)).get_current_head()


def _locked(url: str, act: Callable[..., None], *arguments: str) -> None:
    with _alembic:
        asyncio.run(_in_transaction(url, act, *arguments))


async def _in_transaction(url: str, act: Callable[..., None], *arguments: str) -> None:
    database = Database(url, foreign_keys=False)
    try:
        async with database.transaction() as connection:
            if not database.is_sqlite:
                lock = {"lock": lock_number(_LOCK)}
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), lock)
            await connection.run_sync(act, *arguments)
    finally:
        await database.close()


def _upgrade(connection: Connection, service_package: str) -> None:
    command.upgrade(_config(service_package, connection), "head")


def _write(connection: Connection, service_package: str, message: str) -> None:
    following = f"{int(newest(service_package) or 0) + 1:04d}"
    config = _config(service_package, connection)
    command.revision(config, message, autogenerate=True, rev_id=following)
    written = next(_folder(service_package).glob(f"{following}_*.py"))
    lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.strip().startswith("# ###"))  # Alembic's own remarks
    written.write_text(kept, encoding="utf-8")


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _differences(connection: Connection, metadata: MetaData) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def _config(service_package: str, connection: Connection | None = None) -> Config:
    environment = Path(__file__).parent / "environment"
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(environment).replace("%", "%%"))
    config.set_main_option("version_locations", str(_folder(service_package)).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = _metadata(service_package)
    return config


def _folder(service_package: str) -> Path:
    return Path(str(importlib.import_module(service_package).__file__)).parent / "migrations"


def _metadata(service_package: str) -> MetaData:
    metadata: MetaData = importlib.import_module(f"{service_package}.tables").metadata
    return metadata
