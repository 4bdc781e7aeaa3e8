"""An evaluator's database, migrated, of each kind, and an evaluator over it."""

from collections.abc import AsyncIterator

import pytest

from shared.database.engine import Database
from shared.database.migrations import migrate
from tests.integration.evaluator.world import World


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    """With the evaluator's tables."""
    await migrate(store_url, "services.evaluator")
    opened = Database(store_url)
    yield opened
    await opened.close()


@pytest.fixture
async def world(database: Database) -> World:
    """It holds its partition."""
    return await World(database).claim()
