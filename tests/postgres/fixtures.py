"""Fixtures over `server`: `postgres_url` and `postgres_url_of_module` are fresh databases, `store_url` is one of
SQLite and one of PostgreSQL, so that one suite holds both.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres.server import PostgresServer, available, missing, start


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The PostgreSQL of this run; skipped where there is none, a failure where CI=true."""
    lacking = available()
    if lacking is not None:
        missing(lacking)
    server, end = start()
    yield server
    end()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh database for one test."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture(scope="module")
def postgres_url_of_module(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh database for one test module."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    return str(request.getfixturevalue("postgres_url"))
