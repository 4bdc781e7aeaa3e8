"""What came of the story, read where it was published: the topics of verdicts and of deliveries."""

import asyncio
import contextlib
from collections import Counter
from typing import Any

import msgspec

from shared.contracts.envelope import TYPE_PREFIX
from shared.contracts.topics import DELIVERIES, VERDICTS
from shared.eventlog.port import EventLog, Record

SIDES = ("provider", "customer")


class Outcome:
    """Every verdict once by its id, and how the delivery to each side stands."""

    def __init__(self) -> None:
        self._verdicts: dict[str, str] = {}
        self._deliveries: dict[str, tuple[str, str]] = {}

    def take(self, record: Record) -> None:
        """Take in a record of either topic."""
        event: dict[str, Any] = msgspec.json.decode(record.value or b"{}")
        if record.partition.topic == VERDICTS.name:
            self._verdicts[event["id"]] = event["type"].removeprefix(TYPE_PREFIX)
        else:
            said = event["data"]
            self._deliveries[said["delivery"]] = (said["side"], said["state"])

    @property
    def settled(self) -> bool:
        """Whether each verdict has reached, or finally not reached, both sides."""
        ended = sum(state != "waiting" for _, state in self._deliveries.values())
        return ended == len(SIDES) * len(self._verdicts)

    def verdicts(self) -> dict[str, int]:
        """How many of each type."""
        return dict(sorted(Counter(self._verdicts.values()).items()))

    def deliveries(self) -> dict[str, dict[str, int]]:
        """How many reached each side, and how many did not."""
        ended = Counter(self._deliveries.values())
        return {
            side: {"delivered": ended[side, "delivered"], "failed": ended[side, "gave_up"]} for side in SIDES
        }


@contextlib.asynccontextmanager
async def following(log: EventLog, outcome: Outcome) -> Any:
    """Keep the outcome up to date meanwhile."""

    async def follow(topic: str) -> None:
        follower = log.follower(topic)
        await follower.start()
        try:
            while True:
                for record in await follower.fetch(wait=0.5):
                    outcome.take(record)
        finally:
            await follower.stop()

    tasks = [asyncio.create_task(follow(topic.name)) for topic in (VERDICTS, DELIVERIES)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
