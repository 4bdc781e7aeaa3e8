"""What the evaluator tells Prometheus, each with its meaning. Every label is there from the start, but objectives'."""

from collections.abc import Callable
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram

from services.evaluator.noting import Noted
from services.evaluator.objective_metrics import ObjectiveMetrics
from shared.contracts.verdicts import VERDICT_TYPES
from shared.observability.metrics import gauge

log = structlog.get_logger(__name__)

OUTCOMES: Final = ("used", "waiting", "early", "set_aside", "put", "repeated", "contradicting")
_BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Implements noting.Observer."""

    def __init__(self, registry: CollectorRegistry, *, objectives: int) -> None:
        """`objectives`: how many have gauges of their own."""
        self._registry = registry
        self.woken: Callable[[], None] = lambda: None
        """Called after each batch: the relay is to be woken."""
        self._objectives = ObjectiveMetrics(registry, objectives)
        self._facts = Counter(
            "eyelevel_evaluator_facts_total",
            "Records of agreements taken, by what became of them on arrival.",
            ["outcome"],
            registry=registry,
        )
        self._verdicts = Counter(
            "eyelevel_evaluator_verdicts_total",
            "Verdicts decided, by type, and whether they were published or, being of before the agreement was put, "
            "held back.",
            ["type", "told"],
            registry=registry,
        )
        self._batch = Histogram(
            "eyelevel_evaluator_batch_duration_seconds",
            "Seconds from a batch's first record to its commit.",
            buckets=_BUCKETS,
            registry=registry,
        )
        for outcome in OUTCOMES:
            self._facts.labels(outcome)
        for kind in VERDICT_TYPES:
            for told in ("published", "held_back"):
                self._verdicts.labels(kind, told)

    def committed(self, number: int, noted: Noted) -> None:
        """A batch is there."""
        for agreement, source, identity in noted.contradicting:
            log.warning(
                "fact_contradicts",
                agreement=agreement,
                source=source,
                id=identity,
                advice="the first one counts; the sender must not use an id twice",
            )
        for agreement, entries in noted.too_large:
            log.warning(
                "checkpoint_too_large",
                agreement=agreement,
                entries=entries,
                advice="a restart reads all its facts since its last one; EYELEVEL_CHECKPOINT_ENTRIES allows more",
            )
        for outcome, count in noted.facts.items():
            self._facts.labels(outcome).inc(count)
        for (kind, published), count in noted.verdicts.items():
            self._verdicts.labels(kind, "published" if published else "held_back").inc(count)
        self._batch.observe(noted.seconds)
        for agreement, objectives in noted.versions:
            self._objectives.put(number, agreement, objectives)
        for agreement, objective, figure in noted.figures:
            self._objectives.show(number, agreement, objective, figure)
        self.woken()

    def forgotten(self, number: int) -> None:
        """The partition is another's now: so are its objectives."""
        self._objectives.forget(number)

    def gauge(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """A gauge that asks for its value when it is scraped."""
        gauge(self._registry, name, meaning, value)
