"""A database with the tables of `example`, of each kind."""

from collections.abc import AsyncIterator

import pytest

from shared.database.engine import Database
from tests.integration.database.example import metadata


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    """Open, and closed after the test."""
    opened = Database(store_url)
    async with opened.transaction() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()
