"""A service in a process of its own that kills itself (kill -9) at a given point: `python -m …victim JSON`.

The service is the real one, put together by its own `create_app`; only what it stands on is wrapped so that the
n-th passing of a point is its last. Points: before a commit, after a commit before the relay publishes, between the
relay's publishing and its mark, and in the middle of a delivery (the receiver has it, nobody has recorded it).
Before it dies it notes the point in a file, so that the test knows which were hit.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import event

from shared.database.engine import Database
from shared.eventlog.open import open_log
from shared.eventlog.port import Entry, EventLog, Partition, Positions, Reader, Record
from shared.observability import logs

POINTS = ("before the commit", "after the commit, before the relay", "between relay and mark", "mid-delivery")


class Killer:
    """Kills this process at the n-th passing of one point."""

    def __init__(self, point: str | None, nth: int, note: Path) -> None:
        self._point, self._left, self._note = point, nth, note

    def passes(self, point: str) -> None:
        if point != self._point:
            return
        self._left -= 1
        if self._left == 0:
            with self._note.open("a") as file:
                file.write(point + "\n")
                file.flush()
                os.fsync(file.fileno())
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
        self._killer.passes("after the commit, before the relay")
        await self._inner.append(entries)
        self._killer.passes("between relay and mark")

    def reader(self, group: str, topics: Sequence[str], positions: Positions | None) -> Any:
        return SmallBatches(self._inner.reader(group, topics, positions), self._most)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class MortalChannel:
    """A channel that the process may not survive: the message is there, its attempt is not recorded."""

    def __init__(self, inner: Any, killer: Killer) -> None:
        self._inner, self._killer = inner, killer

    async def send(self, *given: Any) -> Any:
        answer = await self._inner.send(*given)
        self._killer.passes("mid-delivery")
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


async def main(told: dict[str, Any]) -> None:
    logs.configure(told["service"], "warning", "console")
    killer = Killer(told["point"], told["nth"], Path(told["note"]))
    log = MortalLog(open_log(told["settings"]["event_log"]), killer, told["most"])
    database = Database(told["settings"]["database_url"])
    event.listen(database.engine.sync_engine, "commit", lambda _: killer.passes("before the commit"))
    module = import_module(f"services.{told['service']}.app")
    settings = import_module(f"services.{told['service']}.settings").Settings(**told["settings"])
    given: dict[str, Any] = {"log": log, "database": database}
    if told["service"] == "notifier":
        from services.notifier.channels.webhook import Webhooks
        from shared.security.master import read_master

        master = read_master(told["settings"]["secret"])
        webhooks = Webhooks(master, version="0", timeout=5, allow_private=True)
        given["channel"] = MortalChannel(webhooks, killer)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await log.start()
    app = module.create_app(settings, **given)
    async with app.router.lifespan_context(app):
        await ended.wait()
    await log.stop()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
