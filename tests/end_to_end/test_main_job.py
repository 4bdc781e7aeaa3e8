"""The main job from end to end: facts by every door, one breach, the same signed message to both parties.

One body over two settings: everything in one process, and four processes with a real Kafka and a real PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from services.embedded import Embedding, create_app
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant, parse_instant
from shared.security import keys
from tests.end_to_end.deployment import Deployment, wait_until
from tests.end_to_end.front import Front
from tests.end_to_end.main_job import AGREEMENT, DOCUMENT, PARTIES, Job, event, now
from tests.end_to_end.receiving import Receiver
from tests.ports import free_port

RETRY_SECONDS = (0.5,) * 60
BUDGET = 864_000
"""Microseconds: a hundred-thousandth of a day."""


@pytest.fixture(params=["one", pytest.param("four", marks=[pytest.mark.kafka, pytest.mark.postgres])])
def job(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Job]:
    """In one process or in four, with a receiver for each party at which nobody listens yet."""
    with ExitStack() as stack:
        receivers = {side: stack.enter_context(Receiver()) for side in PARTIES}
        if request.param == "one":
            how = _embedding(tmp_path / "data")
            front = Front(create_app(how), int(how.url.rpartition(":")[2]), str(how.operator_key))
            server: Front | Deployment = stack.enter_context(front)
            log_url = how.event_log
        else:
            log_url = request.getfixturevalue("kafka_url")
            postgres = request.getfixturevalue("postgres_server")
            urls = {service: postgres.create() for service in ("portal", "evaluator", "notifier")}
            retry = ",".join(str(pause) for pause in RETRY_SECONDS)
            server = stack.enter_context(Deployment(tmp_path, log_url, urls, EYELEVEL_RETRY_SECONDS=retry))
        yield Job(server, log_url, tmp_path, receivers)


def _embedding(folder: Path) -> Embedding:
    url = f"http://127.0.0.1:{free_port()}"
    return Embedding(
        data=folder,
        url=url,
        inner_url=url,
        operator_key=keys.mint("operator").text,
        allow_private_receivers=True,
        retry_seconds=RETRY_SECONDS,
    )


def test_facts_become_a_breach_that_both_parties_are_told_in_the_same_signed_words(job: Job):
    _agreed(job)
    job.set_up()
    facts = _told_until_breached(job)
    _everybody_told(job)
    _same_words_signed_for_each(job)
    _breach_is_exact(job, facts["down"])
    _anybody_computes_the_same(job)
    _a_repeat_adds_nothing(job, facts)


def _agreed(job: Job) -> None:
    """The agreement is put; a portal of its own loses its power as soon as it has answered."""
    assert job.put().status_code == 201
    if isinstance(job.server, Deployment):
        job.server.kill("portal")
        job.server.start("portal")
        job.server.wait_ready("portal")
    kept = job.server.ask("portal", "GET", f"/v1/agreements/{AGREEMENT}/versions/1")
    assert kept.text == DOCUMENT
    assert job.put().status_code == 200, "the same again is no new version"
    puts = {one["id"] for one in job.history() if one["type"] == "dev.eyelevel.agreement.put"}
    assert len(puts) == 1


def _told_until_breached(job: Job) -> dict[str, CloudEvent]:
    """Facts by every door; the provider's receiver is away while the customer's is told of the breach."""
    customer, provider = job.receivers["customer"], job.receivers["provider"]
    customer.answer()
    at = now()
    facts = {
        "life": event("m-1", "web", "availability.observed", at, state="up"),
        "feed-down": event("m-2", "feed", "availability.changed", at, state="down", condition="feed"),
        "feed-up": event("m-3", "feed", "availability.changed", at + 500_000, state="up", condition="feed"),
        "down": event("m-4", "web", "availability.changed", at + 100_000, state="down", cause="provider"),
    }
    assert _taken(job.send_one(facts["life"]))
    assert _taken(job.send([facts["feed-down"], facts["feed-up"]]), 2)
    job.write(facts["down"])
    wait_until(lambda: job.figure("strict")["state"] == "breached", "time alone decides the breach")
    wait_until(lambda: _breaches(customer), "the customer is told")
    wait_until(lambda: _attempts(job, "provider"), "the provider's receiver was tried")
    assert provider.got == []
    end = now()
    facts["seen"] = event("m-5", "web", "availability.observed", end, state="up")
    facts["up"] = event("m-6", "web", "availability.changed", end, state="up")
    job.write_binary(facts["seen"])
    assert _taken(job.send_binary(facts["up"]))
    provider.answer()
    return facts


def _everybody_told(job: Job) -> None:
    """Each verdict reached each party, and each party may read how."""

    def settled() -> bool:
        told = sorted(
            (one["verdict"], one["side"]) for one in job.deliveries() if one["state"] == "delivered"
        )
        return told == sorted((id_, side) for id_ in job.verdicts() for side in PARTIES)

    wait_until(lambda: len(job.evidence("strict")) == 4, "every fact about the web is there")
    end = max(parse_instant(fact["recorded_at"]) for fact in job.evidence("strict"))
    wait_until(lambda: job.as_of() > end, "the figures are as of after the last fact")
    wait_until(settled, "each verdict is delivered to each party")
    said = job.deliveries()
    assert job.deliveries("provider") == job.deliveries("customer") == said
    for one in said:
        outcomes = [attempt["outcome"] for attempt in one["attempts"]]
        assert one["party"] == PARTIES[one["side"]]
        assert one["host"] in job.receivers[one["side"]].url
        assert one["attempts"][-1]["status"] == 204
        assert outcomes[-1] == "delivered"
        assert set(outcomes[:-1]) <= {"failed"}
    of_breach = {one["side"]: one for one in said if one["type"].endswith("objective.breached")}
    assert len(of_breach["customer"]["attempts"]) == 1
    assert of_breach["provider"]["attempts"][0]["status"] is None, "nobody listened at first"
    assert of_breach["provider"]["instant"] == of_breach["customer"]["instant"]
    assert of_breach["provider"]["sentence"] == of_breach["customer"]["sentence"]


def _same_words_signed_for_each(job: Job) -> None:
    provider, customer = job.receivers["provider"], job.receivers["customer"]
    assert provider.refused == customer.refused == [], (
        "each holds against the secret that the portal has shown"
    )
    assert provider.bodies == customer.bodies == job.verdicts()
    assert len(_breaches(provider)) == 1
    for received in provider.got:
        with pytest.raises(WebhookVerificationError):
            Webhook(customer.secret).verify(received.body, received.headers)


def _breach_is_exact(job: Job, down: CloudEvent) -> None:
    """The budget ran out by the clock between two facts, at the instant that the agreement makes it."""
    breached_at = format_instant(parse_instant(str(down.time)) + BUDGET)
    (said,) = _breaches(job.receivers["customer"])
    figure = job.figure("strict")
    assert figure["breached_at"] == breached_at
    assert (said["subject"], said["time"]) == (f"{AGREEMENT}/strict", breached_at)
    assert figure["ledger_us"]["down"] == -figure["budget_us"]["remaining"] + BUDGET
    assert sum(figure["ledger_us"].values()) == figure["total_us"] == 86_400_000_000


def _anybody_computes_the_same(job: Job) -> None:
    shown, computed = job.recomputed()
    assert [one["objective"] for one in shown] == ["strict", "easy"]
    assert computed == shown


def _a_repeat_adds_nothing(job: Job, facts: dict[str, CloudEvent]) -> None:
    def all_there() -> tuple[Any, ...]:
        counts = [len(receiver.got) for receiver in job.receivers.values()]
        return (
            job.history(),
            job.verdicts(),
            job.deliveries(),
            counts,
            job.evidence("strict"),
            job.evidence("easy"),
        )

    before = all_there()
    assert _repeated(job.send([facts["life"], facts["feed-down"], facts["up"]]), 3)
    assert _repeated(job.send_one(facts["down"])), "what came by the topic is known over HTTP"
    assert _repeated(job.send_binary(facts["up"]))
    job.write(facts["feed-up"])
    job.write_binary(facts["seen"])
    wait_until(
        lambda: job.counted("eyelevel_ingest_repeated_total", door="raw") == 2, "ingest has read the repeats"
    )
    read = now()
    wait_until(lambda: job.as_of() > read, "the evaluator has gone on")
    assert all_there() == before


def _taken(answer: dict[str, Any] | None, count: int = 1) -> bool:
    return answer is not None and answer["accepted"] == count


def _repeated(answer: dict[str, Any] | None, count: int = 1) -> bool:
    return answer is not None and (answer["repeated"], answer["accepted"]) == (count, 0)


def _attempts(job: Job, side: str) -> list[dict[str, Any]]:
    told = [
        one for one in job.deliveries() if one["side"] == side and one["type"].endswith("objective.breached")
    ]
    return [attempt for one in told for attempt in one["attempts"]]


def _breaches(receiver: Receiver) -> list[dict[str, Any]]:
    events = [msgspec.json.decode(body) for body in receiver.bodies.values()]
    return [event for event in events if event["type"] == "dev.eyelevel.objective.breached"]
