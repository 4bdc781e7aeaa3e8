"""The evaluator as it runs: over the embedded log and SQLite, and over a real Kafka and PostgreSQL."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.instants import SECOND, parse_instant
from shared.contracts.topics import TRENDS
from tests.integration.evaluator.whole import Whole, file_log, surroundings, until
from tests.unit.evaluator.builders import document, objective, put, tick, told

DAILY = objective(target="99 %", window="{calendar: day}", warn_at="[50 %]")
OTHERS = [f"agreement-{number}" for number in range(8)]

STACKS = [
    pytest.param("sqlite", id="embedded"),
    pytest.param("kafka", id="kafka and postgresql", marks=[pytest.mark.kafka, pytest.mark.postgres]),
]


@pytest.fixture(params=STACKS)
async def whole(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Whole]:
    """The surroundings over each stack, on Kafka with two partitions."""
    if request.param == "sqlite":
        store, log = f"sqlite:///{tmp_path / 'evaluator.db'}", file_log(tmp_path)
    else:
        store, log = request.getfixturevalue("postgres_url"), request.getfixturevalue("kafka_url")
    async with surroundings(store, log, partitions=2) as made:
        yield made


async def outage(whole: Whole, *agreements: str, hour: int = 12) -> None:
    """Down for half an hour on the second of January, in each of these agreements."""
    for name in agreements:
        await whole.write(
            (name, told(f"2026-01-02T{hour}:00:00Z", "down")),
            (name, told(f"2026-01-02T{hour}:30:00Z", "up")),
        )


async def put_all(whole: Whole, *agreements: str) -> None:
    for name in agreements:
        await whole.agreement(name)
        text = document(DAILY, agreement=name, services="[{id: webshop, name: W, before_first_fact: up}]")
        await whole.write((name, put(text, agreement=name)))
    await whole.write(tick("2026-01-02T00:00:01Z"))


async def test_a_fact_becomes_a_verdict_on_its_topic(whole: Whole):
    await put_all(whole, "acme-webshop")
    async with whole.running() as running:
        await outage(whole, "acme-webshop")
        await whole.write(tick("2026-01-02T12:30:10Z"))
        said = await whole.told(2)
        assert [(each["type"].removeprefix("dev.eyelevel."), each["time"]) for each in said] == [
            ("objective.at_risk", "2026-01-02T12:07:12Z"),
            ("objective.breached", "2026-01-02T12:14:24Z"),
        ]
        figure = (await running.ask("operator", "/figures/acme-webshop")).json()["agreements"][0]
        assert figure["objectives"][0]["state"] == "breached"


async def test_each_agreement_is_told_once_whatever_stops_in_between(whole: Whole):
    await put_all(whole, *OTHERS)
    async with whole.running(batch_records=3):
        await outage(whole, *OTHERS[:4])
        await whole.write(tick("2026-01-02T12:30:10Z"))
        await whole.told(5)
    await outage(whole, *OTHERS[4:])
    await whole.write(tick("2026-01-02T12:30:20Z"))
    async with whole.running(batch_records=2):
        said = await whole.told(16)
    assert _breaches(said) == dict.fromkeys(OTHERS, 1)


@pytest.mark.kafka
@pytest.mark.postgres
async def test_two_members_share_the_partitions_and_one_takes_over(kafka_url: str, postgres_url: str):
    async with surroundings(postgres_url, kafka_url, partitions=2) as whole:
        await put_all(whole, *OTHERS)
        async with whole.running() as staying:
            async with whole.running() as leaving:

                async def shared() -> bool:
                    held = [await each.sample("eyelevel_evaluator_partitions") for each in (staying, leaving)]
                    return held == [1, 1]

                await whole.write(tick("2026-01-02T00:00:02Z"))
                await ticked(whole, shared)
                await outage(whole, *OTHERS[:4])
                await whole.write(tick("2026-01-02T12:30:10Z"))
                await whole.told(8)
            await outage(whole, *OTHERS[4:])
            await whole.write(tick("2026-01-02T12:30:20Z"))
            said = await whole.told(16)
            assert _breaches(said) == dict.fromkeys(OTHERS, 1)

            async def alone() -> bool:
                return await staying.sample("eyelevel_evaluator_partitions") == 2

            await ticked(whole, alone)


async def ticked(whole: Whole, holds: Any) -> None:
    """Wait for something that a further tick may be needed for."""
    seconds = iter(range(3, 60))

    async def again() -> bool:
        await whole.write(tick(f"2026-01-02T00:00:{next(seconds, 59):02d}Z"))
        return bool(await holds())

    await until(again, "the partitions are held as they should be")


async def test_trends_are_published_by_period(whole: Whole):
    await put_all(whole, "acme-webshop")
    async with whole.running():
        await whole.write(tick("2026-01-02T00:10:00Z"), tick("2026-01-02T00:20:00Z"))

        async def keys() -> set[str | None]:
            follower = whole.log.follower(TRENDS.name)
            await follower.start()
            ends, found = await follower.ends(), []
            while not follower.reached(ends):
                found += await follower.fetch(0.1)
            await follower.stop()
            return {record.key for record in found}

        assert await until(keys, "trends are on their topic") <= {
            "acme-webshop/availability/2026-01-01T00:00:00Z",
            "acme-webshop/availability/2026-01-02T00:00:00Z",
        }


async def test_an_evaluator_without_its_tables_says_what_to_do(tmp_path: Path):
    async with surroundings(f"sqlite:///{tmp_path / 'evaluator.db'}", file_log(tmp_path)) as whole:
        whole.store_url = f"sqlite:///{tmp_path / 'empty.db'}"
        async with whole.running(wait=False) as running:
            answer = await running.client.get("/readyz")
            assert answer.status_code == 503
            assert "run `eyelevel migrate`" in answer.json()["detail"]


async def test_an_evaluator_to_which_no_ticks_come_says_so(tmp_path: Path):
    now = [parse_instant("2026-01-02T00:10:00Z", "now")]
    async with (
        surroundings(f"sqlite:///{tmp_path / 'evaluator.db'}", file_log(tmp_path)) as whole,
        whole.running(clock=lambda: now[0]) as running,
    ):
        now[0] += 3_600 * SECOND
        assert await running.ready(), "a log without any tick, such as that of the first minute"
        await whole.write(tick("2026-01-02T00:10:00Z"))

        async def said() -> str | None:
            answer = await running.client.get("/readyz")
            return answer.text if answer.status_code == 503 else None

        assert "log clock: the last tick read is 3600 s old" in await until(said, "the old tick is noticed")
        await whole.write(tick("2026-01-02T01:10:00Z"))
        await until(running.ready, "with a new tick all is well")


def _breaches(said: list[dict[str, Any]]) -> dict[str, int]:
    """Breaches by agreement, each id once."""
    once = {each["id"]: each for each in said if each["type"].endswith("objective.breached")}
    return dict(Counter(each["data"]["agreement"]["id"] for each in once.values()))
