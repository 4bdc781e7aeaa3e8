"""kill -9 of a real process, again and again: every message arrives, once by its id, and every attempt is recorded."""

import asyncio
import contextlib
import os
import signal
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from random import Random
from typing import Any

import pytest

from services.notifier.ports import Receipt
from services.notifier.routing import delivery_id
from services.notifier.storage_reading import ReceiptStorage
from services.notifier.tables import outbox
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.outbox import store as outbox_store
from tests.forked import Forked, module
from tests.integration.notifier.hook import Got, Hooks, answer, hang
from tests.integration.notifier.whole import SECRET, Whole, until
from tests.unit.notifier.builders import body

RECEIVERS = ("north", "acme")


def environment(whole: Whole) -> dict[str, str]:
    """A lease of a second and a half, so that what a dead process held is soon free."""
    return os.environ | {
        "EYELEVEL_EVENT_LOG": f"sqlite:///{whole.folder / 'eventlog.db'}",
        "EYELEVEL_DATABASE_URL": whole.store_url,
        "EYELEVEL_SECRET": SECRET,
        "EYELEVEL_PORT": "0",
        "EYELEVEL_LOG_LEVEL": "error",
        "EYELEVEL_ALLOW_PRIVATE_RECEIVERS": "true",
        "EYELEVEL_ATTEMPT_SECONDS": "0.5",
        "EYELEVEL_LEASE_SECONDS": "1.5",
        "EYELEVEL_RETRY_SECONDS": "0.2,0.2,0.2,0.2,0.2,0.2,0.2,0.2,0.2,0.2",
    }


@contextlib.asynccontextmanager
async def notifier(whole: Whole, point: str = "never", number: int = 0) -> AsyncIterator[Forked]:
    """A process; ended in good order if it still lives."""
    process = Forked(
        module("tests.integration.notifier.killed_notifier"),
        [point, str(number)],
        env=environment(whole),
        output=whole.folder / "notifier.log",
    )
    try:
        yield process
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 60)


async def dies(process: Forked) -> bool:
    """Whether it was killed with -9."""
    return await asyncio.to_thread(process.wait, 20) == -signal.SIGKILL


async def settled(whole: Whole, ids: Sequence[str]) -> dict[str, Receipt]:
    """A notifier that lives brings everything to its end and says it: the deliveries by id."""
    database = Database(whole.store_url)
    store = ReceiptStorage(database)

    async def all_delivered() -> list[Receipt]:
        found = await store.receipts(None, None, None, 1_000)
        done = len(found) == 2 * len(ids) and all(one.state == "delivered" for one in found)
        async with database.reading() as connection:
            unsaid = (await outbox_store.pending(connection, outbox)).count
        return list(found) if done and not unsaid else []

    async with notifier(whole):
        found = await until(all_delivered, "all is delivered", 30)
    await database.close()
    return {receipt.id: receipt for receipt in found}


def by_id(got: Sequence[Got]) -> dict[str, set[bytes]]:
    """The bodies that came under each message id."""
    found = defaultdict(set)
    for one in got:
        found[one.headers["webhook-id"]].add(one.body)
    return found


async def check(whole: Whole, hooks: Hooks, ids: Sequence[str]) -> None:
    """As in a run that nothing disturbed."""
    receipts = await settled(whole, ids)
    assert set(receipts) == {delivery_id(id_, name) for id_ in ids for name in RECEIVERS}
    for hook in (hooks.provider, hooks.customer):
        assert by_id(hook.got) == {id_: {body(id_)} for id_ in ids}
    told: dict[str, Any] = {}
    for event in await whole.told():
        assert told.setdefault(event["id"], event) == event
    for id_, receipt in receipts.items():
        numbers = [attempt.number for attempt in receipt.attempts]
        assert numbers == list(range(1, len(numbers) + 1))
        assert [attempt.outcome for attempt in receipt.attempts].count("delivered") == 1
        said = [told[f"{id_}-{number}"]["data"]["state"] for number in numbers]
        assert said == ["waiting"] * (len(numbers) - 1) + ["delivered"]
    assert len(told) == sum(len(receipt.attempts) for receipt in receipts.values())


@pytest.fixture
async def place(whole: Whole, hooks: Hooks) -> Whole:
    """Tables and receivers are there."""
    await migrate(whole.store_url, "services.notifier")
    await whole.put(*hooks.receivers())
    return whole


async def test_a_notifier_killed_while_a_receiver_holds_its_request_sends_it_again(
    place: Whole, hooks: Hooks
) -> None:
    hooks.customer.answers(hang, answer(204))
    await place.say("v1", "v2")
    async with notifier(place) as process:
        await until(lambda: hooks.customer.got, "the request is in hand")
        process.send_signal(signal.SIGKILL)
        assert await dies(process)
    receipts = await settled(place, ["v1", "v2"])
    assert receipts[delivery_id("v1", "acme")].interrupted == 1
    assert [got.headers["webhook-id"] for got in hooks.customer.got] == ["v1", "v1", "v2"]
    await check(place, hooks, ["v1", "v2"])


async def test_a_notifier_killed_between_relay_and_mark_says_its_receipts_once_by_id(
    place: Whole, hooks: Hooks
) -> None:
    await place.say("v1")
    async with notifier(place, "after-append", 1) as process:
        assert await dies(process)
    before = len(await place.told())
    await check(place, hooks, ["v1"])
    assert len(await place.told()) > before > 0


EACH = 6 if os.environ.get("EYELEVEL_CHAOS_POINTS") else 2
"""Kills of each kind; tests/end_to_end/chaos has the campaign over both services."""


@pytest.mark.chaos
async def test_killed_at_seeded_points_it_ends_as_if_nothing_had_happened(place: Whole, hooks: Hooks) -> None:
    random = Random(20261121)
    points = [
        (kind, random.randint(1, 12)) for kind in ("before-commit", "after-commit") for _ in range(EACH)
    ]
    points += [("after-append", number) for number in (1, 2)]
    random.shuffle(points)
    ids: list[str] = []
    for point, number in points:
        fresh = [f"v{len(ids) + n}" for n in range(3)]
        ids += fresh
        hooks.customer.answers(*_moody(random))
        await place.say(*fresh)
        async with notifier(place, point, number) as process:
            assert await dies(process)
    await check(place, hooks, ids)


def _moody(random: Random) -> list[bytes]:
    """Some failures, then well."""
    return [answer(random.choice((204, 500, 503))) for _ in range(4)] + [answer(204)]
