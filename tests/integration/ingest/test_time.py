"""The ticks, on both logs: in every partition, behind all that was sent before, and none when that is not known."""

import msgspec

from services.ingest.clock import PlayedClock, RealClock
from shared.contracts.instants import format_instant
from shared.contracts.topics import FACTS
from shared.eventlog.port import Record
from tests.integration.ingest.running import Running, log_with_directory, running, started, until
from tests.unit.ingest.world import NOON, SECOND, said


def is_tick(record: Record) -> bool:
    return record.key is None


async def test_ticks_go_into_every_partition_and_never_back(log_url: str) -> None:
    async with running(log_url) as ingest:
        partitions = await ingest.log.partitions(FACTS.name)

        async def three_each() -> bool:
            ticks = await ingest.ticks()
            return all([number for number, _ in ticks].count(n) >= 3 for n in range(partitions))

        await until(three_each, "three ticks in each partition")
        ticks = await ingest.ticks()
        for number in range(partitions):
            times = [time for partition, time in ticks if partition == number]
            assert times == sorted(set(times))


async def behind_the_first_fact(ingest: Running) -> list[Record]:
    """What stands behind the first fact in its partition."""
    records = await ingest.records(FACTS.name)
    first = next((record for record in records if not is_tick(record)), None)
    return [r for r in records if first and r.partition == first.partition and r.offset > first.offset]


async def test_what_was_sent_while_ingest_was_dead_stands_before_the_first_tick(log_url: str) -> None:
    async with log_with_directory(log_url) as log:
        async with started(log_url, log) as first:
            await until(first.ticks, "a first tick")
        await first.produce(*[msgspec.json.encode(said(id=str(n))) for n in range(1_200)])
        async with started(log_url, log) as second:

            async def ticked_again() -> bool:
                return any(map(is_tick, await behind_the_first_fact(second)))

            await until(ticked_again, "a tick after the restart")
            behind = await behind_the_first_fact(second)
    first_tick = next(n for n, record in enumerate(behind) if is_tick(record))
    assert first_tick == 1_199, "all that was waiting stands before it"


async def test_a_played_clock_ticks_at_once_and_stamps_what_arrives(tmp_path_url: str) -> None:
    played = PlayedClock(NOON)
    async with running(tmp_path_url, clock=played, tick_every=60, hold_ticks=3_600) as ingest:
        assert (await ingest.post(said(id="1"))).status_code == 202
        await played.advance(NOON + 60 * SECOND)
        assert await ingest.ticks() == [(0, "2026-03-10T12:01:00Z")]
        await played.advance(NOON + 90 * SECOND)
        assert [time for _, time in await ingest.ticks()] == ["2026-03-10T12:01:00Z", "2026-03-10T12:01:30Z"]
        ((_, event),) = await ingest.facts()
    assert event["recordedtime"] == format_instant(NOON)


async def test_what_came_by_the_topic_before_an_advance_stands_before_its_tick(tmp_path_url: str) -> None:
    played = PlayedClock(NOON)
    async with running(tmp_path_url, clock=played, tick_every=60) as ingest:
        await ingest.produce(*[msgspec.json.encode(said(id=str(n))) for n in range(700)])
        await played.advance(NOON + SECOND)
        records = await ingest.records(FACTS.name)
    assert is_tick(records[-1])
    assert sum(not is_tick(record) for record in records) == 700


async def test_the_age_of_the_last_tick_is_on_the_metrics(tmp_path_url: str) -> None:
    played = PlayedClock(NOON)
    async with running(tmp_path_url, clock=played, tick_every=60) as ingest:
        await played.advance(NOON + SECOND)
        played.set(NOON + 31 * SECOND)
        assert await ingest.metric("eyelevel_ingest_tick_age_seconds") == 30


async def test_no_tick_comes_between_a_step_of_a_played_clock_and_its_facts(tmp_path_url: str) -> None:
    played = PlayedClock(NOON)
    async with running(tmp_path_url, clock=played, tick_every=0.001) as ingest:
        for step in range(1, 21):
            played.set(NOON + step * SECOND)
            assert (await ingest.post(said(id=str(step)))).status_code == 202
            await played.advance(NOON + step * SECOND)
        records = await ingest.records(FACTS.name)
    assert [is_tick(record) for record in records] == [False, True] * 20


class Leaping(RealClock):
    """The machine's clock, and seconds that leap."""

    def __init__(self) -> None:
        self.leapt = 0.0

    def passed(self) -> float:
        return super().passed() + self.leapt


async def test_an_ingest_whose_ticks_do_not_come_is_not_ready(tmp_path_url: str) -> None:
    clock = Leaping()
    async with running(tmp_path_url, clock=clock, tick_every=10) as ingest:
        await until(ingest.ticks, "the first ticks are there")
        clock.leapt = 40
        answer = await ingest.client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["detail"].startswith("ticks: no tick for 4")
