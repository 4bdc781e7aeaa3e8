"""A program: a relay whose log is a file, killed with -9 when its first append is in the file.

Arguments: the database's URL, the file.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.database.engine import Database
from shared.eventlog.port import Entry
from shared.outbox.relay import Relay
from tests.integration.database.example import outbox


class FileLog:
    """Appends a line for each entry, and dies before it can answer."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def append(self, entries: Sequence[Entry]) -> None:
        """Never returns."""
        lines = "".join(f"{(entry.value or b'').decode()}\n" for entry in entries)
        self._file.write_text(lines, encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)


async def main(url: str, file: str) -> None:
    """Run until killed."""
    await Relay(Database(url), outbox, FileLog(Path(file)), most=3).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
