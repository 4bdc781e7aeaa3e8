"""What a trial asks of the database: how far time has come, how many facts there are, and the facts themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from services.evaluator import tables
from services.evaluator.reading.storage_reading import NAMING_OTHERS
from services.evaluator.records import PUT
from shared.database.engine import Database


@dataclass(frozen=True, slots=True)
class TrialFact:
    """A kept fact: its place in its agreement's order, the digest of its content, its bytes."""

    n: int
    digest: bytes
    event: bytes


class TrialStorage:
    """Reads what is committed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def clock(self, agreements: Collection[str]) -> int | None:
        """The earliest log clock among those of the agreements, or of all where none is named; None before any tick."""
        clocks, kept = tables.clocks.c, tables.agreements.c
        asked = select(func.min(clocks.at))
        if agreements:
            asked = asked.where(clocks.number.in_(select(kept.number).where(kept.id.in_(agreements))))
        async with self._database.reading() as connection:
            found: int | None = await connection.scalar(asked)
        return found

    async def count(self, agreement: str, services: Collection[str], until: int) -> int:
        """How many facts of an agreement there are about these services, with a time not later than `until`."""
        asked = select(func.count()).where(_about(agreement, services, until))
        async with self._database.reading() as connection:
            return int(await connection.scalar(asked) or 0)

    async def facts(
        self, agreement: str, services: Collection[str], until: int, *, after: int, most: int
    ) -> Sequence[TrialFact]:
        """At most `most` of them behind the n-th. Among them may be changes and corrections of other services."""
        facts = tables.facts.c
        asked = (
            select(facts.n, facts.digest, facts.event)
            .where(_about(agreement, services, until), facts.n > after)
            .order_by(facts.n)
            .limit(most)
        )
        async with self._database.reading() as connection:
            return [TrialFact(row.n, row.digest, row.event) for row in await connection.execute(asked)]


def _about(agreement: str, services: Collection[str], until: int) -> ColumnElement[bool]:
    facts = tables.facts.c
    named = or_(facts.service.in_(services), facts.type.in_(NAMING_OTHERS))
    return and_(facts.agreement == agreement, facts.at <= until, facts.type != PUT, named)
