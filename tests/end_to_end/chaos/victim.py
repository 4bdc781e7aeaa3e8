"""A service that kills its own process (kill -9) at a given point.

The service is the real one, put together by its own `create_app`; only what it stands on is wrapped, so that the
n-th passing of a point is its last. Before it dies it notes the point in a file, so that the test knows which were
hit: nothing is left to chance or to a look at the clock.
"""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from services.evaluator.app import create_app as create_evaluator
from services.evaluator.settings import Settings as EvaluatorSettings
from services.notifier.app import create_app as create_notifier
from services.notifier.channels.webhook import Webhooks
from services.notifier.settings import Settings as NotifierSettings
from shared.database.engine import Database
from shared.eventlog.kafka import KafkaLog, KafkaSettings, Names
from shared.eventlog.open import open_log
from shared.eventlog.port import Entry, EventLog, Partition, Positions, Reader, Record
from shared.observability import logs
from shared.security.master import read_master

BEFORE_COMMIT = "before the commit"
BEFORE_RELAY = "after the commit, before the relay"
BEFORE_MARK = "between relay and mark"
MID_DELIVERY = "mid-delivery"
POINTS = {
    "evaluator": (BEFORE_COMMIT, BEFORE_RELAY, BEFORE_MARK),
    "notifier": (BEFORE_COMMIT, BEFORE_RELAY, BEFORE_MARK, MID_DELIVERY),
}
"""By service: the transaction is whole but not committed; its rows wait in the outbox; they are in the log, and in
the outbox still; the receiver has the message, and nobody has recorded it."""


@dataclass(frozen=True)
class Doom:
    """Die at the `nth` passing of `point`."""

    point: str
    nth: int


@dataclass(frozen=True)
class Errand:
    """One life: which service, with which settings, in batches of at most `most` records, until which end.

    `output` is a file for what it prints, `note` one for a line on its death.
    """

    service: str
    settings: Mapping[str, Any]
    most: int
    doom: Doom | None
    note: Path
    output: Path


class Killer:
    """Kills this process when its time has come."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._left = errand.doom.nth if errand.doom else 0

    def passes(self, point: str) -> None:
        doom = self._errand.doom
        if doom is None or point != doom.point:
            return
        self._left -= 1
        if self._left == 0:
            with self._errand.note.open("a") as file:
                file.write(f"{self._errand.service}: {point}\n")
            os.kill(os.getpid(), signal.SIGKILL)


class SmallBatches:
    """A reader that gives few records at a time."""

    def __init__(self, inner: Reader, most: int) -> None:
        self._inner, self._most = inner, most

    async def fetch(self, most: int, wait: float) -> Mapping[Partition, Sequence[Record]]:
        return await self._inner.fetch(min(most, self._most), wait)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class MortalLog:
    """An event log around whose appends the process may die."""

    def __init__(self, inner: EventLog, killer: Killer, most: int) -> None:
        self._inner, self._killer, self._most = inner, killer, most

    async def append(self, entries: Sequence[Entry]) -> None:
        self._killer.passes(BEFORE_RELAY)
        await self._inner.append(entries)
        self._killer.passes(BEFORE_MARK)

    def reader(self, group: str, topics: Sequence[str], positions: Positions | None) -> Any:
        return SmallBatches(self._inner.reader(group, topics, positions), self._most)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class MortalChannel:
    """A channel that the process may not survive: the message has arrived, its attempt is not recorded."""

    def __init__(self, inner: Webhooks, killer: Killer) -> None:
        self._inner, self._killer = inner, killer

    async def send(self, *given: Any) -> Any:
        answer = await self._inner.send(*given)
        self._killer.passes(MID_DELIVERY)
        return answer


def live(errand: Errand) -> None:
    """The whole life of the process."""
    with errand.output.open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    logs.configure(errand.service, "warning", "console")
    asyncio.run(_serve(errand, Killer(errand)))


def log_at(url: str) -> EventLog:
    """The log at this address; on Kafka a dead member of a group is noticed soon."""
    if not url.startswith("kafka://"):
        return open_log(url)
    servers, _, prefix = url.removeprefix("kafka://").partition("/")
    return KafkaLog(
        KafkaSettings(servers, Names(prefix), session_timeout=2.0, heartbeat=0.3, stop_within=1.0)
    )


async def _serve(errand: Errand, killer: Killer) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    log = MortalLog(log_at(errand.settings["event_log"]), killer, errand.most)
    database = Database(errand.settings["database_url"])
    event.listen(database.engine.sync_engine, "commit", lambda _: killer.passes(BEFORE_COMMIT))
    await log.start()
    if errand.service == "evaluator":
        app = create_evaluator(EvaluatorSettings(**errand.settings), log=log, database=database)
        async with app.router.lifespan_context(app):
            await ended.wait()
    else:
        await _notify(NotifierSettings(**errand.settings), log, database, killer, ended)
    await log.stop()
    await database.close()


async def _notify(
    settings: NotifierSettings, log: Any, database: Database, killer: Killer, ended: asyncio.Event
) -> None:
    webhooks = Webhooks(
        read_master(settings.secret), version="0", timeout=settings.attempt_seconds, allow_private=True
    )
    app = create_notifier(settings, log=log, database=database, channel=MortalChannel(webhooks, killer))
    async with app.router.lifespan_context(app):
        await ended.wait()
    await webhooks.close()
