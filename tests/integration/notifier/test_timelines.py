"""What happens when, with a clock moved by hand."""

import pytest

from services.notifier.retry import HOUR, MINUTE, SECOND, Answer
from services.notifier.routing import delivery_id
from tests.integration.notifier.bench import LEASE, START, Bench
from tests.unit.notifier.builders import body, receiver

DOWN = Answer(1_000, error="The receiver took no connection: refused.")
SCHEDULE = [0, 5, 305, 2_105, 9_305, 27_305, 63_305, 113_705, 185_705, 272_105]


async def test_both_parties_are_told_at_once_with_the_same_bytes(bench: Bench) -> None:
    await bench.take(0, "v1")
    await bench.pass_seconds(0)
    assert {(sent.after, sent.receiver) for sent in bench.channel.sent} == {(0, "north"), (0, "acme")}
    assert [sent.body for sent in bench.channel.sent] == [body("v1"), body("v1")]
    assert await bench.outcomes("north") == await bench.outcomes("acme") == [("v1", "delivered")]


async def test_a_receiver_that_stays_down_is_tried_ten_times_over_three_days_and_given_up(
    bench: Bench,
) -> None:
    bench.channel.answers("acme", DOWN)
    await bench.take(0, "v1")
    await bench.pass_seconds(400_000)
    assert bench.times("acme") == SCHEDULE
    assert await bench.outcomes("acme") == [("v1", "gave_up")]
    attempts = (await bench.all_receipts())["acme"][0].attempts
    assert [attempt.number for attempt in attempts] == list(range(1, 11))
    assert str(attempts[-1].error).endswith("That was the last of 10 tries.")


async def test_a_receiver_that_comes_back_gets_what_it_missed_in_the_order_of_the_verdicts(
    bench: Bench,
) -> None:
    bench.channel.answers("acme", DOWN, DOWN, DOWN, 204)
    await bench.take(0, "v1", "v2", "v3")
    await bench.pass_seconds(60)
    told = [sent.message for sent in bench.channel.sent if sent.receiver == "acme" and sent.after == 5]
    assert told == ["v1", "v2", "v3"]


async def test_what_succeeds_goes_out_in_the_order_of_the_verdicts(bench: Bench) -> None:
    await bench.take(0, *(f"v{n}" for n in range(120)))
    await bench.pass_seconds(0)
    told = [sent.message for sent in bench.channel.sent if sent.receiver == "acme"]
    assert told == [f"v{n}" for n in range(120)]


async def test_one_message_that_fails_does_not_hold_back_the_next(bench: Bench) -> None:
    bench.channel.answers("acme", 500, 204)
    await bench.take(0, "v1", "v2")
    await bench.pass_seconds(6)
    assert (bench.times("acme", "v2"), bench.times("acme", "v1")) == ([0], [0, 5])


async def test_410_is_told_and_takes_the_receiver_out_of_what_waits_and_what_comes(bench: Bench) -> None:
    bench.channel.answers("acme", 500, 410)
    await bench.take(0, "v1", "v2")
    await bench.pass_seconds(0)
    await bench.take(2, "v3")
    await bench.pass_seconds(HOUR / SECOND)
    assert await bench.outcomes("acme") == [("v1", "gave_up"), ("v2", "gave_up"), ("v3", "gave_up")]
    assert [sent.message for sent in bench.channel.sent if sent.receiver == "acme"] == ["v1", "v2"]
    errors = [receipt.attempts[-1].error for receipt in (await bench.all_receipts())["acme"]]
    gone = "Not sent: the receiver has answered 410, gone, and is told nothing further."
    assert errors == [gone, "The receiver answered 410, gone. It is told nothing further.", gone]
    assert await bench.outcomes("north") == [("v1", "delivered"), ("v2", "delivered"), ("v3", "delivered")]


async def test_after_410_a_new_generation_of_the_receiver_is_told_again(bench: Bench) -> None:
    bench.channel.answers("acme", 410, 204)
    await bench.take(0, "v1")
    await bench.pass_seconds(0)
    bench.put(receiver("acme", "acme", generation=2))
    await bench.take(1, "v2", "v3")
    await bench.pass_seconds(0)
    assert await bench.outcomes("acme") == [("v1", "gave_up"), ("v2", "delivered"), ("v3", "delivered")]


async def test_after_410_a_try_by_hand_that_succeeds_opens_the_receiver_again(bench: Bench) -> None:
    bench.channel.answers("acme", 410, 204)
    await bench.take(0, "v1")
    await bench.pass_seconds(0)
    await bench.receipts.ask(delivery_id("v1", "acme"), bench.clock())
    await bench.take(1, "v2")
    await bench.pass_seconds(0)
    assert await bench.outcomes("acme") == [("v1", "delivered"), ("v2", "delivered")]


@pytest.mark.parametrize("status", [429, 503])
async def test_a_receiver_that_asks_for_quiet_gets_nothing_until_then(bench: Bench, status: int) -> None:
    bench.channel.answers("acme", Answer(0, status, retry_after=10 * MINUTE), 204)
    await bench.take(0, "v1", "v2")
    await bench.pass_seconds(60)
    await bench.take(2, "v3")
    await bench.pass_seconds(539)
    assert [sent.after for sent in bench.channel.sent if sent.receiver == "acme"] == [0]
    await bench.pass_seconds(1)
    told = [(sent.message, sent.after) for sent in bench.channel.sent if sent.receiver == "acme"]
    assert told == [("v1", 0), ("v1", 600), ("v2", 600), ("v3", 600)]
    assert bench.times("north", "v3") == [60]


async def test_a_try_by_hand_is_sent_also_to_a_receiver_that_asked_for_quiet(bench: Bench) -> None:
    bench.channel.answers("acme", Answer(0, 429, retry_after=10 * MINUTE), 204)
    await bench.take(0, "v1")
    await bench.pass_seconds(60)
    await bench.receipts.ask(delivery_id("v1", "acme"), bench.clock())
    await bench.pass_seconds(0)
    assert bench.times("acme") == [0, 60]


async def test_a_try_by_hand_that_fails_leaves_the_schedule_as_it_was(bench: Bench) -> None:
    bench.channel.answers("acme", DOWN)
    await bench.take(0, "v1")
    await bench.pass_seconds(100)
    await bench.receipts.ask(delivery_id("v1", "acme"), bench.clock())
    await bench.pass_seconds(400_000)
    assert bench.times("acme") == [0, 5, 100, *SCHEDULE[2:]]


async def test_what_was_delivered_can_be_sent_again_and_stays_delivered(bench: Bench) -> None:
    bench.channel.answers("acme", 204, 500)
    await bench.take(0, "v1")
    await bench.pass_seconds(100)
    await bench.receipts.ask(delivery_id("v1", "acme"), bench.clock())
    await bench.pass_seconds(1_000)
    receipt = (await bench.all_receipts())["acme"][0]
    assert (receipt.state, receipt.next_at) == ("delivered", None)
    assert [attempt.status for attempt in receipt.attempts] == [204, 500]


async def test_a_receiver_taken_out_of_the_directory_is_given_up_without_a_call(bench: Bench) -> None:
    bench.channel.answers("acme", DOWN)
    await bench.take(0, "v1")
    await bench.pass_seconds(1)
    bench.drop("acme")
    await bench.pass_seconds(60)
    receipt = (await bench.all_receipts())["acme"][0]
    assert (receipt.state, bench.times("acme")) == ("gave_up", [0])
    assert receipt.attempts[-1].error == "Not sent: the receiver is no longer in the directory."


async def test_a_receiver_switched_off_is_given_up_without_a_call(bench: Bench) -> None:
    await bench.take(0, "v1")
    bench.put(receiver("acme", "acme", disabled=True))
    await bench.pass_seconds(60)
    assert (await bench.outcomes("acme"), bench.times("acme")) == ([("v1", "gave_up")], [])


async def test_a_receiver_that_moved_is_told_at_its_new_address(bench: Bench) -> None:
    bench.channel.answers("acme", DOWN, 204)
    await bench.take(0, "v1")
    await bench.pass_seconds(1)
    bench.put(receiver("acme", "acme", "https://moved.example/in"))
    await bench.pass_seconds(60)
    assert (await bench.all_receipts())["acme"][0].host == "moved.example"


async def test_two_replicas_do_not_send_to_one_receiver_at_once(bench: Bench) -> None:
    other = bench.new_sending()
    seen: list[int] = []

    async def another_looks(_receiver: str) -> None:
        seen.extend(len(claim.receiver) for claim in await other.claim(10))

    bench.channel.during = another_looks
    await bench.take(0, "v1", "v2")
    claims = await bench.sending.claim(10)
    for claim in claims:
        await bench.sending.serve(claim)
    assert seen == []
    assert len(bench.channel.sent) == 4


async def test_what_a_killed_notifier_had_in_hand_is_sent_again_when_its_lease_ends(bench: Bench) -> None:
    await bench.take(0, "v1")
    killed = await bench.sending.claim(10)
    for claim in killed:
        await bench.store.begin(claim, bench.clock(), bench.clock() + LEASE)
    await bench.pass_seconds(LEASE / SECOND - 1)
    assert bench.channel.sent == []
    bench.clock.at = START + LEASE
    await bench.send_due()
    receipt = (await bench.all_receipts())["acme"][0]
    assert (receipt.state, receipt.interrupted) == ("delivered", 1)
    assert [attempt.number for attempt in receipt.attempts] == [1]


async def test_who_lost_the_claim_records_nothing(bench: Bench) -> None:
    bench.drop("north")
    other = bench.new_sending()

    async def stalls(_receiver: str) -> None:
        bench.channel.during = None
        bench.clock.at += LEASE
        for claim in await other.claim(10):
            await other.serve(claim)

    bench.channel.during = stalls
    await bench.take(0, "v1")
    for claim in await bench.sending.claim(10):
        await bench.sending.serve(claim)
    receipt = (await bench.all_receipts())["acme"][0]
    assert (len(bench.channel.sent), len(receipt.attempts), receipt.interrupted) == (2, 1, 1)


async def test_stopping_ends_after_the_attempt_in_hand_and_frees_the_receiver(bench: Bench) -> None:
    async def stop(_receiver: str) -> None:
        bench.sending.stop()

    bench.drop("north")
    bench.channel.during = stop
    await bench.take(0, "v1", "v2")
    for claim in await bench.sending.claim(10):
        await bench.sending.serve(claim)
    assert await bench.outcomes("acme") == [("v1", "delivered"), ("v2", "waiting")]
    assert len(await bench.new_sending().claim(10)) == 1


async def test_a_receiver_with_much_to_do_waits_behind_those_who_waited_longer(bench: Bench) -> None:
    bench.channel.answers("acme", 500)
    await bench.take(0, *(f"v{n}" for n in range(5)))
    first = (await bench.sending.claim(1))[0]
    await bench.sending.serve(first)
    bench.clock.at += 1
    second = (await bench.sending.claim(1))[0]
    assert first.receiver != second.receiver


async def test_a_fault_inside_the_channel_is_an_attempt_that_failed(bench: Bench) -> None:
    async def breaks(receiver: str) -> None:
        if receiver == "acme":
            raise RuntimeError("a fault of ours")

    bench.channel.during = breaks
    await bench.take(0, "v1")
    await bench.pass_seconds(1)
    receipt = (await bench.all_receipts())["acme"][0]
    assert receipt.attempts[0].error == "The notifier could not make this attempt; its log says why."
    assert await bench.outcomes("north") == [("v1", "delivered")]


async def test_every_attempt_is_said_on_the_topic_with_an_id_of_its_own(bench: Bench) -> None:
    bench.drop("north")
    bench.channel.answers("acme", 500, 204)
    await bench.take(0, "v1")
    await bench.pass_seconds(10)
    first, second = await bench.said()
    delivery = delivery_id("v1", "acme")
    assert (first["id"], second["id"]) == (f"{delivery}-1", f"{delivery}-2")
    assert (first["type"], first["subject"]) == (
        "dev.eyelevel.delivery.recorded",
        "acme-webshop/availability",
    )
    assert first["data"] == {
        "delivery": delivery,
        "verdict": "v1",
        "verdict_type": "objective.breached",
        "agreement": "acme-webshop",
        "objective": "availability",
        "party": "acme",
        "side": "customer",
        "receiver": "acme",
        "host": "acme.example:8443",
        "state": "waiting",
        "attempt": 1,
        "attempted_at": "2027-01-15T08:00:00Z",
        "seconds": "0.003",
        "instant": "2026-01-17T02:05:10Z",
        "sentence": {"en": "Availability can no longer be met.", "de": "Nicht mehr erreichbar."},
        "status": 500,
        "error": "The receiver answered 500.",
    }
    assert (second["data"]["state"], second["data"]["attempt"]) == ("delivered", 2)
    assert "error" not in second["data"]
