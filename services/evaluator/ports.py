"""What the handler asks of its store: one transaction of work on one partition, and what was kept before.

Rows are plain values; `storage` writes them to the database, tests may keep them in memory.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from services.evaluator.told import Telling, Told, ToldClock, ToldSource
from shared.eventlog.port import Entry, Partition
from shared.sla.spans import NEVER

FactKey = tuple[str, str, str]
"""(agreement, source, id): what makes a fact unique."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact as it is kept, in the order of arrival per agreement (`n`, from 1).

    `known_at` is the log clock when it was taken, None before the first tick: what a later tick decides knows it.
    """

    agreement: str
    n: int
    source: str
    id: str
    type: str
    service: str
    at: int
    recorded_at: int | None
    known_at: int | None
    event: bytes
    digest: bytes
    chain: bytes
    outcome: str
    reason: str | None
    number: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionRow:
    """An event that came under the (source, id) of a kept fact with other content."""

    agreement: str
    source: str
    id: str
    digest: bytes
    event: bytes
    number: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """An agreement version as it was put; `put_at` is the log clock then, None until the first tick."""

    agreement: str
    version: int
    hash: str
    document: str
    put_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """Where an agreement stands: its last fact, the chain's head, and what waits for the next tick: services since
    when (`touching`), and incidents."""

    id: str
    number: int
    n: int
    head: bytes
    touched: dict[str, int]
    incidents: tuple[str, ...]
    starts_at: int | None


PeriodKey = tuple[str, str, int, int]
"""(agreement, objective, version, start); the start of a rolling window is EVER."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """What was told and shown of one period, and the log clocks at which to show and to decide it again."""

    agreement: str
    objective: str
    version: int
    start: int
    until: int
    told: Told
    shown: bytes
    shown_at: int | None
    show_due: int | None
    due: int | None

    @property
    def key(self) -> PeriodKey:
        """Its primary key."""
        return self.agreement, self.objective, self.version, self.start


ClockKey = tuple[str, str, int, str, int, int]
"""(agreement, objective, version, incident, started_at, turn): of two clocks of one start the second has turn 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """What was told of one clock of an incident, and the log clock at which to look at it again."""

    agreement: str
    objective: str
    version: int
    incident: str
    started_at: int
    turn: int
    told: ToldClock
    due: int | None

    @property
    def key(self) -> ClockKey:
        """Its primary key."""
        return (
            self.agreement, self.objective, self.version, self.incident, self.started_at, self.turn,
        )  # fmt: skip


SourceKey = tuple[str, str, str]
"""(agreement, service, source)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What was told of one source of a service, and the log clock at which to look at it again."""

    agreement: str
    service: str
    source: str
    told: ToldSource
    due: int | None

    @property
    def key(self) -> SourceKey:
        """Its primary key."""
        return self.agreement, self.service, self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """A verdict, published or held back, with its bytes."""

    agreement: str
    objective: str
    version: int
    start: int
    telling: Telling
    told_at: int
    event: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRow:
    """An agreement's calculus after its `n`-th fact, without the availability facts before `at`; see `checkpoints`."""

    agreement: str
    n: int
    at: int
    made_by: str
    body: bytes


@dataclass(slots=True)
class Checkpoints:
    """What becomes of an agreement's checkpoints: those with a horizon later than `until` go, and those at one of
    `thinned`; `kept` is a new one.
    """

    until: int = NEVER
    thinned: tuple[int, ...] = ()
    kept: CheckpointRow | None = None


@dataclass(slots=True)
class Changes:
    """What a batch has decided so far. Facts and contradictions in order of arrival, entries in order of saying."""

    facts: list[FactRow] = field(default_factory=list)
    contradictions: list[ContradictionRow] = field(default_factory=list)
    versions: dict[tuple[str, int], VersionRow] = field(default_factory=dict)
    agreements: dict[str, AgreementRow] = field(default_factory=dict)
    periods: dict[PeriodKey, PeriodRow] = field(default_factory=dict)
    clocks: dict[ClockKey, ClockRow] = field(default_factory=dict)
    sources: dict[SourceKey, SourceRow] = field(default_factory=dict)
    checkpoints: dict[str, Checkpoints] = field(default_factory=dict)
    verdicts: list[VerdictRow] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    clock: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is held in memory of a partition or of some agreements, but for the facts that count already.

    `periods` are those that are not closed, of the closed ones there are the keys; `clocks` those with a deadline.
    """

    clock: int | None
    agreements: tuple[AgreementRow, ...]
    versions: tuple[VersionRow, ...]
    periods: tuple[PeriodRow, ...]
    closed: tuple[PeriodKey, ...]
    clocks: tuple[ClockRow, ...]
    sources: tuple[SourceRow, ...]
    waiting: tuple[tuple[str, int, bytes], ...]
    """(agreement, n, event) of the facts later than the log clock, and of agreements not put yet."""


class Work(Protocol):
    """One transaction. Nothing of it is there unless it ends without an exception."""

    async def kept(self, number: int) -> Kept:
        """The state of a partition."""
        ...

    async def kept_of(self, agreements: Sequence[str], clock: int | None) -> Kept:
        """The state of these agreements, whichever partition had them before."""
        ...

    async def digests(self, keys: Iterable[FactKey]) -> dict[FactKey, bytes]:
        """The content digests of those facts that are kept."""
        ...

    async def events(
        self, agreement: str, until: int, beyond: CheckpointRow | None = None
    ) -> Sequence[tuple[int, bytes]]:
        """The facts (n, event) of an agreement with a time not later than `until`, in order of arrival; no versions.

        `beyond`: only those that came after a checkpoint, or lie at its horizon or later.
        """
        ...

    async def horizons(self, agreement: str) -> Sequence[int]:
        """Those of an agreement's checkpoints, the latest first."""
        ...

    async def checkpoint(self, agreement: str, until: int) -> CheckpointRow | None:
        """The latest checkpoint of an agreement with a horizon not later than `until`, if one is kept."""
        ...

    async def periods(self, keys: Sequence[PeriodKey]) -> Sequence[PeriodRow]:
        """What is kept of these periods of one agreement."""
        ...

    async def clocks(self, agreement: str, incidents: Sequence[str]) -> Sequence[ClockRow]:
        """What is kept of the clocks of these incidents."""
        ...

    async def save_facts(self, changes: Changes) -> None:
        """Write facts and contradictions, and take them out of `changes`."""
        ...

    async def save(self, number: int, changes: Changes) -> None:
        """Write everything."""
        ...

    async def advance(self, partition: Partition, first: int, next: int) -> None:  # noqa: A002 - the port's word
        """Move the partition's offset; raises eventlog.port.Fenced when it is no longer ours."""
        ...


class Store(Protocol):
    """Where the evaluator keeps its state."""

    def work(self) -> AbstractAsyncContextManager[Work]:
        """Begin a transaction."""
        ...
