"""A log that does not answer: a problem that says to send again, nothing lost, and no tick."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import httpx2
import msgspec
import pytest

from services.ingest.app import create_app
from services.ingest.clock import PlayedClock
from services.ingest.settings import Settings
from shared.contracts.topics import DIRECTORY, FACTS
from shared.eventlog.port import (
    Entry,
    EventLog,
    Follower,
    LogUnavailable,
    Partition,
    Positions,
    Reader,
    Record,
)
from tests.integration.ingest.running import Running, log_with_directory, until
from tests.unit.ingest.world import authorization, said


class Moody:
    """A log that refuses what goes to some topics under a key: facts, but not ticks."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.refuses: set[str] = set()

    async def append(self, entries: Sequence[Entry]) -> None:
        if any(entry.topic in self.refuses and entry.key is not None for entry in entries):
            raise LogUnavailable("away")
        await self._log.append(entries)

    async def start(self) -> None:
        await self._log.start()

    async def ensure_topics(self, partitions: int) -> None:
        await self._log.ensure_topics(partitions)

    async def partitions(self, topic: str) -> int:
        return await self._log.partitions(topic)

    def reader(self, group: str, topics: Sequence[str], positions: Positions | None) -> Reader:
        return self._log.reader(group, topics, positions)

    def follower(self, topic: str) -> Follower:
        return Deaf(self, self._log.follower(topic))

    async def stop(self) -> None:
        await self._log.stop()


class Deaf:
    """A follower that does not learn the end of a topic that the log refuses."""

    def __init__(self, log: Moody, follower: Follower) -> None:
        self._log = log
        self._follower = follower

    async def start(self) -> None:
        await self._follower.start()

    async def fetch(self, wait: float) -> Sequence[Record]:
        return await self._follower.fetch(wait)

    async def ends(self) -> Mapping[Partition, int]:
        ends = await self._follower.ends()
        if any(partition.topic in self._log.refuses for partition in ends):
            raise LogUnavailable("away")
        return ends

    def reached(self, ends: Mapping[Partition, int]) -> bool:
        return self._follower.reached(ends)

    def silent_for(self) -> float:
        return self._follower.silent_for()

    async def stop(self) -> None:
        await self._follower.stop()


@asynccontextmanager
async def moody_ingest(url: str) -> AsyncIterator[tuple[Running, Moody]]:
    async with log_with_directory(url) as log:
        moody = Moody(log)
        app = create_app(Settings(event_log=url, hold_ticks=0, tick_every=0.02), log=moody)
        transport = httpx2.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url="http://ingest.example") as client,
        ):
            yield Running(app, client, log), moody


async def test_what_cannot_be_written_is_to_be_sent_again(tmp_path_url: str) -> None:
    async with moody_ingest(tmp_path_url) as (ingest, moody):
        moody.refuses.add(FACTS.name)
        answer = await ingest.post(said(id="1"))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "Send the same events again" in answer.json()["detail"]
        moody.refuses.clear()
        answer = await ingest.post(said(id="1"))
        assert answer.json() == {"accepted": 1, "repeated": 0, "rejected": 0}, (
            "it was not remembered as written"
        )


async def test_raw_facts_wait_and_so_does_the_time(tmp_path_url: str) -> None:
    async with moody_ingest(tmp_path_url) as (ingest, moody):
        moody.refuses.add(FACTS.name)
        await ingest.produce(msgspec.json.encode(said(id="1")))

        async def is_stopped() -> bool:
            return await ingest.metric("eyelevel_intake_stopped_partitions") == 1

        await until(is_stopped, "the partition stands still")
        assert "eyelevel.raw" in (await ingest.client.get("/readyz")).json()["detail"]
        before = await ingest.ticks()
        moody.refuses.clear()
        await until(lambda: ingest.has_fact("1"), "the fact is accepted when the log is back")
        records = await ingest.records(FACTS.name)
        position = next(n for n, record in enumerate(records) if record.key is not None)
        assert len(before) == position, "no tick while a fact waits, though the log would take it"


async def test_a_name_that_cannot_be_looked_up_is_not_refused(tmp_path_url: str) -> None:
    async with moody_ingest(tmp_path_url) as (ingest, moody):
        assert (await ingest.post(said(id="1"))).status_code == 202
        moody.refuses.add(DIRECTORY.name)
        assert (await ingest.post(said(id="2", subject="zzz"))).status_code == 503
        assert (await ingest.post(said(id="2"), who="never handed out")).status_code == 503
        assert (await ingest.post(said(id="3"))).status_code == 202, "what is known is taken"


async def test_nothing_is_taken_before_the_directory_is_read(tmp_path_url: str) -> None:
    async with log_with_directory(tmp_path_url) as log:
        moody = Moody(log)
        moody.refuses.add(DIRECTORY.name)
        app = create_app(Settings(event_log=tmp_path_url, hold_ticks=0), log=moody)
        transport = httpx2.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url="http://ingest.example") as client,
        ):
            ingest = Running(app, client, log)
            answer = await client.post("/v1/events", headers=authorization("operator"))
            assert answer.status_code == 503
            problem = (await client.get("/readyz")).json()
            assert "directory was not read to its end yet" in problem["detail"]
            moody.refuses.clear()

            async def is_taken() -> bool:
                return (await ingest.post(said(id="1"))).status_code == 202

            await until(is_taken, "facts are taken once the directory is read")


@pytest.mark.parametrize("url", ["kafka://localhost:9092", "kafka://localhost:9092/staging."])
def test_a_played_clock_is_refused_with_kafka(url: str) -> None:
    with pytest.raises(ValueError, match="played clock is for a demonstration with the embedded log"):
        create_app(Settings(event_log=url), clock=PlayedClock(0))
