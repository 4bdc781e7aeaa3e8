"""Over Kafka and PostgreSQL: kill -9 at seeded points, and in the end all is as over SQLite undisturbed."""

from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.chaos.deaths import FEWER, MARKS, check, days_for, say_seed, undisturbed
from tests.end_to_end.chaos.stage import Place

pytestmark = MARKS


@pytest.mark.kafka
@pytest.mark.postgres
async def test_killed_over_kafka_and_postgresql_all_ends_as_over_sqlite_undisturbed(
    tmp_path: Path, kafka_url: str, postgres_server: Any
) -> None:
    say_seed()
    days = days_for(FEWER)
    measure = await undisturbed(tmp_path / "undisturbed", days)
    databases = {service: postgres_server.create() for service in ("evaluator", "notifier")}
    try:
        await check(Place(tmp_path, kafka_url, databases, partitions=3), FEWER, measure, days)
    finally:
        for url in databases.values():
            postgres_server.drop(url)
