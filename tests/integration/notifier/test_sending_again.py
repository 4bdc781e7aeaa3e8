"""Who may have a message sent again, and what comes of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.notifier.hook import Hooks, answer
from tests.integration.notifier.whole import ACME, Running, told, until


@pytest.fixture
async def notifier(tmp_path: Path, hooks: Hooks) -> AsyncIterator[Running]:
    """As in `told`."""
    async with told(tmp_path, hooks) as running:
        yield running


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("operator", 202),
        ("customer", 202),
        ("provider", 403),
        ("observer", 403),
        ("other-customer", 404),
        ("stranger", 404),
    ],
)
async def test_the_operator_and_the_party_itself_may_have_it_sent_again(
    notifier: Running, hooks: Hooks, key: str, status: int
) -> None:
    before = len(hooks.customer.got)
    delivery = next(one for one in await notifier.deliveries(agreement=ACME) if one["side"] == "customer")
    answered = await notifier.ask(key, f"/{delivery['id']}/retry", post=True)
    assert answered.status_code == status
    if status == 202:
        await until(lambda: len(hooks.customer.got) == before + 1, "it is sent again")
        assert hooks.customer.got[-1].headers["webhook-id"] == delivery["verdict"]
        await until(lambda: _attempts(notifier, delivery["id"], 2), "the attempt is recorded")
    else:
        assert len(hooks.customer.got) == before


async def _attempts(notifier: Running, delivery: str, count: int) -> bool:
    found = await notifier.deliveries()
    return any(one["id"] == delivery and len(one["attempts"]) == count for one in found)


async def test_what_was_delivered_stays_so_when_it_is_sent_again_in_vain(
    notifier: Running, hooks: Hooks
) -> None:
    delivery = next(one for one in await notifier.deliveries(agreement=ACME) if one["side"] == "customer")
    hooks.customer.answers(answer(500))
    await notifier.ask("customer", f"/{delivery['id']}/retry", post=True)
    await until(lambda: _attempts(notifier, delivery["id"], 2), "the attempt is recorded")
    found = next(one for one in await notifier.deliveries() if one["id"] == delivery["id"])
    assert (found["state"], found["next_at"]) == ("delivered", None)
    assert [attempt["status"] for attempt in found["attempts"]] == [204, 500]


async def test_a_receiver_that_is_gone_from_the_directory_cannot_be_told_again(notifier: Running) -> None:
    found = await notifier.deliveries(agreement=ACME)
    delivery = next(one for one in found if one["side"] == "customer")
    app_directory = notifier.app.state.parts.directory
    app_directory.apply("receiver:acme", None)
    answered = await notifier.ask("operator", f"/{delivery['id']}/retry", post=True)
    assert (answered.status_code, answered.json()["detail"]) == (
        409,
        "The receiver 'acme' is no longer in the directory.",
    )
