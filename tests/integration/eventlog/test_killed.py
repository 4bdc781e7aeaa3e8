"""Readers and writers in processes of their own, killed with -9 and started again."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from shared.eventlog.embedded import EmbeddedLog
from shared.eventlog.port import Entry
from tests.integration.eventlog.acting import values, whole
from tests.integration.eventlog.conftest import TOPICS
from tests.integration.eventlog.ledger import Ledger
from tests.integration.eventlog.working import opened
from tests.kafka.fixtures import unique_prefix

KEYS, EACH = 5, 20


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A log, as `working` names it."""
    if request.param == "embedded":
        return str(tmp_path / "eventlog.db")
    return f"{request.getfixturevalue('kafka_address')}/{unique_prefix()}"


async def run(module: str, *arguments: str) -> asyncio.subprocess.Process:
    """A process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"tests.integration.eventlog.{module}",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
    )


async def test_a_reader_killed_in_the_midst_of_a_batch_does_each_fact_once(
    where: str, tmp_path: Path
) -> None:
    log = opened(where)
    await log.ensure_topics(2)
    facts = [Entry("facts", f"agreement-{k}", str(n).encode()) for n in range(EACH) for k in range(KEYS)]
    await log.append(facts)
    await log.stop()
    ledger = Ledger(tmp_path / "ledger.db", "evaluator")
    await ledger.open()
    before = 0
    for point, batch in (("in-transaction", 2), ("committed", 3), ("in-transaction", 1)):
        process = await run("working", where, str(tmp_path / "ledger.db"), point, str(batch))
        assert await process.wait() == -signal.SIGKILL
        after = len(await ledger.values())
        assert (after > before) == (batch > 1), "whole batches are there, the one in hand is not"
        before = after
    process = await run("working", where, str(tmp_path / "ledger.db"), "never", str(len(facts)))
    assert await process.wait() == 0
    assert await ledger.values_by_key() == {
        f"agreement-{k}": [str(n) for n in range(EACH)] for k in range(KEYS)
    }
    await ledger.close()


async def test_what_a_killed_writer_was_told_is_durable_is_there(tmp_path: Path) -> None:
    path = tmp_path / "eventlog.db"
    process = await run("writing", str(path))
    assert process.stdout is not None
    told = [int(await process.stdout.readline()) for _ in range(30)]
    process.kill()
    told += [
        int(line) for line in (await process.stdout.read()).splitlines(keepends=True) if line.endswith(b"\n")
    ]
    await process.wait()
    log = EmbeddedLog(path, topics=TOPICS)
    found = [int(value) for value in values(await whole(log, "facts"))]
    await log.stop()
    assert found == list(range(len(found)))
    assert len(found) >= told[-1]


async def test_a_reader_hears_of_what_another_process_appends(tmp_path: Path) -> None:
    log = EmbeddedLog(tmp_path / "eventlog.db", topics=TOPICS)
    await log.ensure_topics(1)
    reader = log.reader("evaluator", ["facts"], None)
    await reader.start()
    waiting = asyncio.create_task(reader.fetch(500, 60))
    process = await run("writing", str(tmp_path / "eventlog.db"))
    (records,) = (await waiting).values()
    assert values(records)[0] == "0"
    process.kill()
    await process.communicate()
    await reader.stop()
    await log.stop()
