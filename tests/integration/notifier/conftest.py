"""A notifier's database, migrated, of each kind, and a bench over it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.database.engine import Database
from shared.database.migrations import migrate
from tests.integration.notifier.bench import Bench
from tests.integration.notifier.hook import Hooks, both_listening
from tests.integration.notifier.whole import Whole, surroundings
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


@pytest.fixture
async def whole(store_url: str, tmp_path: Path) -> AsyncIterator[Whole]:
    """The surroundings of a notifier, over a database of each kind."""
    async with surroundings(store_url, tmp_path) as made:
        yield made


@pytest.fixture
async def hooks() -> AsyncIterator[Hooks]:
    """A receiver for the provider and one for the customer, listening."""
    async with both_listening() as made:
        yield made
