"""What ingest tells Prometheus, each with its meaning."""

from collections import Counter as Tally
from collections.abc import Callable, Sequence
from typing import Final

from prometheus_client import CollectorRegistry, Counter

from services.ingest.acceptance import Accepted
from services.ingest.handlers import Outcome
from services.ingest.refusals import REASONS, Rejected
from shared.observability.metrics import gauge

DOORS: Final = ("http", "history", "raw")


class Metrics:
    """The counters and gauges of one ingest; every label is there from the start, so that absent is not zero."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._accepted = Counter(
            "eyelevel_ingest_accepted_total",
            "Events that stand in the log, by the way they came.",
            ["door"],
            registry=registry,
        )
        self._repeated = Counter(
            "eyelevel_ingest_repeated_total",
            "Events that the recent window knew already.",
            ["door"],
            registry=registry,
        )
        self._rejected = Counter(
            "eyelevel_ingest_rejected_total",
            "Events that were refused, by reason.",
            ["door", "reason"],
            registry=registry,
        )
        self._unkept = Counter(
            "eyelevel_ingest_rejected_unkept_total",
            "Refused raw records beyond the quota, which are counted but not kept.",
            registry=registry,
        )
        for door in DOORS:
            self._accepted.labels(door)
            self._repeated.labels(door)
            for reason in REASONS:
                self._rejected.labels(door, reason)

    def count(self, door: str, outcomes: Sequence[Outcome]) -> None:
        """What came of a batch; `door` is one of `DOORS`."""
        refusals = Tally(outcome.reason for outcome in outcomes if isinstance(outcome, Rejected))
        accepted = sum(isinstance(outcome, Accepted) for outcome in outcomes)
        self._accepted.labels(door).inc(accepted)
        self._repeated.labels(door).inc(len(outcomes) - accepted - refusals.total())
        for reason, times in refusals.items():
            self._rejected.labels(door, reason).inc(times)

    def unkept(self) -> None:
        """A refused record was not kept."""
        self._unkept.inc()

    def gauge(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """A gauge that asks for its value when it is scraped."""
        gauge(self._registry, name, meaning, value)
