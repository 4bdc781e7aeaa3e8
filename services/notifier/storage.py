"""What is taken in and what is sent, in the notifier's database (ports.IntakeStore, ports.SendingStore).

The right to send to a receiver is a lease on the real clock, taken by a conditional update of its row: two replicas
do not send to it at once, and one that died is followed when its lease ends. Whoever records must still hold it.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifier.messages import Message
from services.notifier.ports import Attempt, Batch, Claim, Job
from services.notifier.routing import Delivery
from services.notifier.tables import attempts, deliveries, messages, outbox, receivers
from shared.contracts.said import SentenceSaid
from shared.database.engine import Database, insert
from shared.eventlog.port import Entry
from shared.outbox import store as outbox_store
from shared.outbox.positions import StoredPositions


class IntakeStorage:
    """Keeps messages, their deliveries and the offset together."""

    def __init__(self, database: Database, positions: StoredPositions) -> None:
        self._database = database
        self._positions = positions

    async def take(
        self, batch: Batch, taken: Sequence[Message], route: Callable[[Message], Iterable[Delivery]], now: int
    ) -> int:
        """See ports.IntakeStore. A message known by its id is passed over, whatever the directory says now."""
        async with self._database.transaction() as connection:
            await self._positions.advance(connection, batch.partition, batch.first, batch.next)
            fresh = await _unknown(connection, taken)
            routed = [delivery for message in fresh for delivery in route(message)]
            await _keep(connection, fresh, routed, now)
        return len(routed)


async def _unknown(connection: AsyncConnection, taken: Sequence[Message]) -> list[Message]:
    by_id: dict[str, Message] = {}
    for message in taken:
        by_id.setdefault(message.id, message)
    known = set(await connection.scalars(select(messages.c.id).where(messages.c.id.in_(list(by_id)))))
    return [message for id_, message in by_id.items() if id_ not in known]


async def _keep(
    connection: AsyncConnection, fresh: Sequence[Message], routed: Sequence[Delivery], now: int
) -> None:
    if not fresh:
        return
    await connection.execute(messages.insert(), [_message_row(message) for message in fresh])
    if not routed:
        return
    lanes = [{"id": id_, "turn_at": 0} for id_ in sorted({delivery.receiver for delivery in routed})]
    await connection.execute(insert(connection, receivers).on_conflict_do_nothing(), lanes)
    await connection.execute(deliveries.insert(), [_delivery_row(delivery, now) for delivery in routed])


class SendingStorage:
    """Keeps what is due, who sends it, and what came of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, most: int, now: int, until: int) -> Sequence[Claim]:
        """See ports.SendingStore."""
        free = or_(receivers.c.claimed_until.is_(None), receivers.c.claimed_until <= now)
        waits = select(deliveries.c.id).where(deliveries.c.receiver == receivers.c.id, *_due(now)).exists()
        async with self._database.reading() as connection:
            found = await connection.scalars(
                select(receivers.c.id).where(free, waits).order_by(receivers.c.turn_at).limit(most)
            )
            names = list(found)
        return [claim for name in names if (claim := await self._claim(name, now, until)) is not None]

    async def _claim(self, receiver: str, now: int, until: int) -> Claim | None:
        token = secrets.token_hex(16)
        free = or_(receivers.c.claimed_until.is_(None), receivers.c.claimed_until <= now)
        statement = (
            update(receivers)
            .where(receivers.c.id == receiver, free)
            .values(claim=token, claimed_until=until, turn_at=now)
        )
        async with self._database.transaction() as connection:
            ours = (await connection.execute(statement)).rowcount == 1
        return Claim(receiver, token) if ours else None

    async def begin(self, claim: Claim, now: int, until: int) -> Job | None:
        """See ports.SendingStore. An attempt begun before and never recorded was cut off, and is counted so."""
        async with self._database.transaction() as connection:
            if not await _hold(connection, claim, {"claimed_until": until}):
                return None
            row = (await connection.execute(_earliest_due(claim.receiver, now))).one_or_none()
            if row is None:
                await _hold(connection, claim, _given_back(now))
                return None
            cut_off = case((deliveries.c.started_at.is_not(None), 1), else_=0)
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.id == row.id)
                .values(started_at=now, interrupted=deliveries.c.interrupted + cut_off)
            )
        return _job(row, claim)

    async def record(self, attempt: Attempt, entries: Sequence[Entry], now: int) -> bool:
        """See ports.SendingStore."""
        job, decision = attempt.job, attempt.decision
        async with self._database.transaction() as connection:
            if not await _hold(connection, job.claim, _receiver_after(attempt, now)):
                return False
            await connection.execute(attempts.insert(), _attempt_row(attempt))
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.id == job.delivery)
                .values(_delivery_after(attempt, now))
            )
            if decision.gone:  # what still waits for this receiver is settled at once, each with its receipt
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.receiver == job.claim.receiver, deliveries.c.due_at > now)
                    .values(due_at=now)
                )
            await outbox_store.add(connection, outbox, entries)
        return True

    async def release(self, claim: Claim, now: int) -> None:
        """See ports.SendingStore."""
        async with self._database.transaction() as connection:
            await _hold(connection, claim, _given_back(now))

    async def next_due(self, now: int) -> int | None:
        """See ports.SendingStore."""
        statement = select(func.min(deliveries.c.due_at)).where(deliveries.c.due_at > now)
        async with self._database.reading() as connection:
            due: int | None = await connection.scalar(statement)
        return due


async def _hold(connection: AsyncConnection, claim: Claim, values: dict[str, Any]) -> bool:
    """Write to the receiver's row if the claim is still ours, and lock it until the transaction's end."""
    statement = (
        update(receivers)
        .where(receivers.c.id == claim.receiver, receivers.c.claim == claim.token)
        .values(values)
    )
    return (await connection.execute(statement)).rowcount == 1


def _due(now: int) -> tuple[ColumnElement[bool], ...]:
    """Due, and the receiver does not want to be left alone; what was asked for by hand is sent all the same."""
    open_ = or_(
        receivers.c.quiet_until.is_(None), receivers.c.quiet_until <= now, deliveries.c.asked.is_(True)
    )
    return deliveries.c.due_at <= now, open_


def _earliest_due(receiver: str, now: int) -> Any:
    return (
        select(deliveries, receivers.c.gone_generation, *_message_columns())
        .join(receivers, receivers.c.id == deliveries.c.receiver)
        .join(messages, messages.c.id == deliveries.c.message)
        .where(deliveries.c.receiver == receiver, *_due(now))
        .order_by(deliveries.c.sequence)
        .limit(1)
    )


def _message_columns() -> tuple[ColumnElement[Any], ...]:
    return tuple(
        messages.c[name] for name in ("kind", "subject", "instant", "sentence_en", "sentence_de", "body")
    )


def _job(row: Row[Any], claim: Claim) -> Job:
    return Job(
        delivery=row.id,
        claim=claim,
        number=row.attempts + 1,
        party=row.party,
        side=row.side,
        state=row.state,
        tries=row.tries,
        planned_at=row.planned_at,
        asked=row.asked,
        gone_generation=row.gone_generation,
        kind=row.kind,
        agreement=row.agreement,
        objective=row.objective,
        subject=row.subject,
        host=row.host,
        instant=row.instant,
        sentence=SentenceSaid(en=row.sentence_en, de=row.sentence_de),
        message=row.message,
        body=row.body,
    )


def _given_back(now: int) -> dict[str, Any]:
    return {"claim": None, "claimed_until": None, "turn_at": now}


def _receiver_after(attempt: Attempt, now: int) -> dict[str, Any]:
    """A success opens the receiver again; 410 closes it for this generation of its secret."""
    decision = attempt.decision
    if attempt.outcome == "delivered":
        return {"turn_at": now, "quiet_until": None, "gone_at": None, "gone_generation": None}
    values: dict[str, Any] = {"turn_at": now}
    if decision.quiet_until is not None:
        values["quiet_until"] = decision.quiet_until
    if decision.gone:
        values |= {"gone_at": now, "gone_generation": attempt.generation}
    return values


def _delivery_after(attempt: Attempt, now: int) -> dict[str, Any]:
    job, decision = attempt.job, attempt.decision
    waits = decision.state == "waiting"
    values: dict[str, Any] = {
        "state": decision.state,
        "host": attempt.host,
        "attempts": job.number,
        "tries": job.tries if job.asked else job.tries + 1,
        "started_at": None,
        "planned_at": decision.next_at if waits else None,
        "due_at": decision.next_at if waits else None,
        "asked": False,
    }
    if not waits and decision.state != job.state:
        values["settled_at"] = now
    return values


def _message_row(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "kind": message.kind,
        "agreement": message.agreement,
        "objective": message.objective,
        "subject": message.subject,
        "instant": message.instant,
        "sentence_en": message.sentence.en,
        "sentence_de": message.sentence.de,
        "body": message.body,
    }


def _delivery_row(delivery: Delivery, now: int) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "message": delivery.message,
        "agreement": delivery.agreement,
        "objective": delivery.objective,
        "party": delivery.party,
        "side": delivery.side,
        "receiver": delivery.receiver,
        "host": delivery.host,
        "state": "waiting",
        "created_at": now,
        "attempts": 0,
        "tries": 0,
        "interrupted": 0,
        "planned_at": now,
        "due_at": now,
        "asked": False,
    }


def _attempt_row(attempt: Attempt) -> dict[str, Any]:
    return {
        "delivery": attempt.job.delivery,
        "number": attempt.job.number,
        "at": attempt.at,
        "took": attempt.took,
        "outcome": attempt.outcome,
        "status": attempt.status,
        "error": attempt.error,
    }
