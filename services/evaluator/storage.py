"""The store of the handler, in the database: one transaction of work on one partition."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, fields
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Select, Table, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.evaluator import tables
from services.evaluator.ports import (
    AgreementRow,
    Changes,
    CheckpointRow,
    Checkpoints,
    ClockRow,
    FactKey,
    FactRow,
    Kept,
    PeriodKey,
    PeriodRow,
    SourceRow,
    VerdictRow,
    VersionRow,
)
from services.evaluator.records import PUT
from services.evaluator.told import Told, ToldClock, ToldSource
from shared.database.engine import Database, insert
from shared.eventlog.port import Partition
from shared.outbox import store as outbox_store
from shared.outbox.positions import StoredPositions

_AT_ONCE: Final = 240
"""Keys in one question: at most four parameters each, below SQLite's oldest limit of 999."""
_FACT_FIELDS: Final = tuple(field.name for field in fields(FactRow))


class Storage:
    """Implements ports.Store. `positions` proves that a partition is still ours."""

    def __init__(self, database: Database, positions: StoredPositions) -> None:
        self._database = database
        self._positions = positions

    @asynccontextmanager
    async def work(self) -> AsyncIterator["StoredWork"]:
        """Begin a transaction."""
        async with self._database.transaction() as connection:
            yield StoredWork(connection, self._positions)


class StoredWork:
    """Implements ports.Work on one connection."""

    def __init__(self, connection: AsyncConnection, positions: StoredPositions) -> None:
        self._connection = connection
        self._positions = positions

    async def kept(self, number: int) -> Kept:
        """The state of a partition."""
        clock = await self._connection.scalar(
            select(tables.clocks.c.at).where(tables.clocks.c.number == number)
        )
        return await self._kept(tables.agreements.c.number == number, clock)

    async def kept_of(self, agreements: Sequence[str], clock: int | None) -> Kept:
        """The state of these agreements."""
        return await self._kept(tables.agreements.c.id.in_(agreements), clock)

    async def digests(self, keys: Iterable[FactKey]) -> dict[FactKey, bytes]:
        """The content digests of those facts that are kept."""
        facts, found = tables.facts.c, {}
        wanted = sorted(keys)
        for begin in range(0, len(wanted), _AT_ONCE):
            some = wanted[begin : begin + _AT_ONCE]
            asked = select(facts.agreement, facts.source, facts.id, facts.digest).where(
                tuple_(facts.agreement, facts.source, facts.id).in_(some)
            )
            for row in await self._connection.execute(asked):
                found[row.agreement, row.source, row.id] = row.digest
        return found

    async def events(
        self, agreement: str, until: int, beyond: CheckpointRow | None = None
    ) -> Sequence[tuple[int, bytes]]:
        """The facts of an agreement, in order of arrival."""
        facts = tables.facts.c
        asked = (
            select(facts.n, facts.event)
            .where(facts.agreement == agreement, facts.at <= until, facts.type != PUT)
            .order_by(facts.n)
        )
        if beyond is not None:
            asked = asked.where(or_(facts.n > beyond.n, facts.at >= beyond.at))
        return [(row.n, row.event) for row in await self._connection.execute(asked)]

    async def horizons(self, agreement: str) -> Sequence[int]:
        """Those of an agreement's checkpoints."""
        kept = tables.checkpoints.c
        asked = select(kept.at).where(kept.agreement == agreement).order_by(kept.at.desc())
        return (await self._connection.execute(asked)).scalars().all()

    async def checkpoint(self, agreement: str, until: int) -> CheckpointRow | None:
        """The latest checkpoint of an agreement not later than that."""
        return await checkpoint_of(self._connection, agreement, until)

    async def periods(self, keys: Sequence[PeriodKey]) -> list[PeriodRow]:
        """What is kept of these periods."""
        periods, found = tables.periods.c, []
        for begin in range(0, len(keys), _AT_ONCE):
            some = keys[begin : begin + _AT_ONCE]
            named = tuple_(periods.agreement, periods.objective, periods.version, periods.start).in_(some)
            found += [_read_period(row) for row in await self._rows(select(tables.periods).where(named))]
        return found

    async def clocks(self, agreement: str, incidents: Sequence[str]) -> list[ClockRow]:
        """What is kept of the clocks of these incidents."""
        clocks, found = tables.incident_clocks.c, []
        for begin in range(0, len(incidents), _AT_ONCE):
            some = incidents[begin : begin + _AT_ONCE]
            asked = select(tables.incident_clocks).where(
                clocks.agreement == agreement, clocks.incident.in_(some)
            )
            found += [_read_clock(row) for row in await self._rows(asked)]
        return found

    async def save_facts(self, changes: Changes) -> None:
        """Write facts and contradictions, and take them out of `changes`."""
        await self._add(tables.facts, [_fact(row) for row in changes.facts])
        await self._add_new(tables.contradictions, [asdict(row) for row in changes.contradictions])
        changes.facts.clear()
        changes.contradictions.clear()

    async def save(self, number: int, changes: Changes) -> None:
        """Write everything."""
        await self.save_facts(changes)
        await self._put(tables.versions, [asdict(row) for row in changes.versions.values()])
        await self._put(tables.agreements, [_agreement(row) for row in changes.agreements.values()])
        await self._put(tables.periods, [_period(row) for row in changes.periods.values()])
        await self._put(tables.incident_clocks, [_told(row) for row in changes.clocks.values()])
        await self._put(tables.sources, [_told(row) for row in changes.sources.values()])
        await self._save_checkpoints(changes.checkpoints)
        await self._add(tables.verdicts, [_verdict(row) for row in changes.verdicts])
        await outbox_store.add(self._connection, tables.outbox, changes.entries)
        if changes.clock is not None:
            await self._put(tables.clocks, [{"number": number, "at": changes.clock}])

    async def _save_checkpoints(self, checkpoints: Mapping[str, Checkpoints]) -> None:
        kept = tables.checkpoints.c
        for agreement, change in checkpoints.items():
            gone = or_(kept.at > change.until, kept.at.in_(change.thinned))
            await self._connection.execute(
                delete(tables.checkpoints).where(kept.agreement == agreement, gone)
            )
        new = [change.kept for change in checkpoints.values() if change.kept is not None]
        await self._put(tables.checkpoints, [asdict(row) for row in new])

    async def advance(self, partition: Partition, first: int, next: int) -> None:  # noqa: A002 - the port's word
        """Move the partition's offset, or be fenced."""
        await self._positions.advance(self._connection, partition, first, next)

    async def _kept(self, of: ColumnElement[bool], clock: int | None) -> Kept:
        ids = select(tables.agreements.c.id).where(of)
        agreements = await self._rows(select(tables.agreements).where(of).order_by(tables.agreements.c.id))
        versions = await self._rows(_of(tables.versions, ids))
        periods, clocks = tables.periods.c, tables.incident_clocks.c
        closed = select(periods.agreement, periods.objective, periods.version, periods.start).where(
            periods.agreement.in_(ids), periods.closed
        )
        return Kept(
            clock=clock,
            agreements=tuple(
                AgreementRow(
                    **{
                        **row,
                        "touched": msgspec.json.decode(row["touched"], type=dict[str, int]),
                        "incidents": msgspec.json.decode(row["incidents"], type=tuple[str, ...]),
                    }
                )
                for row in agreements
            ),
            versions=tuple(VersionRow(**row) for row in versions),
            periods=tuple(
                _read_period(row) for row in await self._rows(_of(tables.periods, ids).where(~periods.closed))
            ),
            closed=tuple(tuple(row) for row in await self._connection.execute(closed)),
            clocks=tuple(
                _read_clock(row)
                for row in await self._rows(_of(tables.incident_clocks, ids).where(clocks.due.is_not(None)))
            ),
            sources=tuple(_read_source(row) for row in await self._rows(_of(tables.sources, ids))),
            waiting=await self._waiting(ids, clock),
        )

    async def _waiting(self, ids: Select[Any], clock: int | None) -> tuple[tuple[str, int, bytes], ...]:
        facts = tables.facts.c
        asked = select(facts.agreement, facts.n, facts.event).where(
            facts.agreement.in_(ids), facts.type != PUT
        )
        if clock is not None:
            asked = asked.where(facts.at > clock)
        rows = await self._connection.execute(asked.order_by(facts.agreement, facts.n))
        return tuple((row.agreement, row.n, row.event) for row in rows)

    async def _rows(self, asked: Select[Any]) -> list[dict[str, Any]]:
        return [dict(row) for row in (await self._connection.execute(asked)).mappings()]

    async def _add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """New rows. One that is there already is a fault, and fails the batch rather than be lost."""
        if rows:
            await self._connection.execute(insert(self._connection, table), rows)

    async def _add_new(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Those of the rows that are not there yet."""
        if rows:
            await self._connection.execute(insert(self._connection, table).on_conflict_do_nothing(), rows)

    async def _put(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows by primary key, new or changed."""
        if not rows:
            return
        statement = insert(self._connection, table)
        keys = [column.name for column in table.primary_key]
        changed = {
            column.name: statement.excluded[column.name] for column in table.c if column.name not in keys
        }
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=keys, set_=changed), rows
        )


async def checkpoint_of(connection: AsyncConnection, agreement: str, until: int) -> CheckpointRow | None:
    """The latest checkpoint of an agreement with a horizon not later than `until`, if one is kept."""
    kept = tables.checkpoints.c
    asked = select(tables.checkpoints).where(kept.agreement == agreement, kept.at <= until)
    row = (await connection.execute(asked.order_by(kept.at.desc()).limit(1))).mappings().one_or_none()
    return None if row is None else CheckpointRow(**row)


def _of(table: Table, ids: Select[Any]) -> Select[Any]:
    return select(table).where(table.c.agreement.in_(ids)).order_by(*table.primary_key)


def _fact(row: FactRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FACT_FIELDS}  # asdict copies deeply, which is slow for many


def _agreement(row: AgreementRow) -> dict[str, Any]:
    touched = msgspec.json.encode(row.touched, order="sorted")
    return {**asdict(row), "touched": touched, "incidents": msgspec.json.encode(row.incidents)}


def _told(row: PeriodRow | ClockRow | SourceRow) -> dict[str, Any]:
    return {**asdict(row), "told": msgspec.json.encode(row.told)}


def _period(row: PeriodRow) -> dict[str, Any]:
    return {**_told(row), "closed": row.told.closed and row.due is None}


def _read_period(row: dict[str, Any]) -> PeriodRow:
    said = {name: value for name, value in row.items() if name != "closed"}
    return PeriodRow(**{**said, "told": msgspec.json.decode(row["told"], type=Told)})


def _read_clock(row: dict[str, Any]) -> ClockRow:
    return ClockRow(**{**row, "told": msgspec.json.decode(row["told"], type=ToldClock)})


def _read_source(row: dict[str, Any]) -> SourceRow:
    return SourceRow(**{**row, "told": msgspec.json.decode(row["told"], type=ToldSource)})


def _verdict(row: VerdictRow) -> dict[str, Any]:
    telling = row.telling
    return {
        "id": telling.id, "agreement": row.agreement, "objective": row.objective, "version": row.version,
        "start": row.start, "type": telling.type, "share": telling.share, "instant": telling.instant,
        "n": telling.n, "told_at": row.told_at, "published": telling.published, "amends": telling.amends,
        "event": row.event,
    }  # fmt: skip
