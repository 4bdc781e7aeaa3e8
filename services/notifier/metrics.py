"""The notifier's metrics, declared once with their meaning.

Every label value is there from the start: nothing yet is 0, not absent.
"""

import asyncio

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from services.notifier.ports import OUTCOMES, Attempt, Clock, ReceiptStore
from services.notifier.routing import SIDES

SECOND = 1_000_000
STATES = ("waiting", "delivered", "gave_up")
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
_EVERY_SECONDS = 2.0


class Metrics:
    """What the notifier tells of its work."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.deliveries = Gauge(
            "eyelevel_deliveries",
            "Deliveries kept, by side (provider, customer) and state (waiting, delivered, gave_up).",
            ["side", "state"],
            registry=registry,
        )
        self.attempts = Counter(
            "eyelevel_delivery_attempts_total",
            "Attempts recorded, by side and outcome (delivered, failed, not_sent).",
            ["side", "outcome"],
            registry=registry,
        )
        self.seconds = Histogram(
            "eyelevel_delivery_attempt_duration_seconds",
            "Seconds from the start of an attempt to the receiver's answer or its lack, by side.",
            ["side"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self.oldest = Gauge(
            "eyelevel_delivery_oldest_waiting_age_seconds",
            "Age of the oldest delivery that still waits; 0 when none does.",
            registry=registry,
        )
        for side in SIDES:
            self.seconds.labels(side)
            for state in STATES:
                self.deliveries.labels(side, state)
            for outcome in OUTCOMES:
                self.attempts.labels(side, outcome)

    def attempted(self, attempt: Attempt) -> None:
        """One attempt was recorded."""
        self.attempts.labels(attempt.job.side, attempt.outcome).inc()
        if attempt.outcome != "not_sent":
            self.seconds.labels(attempt.job.side).observe(attempt.took / SECOND)

    async def measure(self, store: ReceiptStore, now: int) -> None:
        """Read the gauges from the store."""
        counts = {(row.side, row.state): row.count for row in await store.counts()}
        for side in SIDES:
            for state in STATES:
                self.deliveries.labels(side, state).set(counts.get((side, state), 0))
        oldest = await store.oldest_waiting()
        self.oldest.set(0 if oldest is None else max(0, now - oldest) / SECOND)


async def keep_measuring(metrics: Metrics, store: ReceiptStore, clock: Clock) -> None:
    """The worker: the gauges every two seconds, until cancelled."""
    while True:
        await metrics.measure(store, clock())
        await asyncio.sleep(_EVERY_SECONDS)
