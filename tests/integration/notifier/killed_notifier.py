"""A notifier as a process that kills itself: `python -m tests.integration.notifier.killed_notifier POINT N`.

POINT is `before-commit` or `after-commit` of the N-th transaction, `after-append` of the N-th append of receipts,
before the relay could mark them, or `never`. All else by EYELEVEL_… as ever.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifier.app import create_app
from services.notifier.settings import from_environment
from shared.contracts.topics import DELIVERIES
from shared.database.engine import Database
from shared.eventlog.embedded.log import EmbeddedLog
from shared.eventlog.port import Entry
from shared.observability.logs import UVICORN, configure


class Fate:
    """Counts what passes each point, and ends the process at the one it was told."""

    def __init__(self, point: str, number: int) -> None:
        self._point = point
        self._left = number

    def passes(self, point: str) -> None:
        if point != self._point:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class DyingDatabase(Database):
    """A database whose process dies around a commit."""

    def __init__(self, url: str, fate: Fate) -> None:
        super().__init__(url)
        self._fate = fate

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        async with super().transaction() as connection:
            yield connection
            self._fate.passes("before-commit")
        self._fate.passes("after-commit")


class DyingLog(EmbeddedLog):
    """A log whose process dies when receipts are in it."""

    fate: Fate

    async def append(self, entries: Sequence[Entry]) -> None:
        await super().append(entries)
        if any(entry.topic == DELIVERIES.name for entry in entries):
            self.fate.passes("after-append")


async def main(point: str, number: int) -> None:
    """Serve until told to stop, or dead."""
    settings, fate = from_environment(), Fate(point, number)
    configure("notifier", settings.log_level, settings.log_format)
    log = DyingLog(Path(settings.event_log.removeprefix("sqlite:///")))
    log.fate = fate
    await log.start()
    app = create_app(settings, log=log, database=DyingDatabase(settings.database_url, fate))
    options: dict[str, Any] = {"host": settings.host, "port": settings.port, **UVICORN}
    await uvicorn.Server(uvicorn.Config(app, **options)).serve()
    await log.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
