"""An evaluator that lives through one history, step by step, and what it has decided so far.

Over a store in memory unless another is given: what is proved is what it decides, and the replays prove that stores
and restarts change nothing of that.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from services.evaluator.handlers import Handler
from services.evaluator.metrics import Metrics
from services.evaluator.ports import Changes, Store, VerdictRow, Work
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.topics import TRENDS
from shared.eventlog.port import Partition, Record
from shared.observability.metrics import new_registry
from shared.sla.history import History
from tests.integration.evaluator.world import PUBLIC_URL
from tests.integration.live.memory import Memory
from tests.unit.evaluator.builders import PARTITION

TICK = TYPE_PREFIX + "clock.ticked"


@dataclass
class Decided:
    """Of one batch: verdicts in the order of saying, held back ones too, the trends that went out, and all that did."""

    verdicts: list[VerdictRow] = field(default_factory=list)
    trends: list[dict[str, Any]] = field(default_factory=list)
    published: list[tuple[str, bytes]] = field(default_factory=list)

    def note(self, changes: Changes) -> None:
        """What a batch is about to save."""
        self.verdicts += changes.verdicts
        self.published += [(entry.topic, entry.value or b"") for entry in changes.entries]
        self.trends += [
            msgspec.json.decode(entry.value or b"") for entry in changes.entries if entry.topic == TRENDS.name
        ]


class Life:
    """One process after the other over one store; the partition is theirs."""

    def __init__(
        self,
        agreement: str,
        store: Store | None = None,
        partition: Partition = PARTITION,
        *,
        checkpoint_facts: int = 0,
    ) -> None:
        self.agreement = agreement
        self.partition = partition
        self._checkpoint_facts = checkpoint_facts
        self._store = store or Memory()
        self._decided = Decided()
        self._offset = 0
        self.restart()

    def restart(self) -> None:
        """A new process: nothing in memory."""
        self.handler = Handler(
            _Noting(self._store, self._decided),
            Metrics(new_registry(), objectives=100),
            public_url=PUBLIC_URL,
            histories=100,
            checkpoint_facts=self._checkpoint_facts,
        )

    async def take(self, events: Iterable[CloudEvent]) -> Decided:
        """One batch; gives what was decided."""
        self._decided.verdicts, self._decided.trends, self._decided.published = [], [], []
        batch = list(self.records(events))
        if batch:
            await self.handler.handle(self.partition, batch)
            self._offset = batch[-1].offset + 1
        return self._decided

    def records(self, events: Iterable[CloudEvent]) -> Iterator[Record]:
        """As the log gives them, from where this life stands."""
        for offset, event in enumerate(events, self._offset):
            key = None if event.type == TICK else self.agreement
            yield Record(self.partition, offset, key, event.encode(), (), 0)

    def history(self) -> History | None:
        """The calculus from which it decides, where it is in memory."""
        held = self.handler._histories.get(self.agreement)
        return None if held is None else held.history


class _Noting:
    """A store that tells what each batch saves."""

    def __init__(self, inner: Store, decided: Decided) -> None:
        self._inner, self._decided = inner, decided

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Any]:
        async with self._inner.work() as work:
            yield _NotingWork(work, self._decided)


class _NotingWork:
    def __init__(self, inner: Work, decided: Decided) -> None:
        self._inner, self._decided = inner, decided

    async def save(self, number: int, changes: Changes) -> None:
        self._decided.note(changes)
        await self._inner.save(number, changes)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
