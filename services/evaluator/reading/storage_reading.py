"""What the read API asks of the database: what is committed, and nothing of a batch in hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from services.evaluator import tables
from services.evaluator.ports import CheckpointRow
from services.evaluator.records import PUT, Put, read_put
from services.evaluator.storage import checkpoint_of
from shared.contracts.envelope import TYPE_PREFIX, read_structured
from shared.database.engine import Database
from shared.sla.spans import Span

Told = tuple[int, int, bytes]
"""A fact: (n, at, event)."""
NAMING_OTHERS = (TYPE_PREFIX + "change.announced", TYPE_PREFIX + "correction.proposed")
"""Facts whose data can name services beside their subject."""
_NAMES_AT_ONCE = 200
"""Two parameters each in one question, below SQLite's oldest limit of 999."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What is there of an agreement: its versions, its clock, and the facts after the n-th, in order of arrival."""

    clock: int | None
    versions: tuple[Put, ...]
    facts: tuple[Told, ...]
    """Also those that still wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """What one can go on from: a checkpoint, and the facts up to its n-th of its horizon or later.

    Some of these waited for their time when it was kept, and are not in it.
    """

    checkpoint: CheckpointRow
    later: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFact:
    """A fact with its place in the agreement's order and in the log."""

    n: int
    source: str
    id: str
    at: int
    recorded_at: int | None
    known_at: int | None
    event: bytes
    chain: bytes
    number: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldVerdict:
    """A verdict as it was told."""

    id: str
    event: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which facts: of an agreement, about these services, within these spans (sorted, disjoint, at most a hundred).

    `then`: a log clock; only those that had been taken before its tick. None: all.
    """

    agreement: str
    services: Collection[str]
    spans: Sequence[Span]
    then: int | None = None


class ReadingStorage:
    """Reads one moment of the database for each question."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def agreements(self) -> Sequence[str]:
        """The ids of all agreements that were put."""
        async with self._database.reading() as connection:
            asked = select(tables.versions.c.agreement).distinct().order_by(tables.versions.c.agreement)
            return (await connection.execute(asked)).scalars().all()

    async def committed(self, agreement: str, after: int, most: int) -> Committed | None:
        """The agreement with at most so many of the facts after the n-th; None where it was never put."""
        versions, clocks, facts = tables.versions.c, tables.clocks.c, tables.facts.c
        async with self._database.reading() as connection:
            put = await connection.execute(
                select(versions.version, versions.hash, versions.document)
                .where(versions.agreement == agreement)
                .order_by(versions.version)
            )
            found = tuple(Put(row.version, row.hash, row.document) for row in put)
            if not found:
                return None
            number = select(tables.agreements.c.number).where(tables.agreements.c.id == agreement)
            clock = await connection.scalar(
                select(clocks.at).where(clocks.number == number.scalar_subquery())
            )
            rows = await connection.execute(
                select(facts.n, facts.at, facts.event)
                .where(facts.agreement == agreement, facts.n > after, facts.type != PUT)
                .order_by(facts.n)
                .limit(most)
            )
            told = tuple((row.n, row.at, row.event) for row in rows)
        return Committed(clock=clock, versions=found, facts=told)

    async def resumption(self, agreement: str, until: int) -> Resumption | None:
        """The latest checkpoint of an agreement with a horizon not later than `until`, if one is kept, and what may
        not be in it."""
        facts = tables.facts.c
        async with self._database.reading() as connection:
            checkpoint = await checkpoint_of(connection, agreement, until)
            if checkpoint is None:
                return None
            rows = await connection.execute(
                select(facts.n, facts.at, facts.event).where(
                    facts.agreement == agreement,
                    facts.type != PUT,
                    facts.at >= checkpoint.at,
                    facts.n <= checkpoint.n,
                )
            )
            later = tuple((row.n, row.at, row.event) for row in rows)
        return Resumption(checkpoint=checkpoint, later=later)

    async def as_known(self, agreement: str, clock: int, after: int, most: int) -> Committed | None:
        """What a tick at `clock` found there: what had been taken before it and lies not later, as `committed`."""
        facts = tables.facts.c
        taken = select(facts.n, facts.at, facts.event).where(
            facts.agreement == agreement, _taken_before(clock)
        )
        async with self._database.reading() as connection:
            puts = await connection.execute(
                taken.where(facts.type == PUT, facts.outcome == "put").order_by(facts.n)
            )
            versions: dict[int, Put] = {}
            for row in puts:
                put = read_put(read_structured(row.event))
                versions.setdefault(put.version, put)
            if not versions:
                return None
            rows = await connection.execute(
                taken.where(facts.type != PUT, facts.at <= clock, facts.n > after)
                .order_by(facts.n)
                .limit(most)
            )
            told = tuple((row.n, row.at, row.event) for row in rows)
        return Committed(
            clock=clock, versions=tuple(versions[version] for version in sorted(versions)), facts=told
        )

    async def first_put(self, agreement: str) -> int | None:
        """The log clock when the agreement was put first; None where no tick has come since."""
        versions = tables.versions.c
        asked = select(func.min(versions.put_at)).where(versions.agreement == agreement)
        async with self._database.reading() as connection:
            found: int | None = await connection.scalar(asked)
        return found

    async def facts_within(self, wanted: Wanted, after: tuple[int, int], most: int) -> Sequence[KeptFact]:
        """At most `most` of the facts by time and arrival, beyond `after` (at, n).

        Among them may be changes and corrections that concern other services.
        """
        facts = tables.facts.c
        at, n = after
        within = [and_(facts.at >= span.start, facts.at < span.end) for span in wanted.spans]
        asked = (
            select(tables.facts)
            .where(facts.agreement == wanted.agreement, or_(*within), facts.type != PUT)
            .where(or_(facts.at > at, and_(facts.at == at, facts.n > n)))
            .where(or_(facts.service.in_(wanted.services), facts.type.in_(NAMING_OTHERS)))
            .order_by(facts.at, facts.n)
            .limit(most)
        )
        if wanted.then is not None:
            asked = asked.where(_taken_before(wanted.then))
        async with self._database.reading() as connection:
            return [_kept(row) for row in (await connection.execute(asked)).mappings()]

    async def facts_named(
        self, agreement: str, names: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], KeptFact]:
        """The facts of these sources and ids that there are, by them."""
        facts = tables.facts.c
        found: dict[tuple[str, str], KeptFact] = {}
        async with self._database.reading() as connection:
            for first in range(0, len(names), _NAMES_AT_ONCE):
                some = names[first : first + _NAMES_AT_ONCE]
                asked = select(tables.facts).where(
                    facts.agreement == agreement, tuple_(facts.source, facts.id).in_(some)
                )
                kept = [_kept(row) for row in (await connection.execute(asked)).mappings()]
                found |= {(one.source, one.id): one for one in kept}
        return found

    async def fact_count(
        self, agreement: str, services: Collection[str], until: int, then: int | None = None
    ) -> int:
        """How many facts there are about these services with a time not later than `until`."""
        facts = tables.facts.c
        asked = select(func.count()).where(
            facts.agreement == agreement,
            facts.at <= until,
            facts.service.in_(services),
            facts.type != PUT,
        )
        if then is not None:
            asked = asked.where(_taken_before(then))
        async with self._database.reading() as connection:
            return int(await connection.scalar(asked) or 0)

    async def restatements(
        self, agreement: str, objective: str, version: int, start: int, until: int
    ) -> Sequence[ToldVerdict]:
        """How a period was restated up to a log clock, the first one first."""
        told = tables.verdicts.c
        asked = (
            select(told.id, told.event)
            .where(
                told.agreement == agreement,
                told.objective == objective,
                told.version == version,
                told.start == start,
                told.type == "period.restated",
                told.told_at <= until,
            )
            .order_by(told.n)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(asked)).all()
        return [ToldVerdict(id=row.id, event=row.event) for row in rows]


def _taken_before(clock: int) -> ColumnElement[bool]:
    """What was taken when the clock stood there already came behind its tick."""
    known_at = tables.facts.c.known_at
    return or_(known_at.is_(None), known_at < clock)


def _kept(row: Any) -> KeptFact:
    names = ("n", "source", "id", "at", "recorded_at", "known_at", "event", "chain", "number", "position")
    return KeptFact(**{name: row[name] for name in names})
