"""The whole notifier: verdicts on a topic, real receivers, receipts on a topic and by the API."""

import asyncio
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from shared.security.webhooks import derive_secret, secret_text
from tests.integration.notifier.hook import Got, Hook, Hooks, answer, hang
from tests.integration.notifier.whole import SECRET, Running, Whole, settings, until
from tests.unit.notifier.builders import body, receiver


async def test_both_parties_get_the_same_signed_bytes_and_the_receipts_are_on_the_topic(
    whole: Whole, hooks: Hooks
) -> None:
    await whole.put(*hooks.receivers())
    async with whole.running() as notifier:
        await whole.say("v1", "v2")
        await until(lambda: notifier.settled(4), "all four are delivered")
        for hook, name in ((hooks.provider, "north"), (hooks.customer, "acme")):
            assert [got.body for got in hook.got] == [body("v1"), body("v2")]
            secret = secret_text(derive_secret(SECRET.encode(), name, 1))
            for got in hook.got:
                Webhook(secret).verify(got.body, got.headers)
    told = await whole.told()
    assert {(one["data"]["verdict"], one["data"]["receiver"]) for one in told} == {
        (verdict, name) for verdict in ("v1", "v2") for name in ("north", "acme")
    }
    assert {one["data"]["state"] for one in told} == {"delivered"}


async def test_a_receiver_that_is_down_is_told_when_it_is_up_again(whole: Whole, hooks: Hooks) -> None:
    await whole.put(*hooks.receivers())
    await hooks.customer.down()
    async with whole.running(retry_seconds=(0.2,) * 50) as notifier:
        await whole.say("v1")
        await until(lambda: hooks.provider.got, "the provider is told")
        await until(lambda: _tried(notifier, 2), "the customer was tried twice")
        await hooks.customer.up()
        await until(lambda: notifier.settled(2), "the customer is told")
    assert [got.body for got in hooks.customer.got] == [got.body for got in hooks.provider.got]
    ids = [one["id"] for one in await whole.told()]
    assert len(ids) == len(set(ids)) >= 4


async def _tried(notifier: Running, times: int) -> bool:
    deliveries = await notifier.deliveries()
    return any(one["receiver"] == "acme" and len(one["attempts"]) >= times for one in deliveries)


async def test_a_receiver_that_hangs_holds_up_no_other(whole: Whole, hooks: Hooks) -> None:
    await whole.put(*hooks.receivers())
    hooks.customer.answers(hang)
    async with whole.running(receivers_at_once=2, retry_seconds=(0.1,)) as notifier:
        await whole.say("v1", "v2", "v3")
        await until(lambda: len(hooks.provider.got) == 3, "the provider is told all")
        states = await notifier.states()
        assert {states[name, "north"] for name in ("v1", "v2", "v3")} <= {"delivered", "waiting"}
        assert {states[name, "acme"] for name in ("v1", "v2", "v3")} == {"waiting"}


@pytest.mark.parametrize(
    ("script", "state", "statuses"),
    [
        ([answer(410)], "gave_up", [410]),
        ([answer(302, "location: /elsewhere"), answer(204)], "delivered", [302, 204]),
        ([answer(429, "retry-after: 1"), answer(204)], "delivered", [429, 204]),
        ([answer(500)] * 5, "gave_up", [500] * 4),
    ],
)
async def test_what_a_receiver_answers_decides(
    whole: Whole, hooks: Hooks, script: list[bytes], state: str, statuses: list[int]
) -> None:
    await whole.put(hooks.receivers()[1])
    hooks.customer.answers(*script)
    async with whole.running(retry_seconds=(0.1, 0.1, 0.1)) as notifier:
        await whole.say("v1")
        await until(lambda: notifier.settled(1), "it is settled")
        found = (await notifier.deliveries())[0]
    assert found["state"] == state
    assert [attempt["status"] for attempt in found["attempts"]] == statuses
    assert {got.path for got in hooks.customer.got} == {"/in"}


async def test_stopping_finishes_the_attempt_in_hand_and_says_it(whole: Whole) -> None:
    released = asyncio.Event()

    async def slowly(_got: Got) -> bytes:
        await released.wait()
        return answer(204)

    hook = Hook([slowly])
    await hook.up()
    await whole.put(receiver("acme", "acme", hook.url()))
    async with whole.running(attempt_seconds=10.0):
        await whole.say("v1")
        await until(lambda: hook.got, "the attempt is in hand")
        asyncio.get_running_loop().call_later(0.3, released.set)
    await hook.down()
    told = await whole.told()
    assert [(one["data"]["state"], one["data"]["attempt"]) for one in told] == [("delivered", 1)]


async def test_a_restart_takes_nothing_in_twice_and_goes_on_where_it_was(whole: Whole, hooks: Hooks) -> None:
    await whole.put(*hooks.receivers())
    for count, name in enumerate(("v1", "v2", "v3"), start=1):
        async with whole.running() as notifier:
            await whole.say(name)
            await until(lambda so_far=2 * count: notifier.settled(so_far), f"{name} is told")
    assert [got.headers["webhook-id"] for got in hooks.customer.got] == ["v1", "v2", "v3"]
    assert [got.headers["webhook-id"] for got in hooks.provider.got] == ["v1", "v2", "v3"]


async def test_two_replicas_tell_everything_once(whole: Whole, hooks: Hooks) -> None:
    await whole.put(*hooks.receivers())
    names = [f"v{n}" for n in range(40)]
    async with whole.running() as one, whole.running() as other:
        for start in range(0, 40, 10):
            await whole.say(*names[start : start + 10])
        await until(lambda: one.settled(80), "all are delivered")
        assert await other.settled(80)
    for hook in (hooks.provider, hooks.customer):
        assert [got.headers["webhook-id"] for got in hook.got] == names


async def test_a_verdict_that_cannot_be_read_stops_its_partition_and_readiness_says_so(
    whole: Whole, hooks: Hooks
) -> None:
    await whole.put(*hooks.receivers())
    async with whole.running() as notifier:
        await whole.say("with.stop")
        answered = await until(lambda: _not_ready(notifier), "it is not ready")
        assert "no full stop" in answered


async def _not_ready(notifier: Running) -> str:
    answered = await notifier.client.get("/readyz")
    return str(answered.json()["detail"]) if answered.status_code == 503 else ""


async def test_metrics_begin_at_zero_and_count_deliveries_and_attempts(whole: Whole, hooks: Hooks) -> None:
    await whole.put(*hooks.receivers())
    async with whole.running() as notifier:
        before = (await notifier.client.get("/metrics")).text
        assert 'eyelevel_deliveries{side="customer",state="gave_up"} 0.0' in before
        assert 'eyelevel_delivery_attempts_total{outcome="failed",side="provider"} 0.0' in before
        assert "eyelevel_outbox_pending_entries 0.0" in before
        assert "eyelevel_intake_stopped_partitions 0.0" in before
        await whole.say("v1")
        await until(lambda: notifier.settled(2), "both are told")

        async def counted() -> bool:
            text = (await notifier.client.get("/metrics")).text
            return 'eyelevel_deliveries{side="customer",state="delivered"} 1.0' in text

        await until(counted, "the gauge says so")
        after = (await notifier.client.get("/metrics")).text
        assert 'eyelevel_delivery_attempts_total{outcome="delivered",side="provider"} 1.0' in after
        assert 'eyelevel_delivery_attempt_duration_seconds_count{side="customer"} 1.0' in after
        assert "eyelevel_delivery_oldest_waiting_age_seconds 0.0" in after


def test_the_pauses_can_be_set_with_commas() -> None:
    assert settings("sqlite:///x.db", Path(), retry_seconds="1,2.5").pauses == (
        1_000_000,
        2_500_000,
    )
