"""What the read API asks of the database: what is committed, and nothing of a batch in hand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from services.evaluator import tables
from services.evaluator.records import PUT
from shared.contracts.envelope import TYPE_PREFIX
from shared.database.engine import Database

_NAMING_OTHERS = (TYPE_PREFIX + "change.announced", TYPE_PREFIX + "correction.proposed")
"""Facts whose data can name services beside their subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What is there of an agreement: its versions, its clock, and the facts after the n-th up to that clock."""

    clock: int | None
    versions: tuple[tuple[int, str], ...]
    """(version, document)"""
    facts: tuple[tuple[int, int, bytes], ...]
    """(n, at, event), also those that still wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFact:
    """A fact with its place in the agreement's order and in the log."""

    n: int
    source: str
    id: str
    at: int
    recorded_at: int | None
    event: bytes
    chain: bytes
    number: int
    position: int


class ReadingStorage:
    """Reads one moment of the database for each question."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def agreements(self) -> Sequence[str]:
        """The ids of all agreements that were put."""
        async with self._database.reading() as connection:
            asked = select(tables.versions.c.agreement).distinct().order_by(tables.versions.c.agreement)
            return (await connection.execute(asked)).scalars().all()

    async def committed(self, agreement: str, after: int) -> Committed | None:
        """The agreement with the facts that came after the n-th; None where it was never put."""
        versions, clocks, facts = tables.versions.c, tables.clocks.c, tables.facts.c
        async with self._database.reading() as connection:
            put = await connection.execute(
                select(versions.version, versions.document)
                .where(versions.agreement == agreement)
                .order_by(versions.version)
            )
            found = tuple((row.version, row.document) for row in put)
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
            )
            told = tuple((row.n, row.at, row.event) for row in rows)
        return Committed(clock=clock, versions=found, facts=told)

    async def facts_between(
        self,
        agreement: str,
        services: Collection[str],
        start: int,
        end: int,
        after: tuple[int, int],
        most: int,
    ) -> Sequence[KeptFact]:
        """The facts of [start, end) about these services, by time and arrival, beyond `after` (at, n).

        Among them may be changes and corrections that concern other services.
        """
        facts = tables.facts.c
        at, n = after
        asked = (
            select(tables.facts)
            .where(facts.agreement == agreement, facts.at >= start, facts.at < end, facts.type != PUT)
            .where(or_(facts.at > at, and_(facts.at == at, facts.n > n)))
            .where(or_(facts.service.in_(services), facts.type.in_(_NAMING_OTHERS)))
            .order_by(facts.at, facts.n)
            .limit(most)
        )
        async with self._database.reading() as connection:
            return [_kept(row) for row in (await connection.execute(asked)).mappings()]

    async def fact_count(self, agreement: str, services: Collection[str], until: int) -> int:
        """How many facts there are about these services with a time not later than `until`."""
        facts = tables.facts.c
        asked = select(func.count()).where(
            facts.agreement == agreement,
            facts.at <= until,
            facts.service.in_(services),
            facts.type != PUT,
        )
        async with self._database.reading() as connection:
            return int(await connection.scalar(asked) or 0)


def _kept(row: Any) -> KeptFact:
    names = ("n", "source", "id", "at", "recorded_at", "event", "chain", "number", "position")
    return KeptFact(**{name: row[name] for name in names})
