"""A process that appends numbers to `facts` for ever, and prints how many are durable after each append.

python -m tests.integration.eventlog.writing FILE
"""

import asyncio
import sys
from pathlib import Path

from shared.eventlog.embedded import EmbeddedLog
from shared.eventlog.port import Entry
from tests.integration.eventlog.conftest import TOPICS


async def write(path: Path) -> None:
    """Ten at a time."""
    log = EmbeddedLog(path, topics=TOPICS)
    await log.ensure_topics(1)
    count = 0
    while True:
        await log.append([Entry("facts", "acme", str(count + n).encode()) for n in range(10)])
        count += 10
        sys.stdout.write(f"{count}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1])))
