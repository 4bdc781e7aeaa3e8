"""The evaluator's store in memory: what the port asks for and no more, so that thousands of histories can be lived.

`test_replay` holds it against the real ones: the same history says the same over all three.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from services.evaluator.ports import (
    AgreementRow,
    Changes,
    CheckpointRow,
    ClockKey,
    ClockRow,
    FactKey,
    FactRow,
    Kept,
    PeriodKey,
    PeriodRow,
    SourceKey,
    SourceRow,
    VerdictRow,
    VersionRow,
)
from services.evaluator.records import PUT
from shared.eventlog.port import Entry, Fenced, Partition


@dataclass
class Memory:
    """Implements ports.Store for one handler at a time; only what is saved, a whole batch, is there."""

    clocks: dict[int, int] = field(default_factory=dict)
    facts: dict[str, list[FactRow]] = field(default_factory=dict)
    digests: dict[FactKey, bytes] = field(default_factory=dict)
    versions: dict[tuple[str, int], VersionRow] = field(default_factory=dict)
    agreements: dict[str, AgreementRow] = field(default_factory=dict)
    periods: dict[PeriodKey, PeriodRow] = field(default_factory=dict)
    incident_clocks: dict[ClockKey, ClockRow] = field(default_factory=dict)
    sources: dict[SourceKey, SourceRow] = field(default_factory=dict)
    offsets: dict[Partition, int] = field(default_factory=dict)
    checkpoints: dict[str, dict[int, CheckpointRow]] = field(default_factory=dict)
    verdicts: list[VerdictRow] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @asynccontextmanager
    async def work(self) -> AsyncIterator["_Work"]:
        yield _Work(self)


class _Work:
    """Implements ports.Work."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def kept(self, number: int) -> Kept:
        return self._kept(lambda row: row.number == number, self._memory.clocks.get(number))

    async def kept_of(self, agreements: Sequence[str], clock: int | None) -> Kept:
        return self._kept(lambda row: row.id in agreements, clock)

    async def digests(self, keys: Iterable[FactKey]) -> dict[FactKey, bytes]:
        return {key: self._memory.digests[key] for key in keys if key in self._memory.digests}

    async def events(
        self, agreement: str, until: int, beyond: CheckpointRow | None = None
    ) -> Sequence[tuple[int, bytes]]:
        rows = self._memory.facts.get(agreement, [])
        if beyond is not None:
            rows = [row for row in rows if row.n > beyond.n or row.at >= beyond.at]
        return [(row.n, row.event) for row in rows if row.type != PUT and row.at <= until]

    async def horizons(self, agreement: str) -> Sequence[int]:
        return sorted(self._memory.checkpoints.get(agreement, {}), reverse=True)

    async def checkpoint(self, agreement: str, until: int) -> CheckpointRow | None:
        at = next((at for at in await self.horizons(agreement) if at <= until), None)
        return None if at is None else self._memory.checkpoints[agreement][at]

    async def periods(self, keys: Sequence[PeriodKey]) -> Sequence[PeriodRow]:
        return [self._memory.periods[key] for key in keys if key in self._memory.periods]

    async def clocks(self, agreement: str, incidents: Sequence[str]) -> Sequence[ClockRow]:
        rows = self._memory.incident_clocks.values()
        return [row for row in rows if row.agreement == agreement and row.incident in incidents]

    async def save_facts(self, changes: Changes) -> None:
        for row in changes.facts:
            self._memory.facts.setdefault(row.agreement, []).append(row)
            self._memory.digests[row.agreement, row.source, row.id] = row.digest
        changes.facts.clear()
        changes.contradictions.clear()

    async def save(self, number: int, changes: Changes) -> None:
        await self.save_facts(changes)
        memory = self._memory
        memory.versions |= changes.versions
        memory.agreements |= changes.agreements
        memory.periods |= changes.periods
        memory.incident_clocks |= changes.clocks
        memory.sources |= changes.sources
        for agreement, change in changes.checkpoints.items():
            kept = memory.checkpoints.setdefault(agreement, {})
            for at in [at for at in kept if at > change.until or at in change.thinned]:
                del kept[at]
            if change.kept is not None:
                kept[change.kept.at] = change.kept
        memory.verdicts += changes.verdicts
        memory.entries += changes.entries
        if changes.clock is not None:
            memory.clocks[number] = changes.clock

    async def advance(self, partition: Partition, first: int, next: int) -> None:  # noqa: A002 - the port's word
        if self._memory.offsets.get(partition, 0) > first:
            raise Fenced(f"{partition} has moved on")
        self._memory.offsets[partition] = next

    def _kept(self, of: Callable[[AgreementRow], bool], clock: int | None) -> Kept:
        agreements = [row for _, row in sorted(self._memory.agreements.items()) if of(row)]
        ids = {row.id for row in agreements}
        periods = [row for _, row in sorted(self._memory.periods.items()) if row.agreement in ids]
        clocks = [row for _, row in sorted(self._memory.incident_clocks.items()) if row.agreement in ids]
        return Kept(
            clock=clock,
            agreements=tuple(agreements),
            versions=tuple(row for _, row in sorted(self._memory.versions.items()) if row.agreement in ids),
            periods=tuple(row for row in periods if not row.told.closed),
            closed=tuple(row.key for row in periods if row.told.closed),
            clocks=tuple(row for row in clocks if row.due is not None),
            sources=tuple(row for _, row in sorted(self._memory.sources.items()) if row.agreement in ids),
            waiting=tuple(
                (id_, row.n, row.event)
                for id_ in sorted(ids)
                for row in self._memory.facts.get(id_, [])
                if row.type != PUT and (clock is None or row.at > clock)
            ),
        )
