"""A notifier's database, migrated, of each kind, and a bench over it."""

from collections.abc import AsyncIterator

import pytest

from shared.database.engine import Database
from shared.database.migrations import migrate
from tests.integration.notifier.bench import Bench
from tests.unit.notifier.builders import receiver


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    """With the notifier's tables."""
    await migrate(store_url, "services.notifier")
    opened = Database(store_url)
    yield opened
    await opened.close()


@pytest.fixture
async def bench(database: Database) -> Bench:
    """Both parties have a receiver, and the partition is held."""
    made = Bench(database)
    made.put(receiver("north", "northwind"), receiver("acme", "acme", "https://acme.example:8443/in"))
    await made.claim_partition()
    return made
