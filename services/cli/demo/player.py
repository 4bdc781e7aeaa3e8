"""Lets the story happen: step by step the clock moves on, the facts of the step arrive, and a tick follows.

Facts go over HTTP with a source's key, as a probe would send them. A step is an hour of the story; whatever
time alone decides is decided on the way, at its exact instant.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Protocol

import httpx2
import msgspec

from shared.contracts.envelope import BATCH, STRUCTURED, CloudEvent
from shared.contracts.instants import MINUTE

Told = tuple[int, CloudEvent]
STEP = 60 * MINUTE


class Advancing(Protocol):
    """A clock that can be moved on."""

    def set(self, instant: int) -> None:
        """Move on to an instant."""
        ...

    async def advance(self, instant: int) -> None:
        """Move on to an instant and have its ticks written."""
        ...


@dataclass(slots=True)
class Count:
    """How many facts were taken and how many were not."""

    accepted: int = 0
    rejected: int = 0


class Player:
    """Sends facts as sources do, and counts the answers."""

    def __init__(self, http: httpx2.AsyncClient, key: str) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {key}"}
        self.count = Count()

    async def play(self, story: Iterable[Told], clock: Advancing) -> AsyncIterator[int]:
        """Play the story; yields after each step how many facts have been told in it so far."""
        told = 0
        for instant, events in _steps(story):
            clock.set(instant)
            await self.send(events)
            await clock.advance(instant)
            told += len(events)
            yield told

    async def send(self, events: list[CloudEvent]) -> None:
        """Send one batch; RuntimeError where ingest does not answer as it should."""
        body = msgspec.json.encode([event.mapping() for event in events])
        answer = await self._http.post(
            "/v1/events", content=body, headers={**self._headers, "Content-Type": BATCH}
        )
        if answer.status_code != httpx2.codes.ACCEPTED:
            raise RuntimeError(f"ingest answered {answer.status_code}: {answer.text}")
        said = answer.json()
        self.count.accepted += said["accepted"]
        self.count.rejected += said["rejected"]

    async def send_spoiled(self, event: CloudEvent) -> None:
        """Send one that cannot be taken."""
        headers = {**self._headers, "Content-Type": STRUCTURED}
        answer = await self._http.post("/v1/events", content=event.encode(), headers=headers)
        if answer.is_success:
            raise RuntimeError(f"ingest took a fact that it should not: {event.mapping()}")
        self.count.rejected += 1


def _steps(story: Iterable[Told]) -> Iterator[tuple[int, list[CloudEvent]]]:
    for _, group in groupby(story, key=lambda each: each[0] // STEP):
        told = list(group)
        yield max(map(itemgetter(0), told)), [event for _, event in told]
