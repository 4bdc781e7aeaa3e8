"""The portal's own metrics. Read when scraped; nothing here grows with the number of agreements."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Gauge

from shared.eventlog.consumer import Consumer
from shared.outbox.relay import Relay


class Metrics:
    """Registers the gauges of one portal; each asks its part when Prometheus comes."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def watch_relay(self, relay: Relay) -> None:
        """How far publishing is behind."""
        self._gauge(
            "eyelevel_outbox_pending_entries", "Outbox rows not in the event log yet.", lambda: relay.pending
        )
        self._gauge("eyelevel_outbox_oldest_age_seconds", "How long the oldest has waited.", relay.oldest_age)

    def watch_intake(self, consumer: Consumer) -> None:
        """How far the deliveries are behind."""
        self._gauge(
            "eyelevel_intake_lag_records", "Records of deliveries not read yet.", lambda: consumer.lag
        )
        self._gauge(
            "eyelevel_intake_stopped_partitions", "Partitions that stand still.", lambda: consumer.stopped
        )

    def watch_evaluator(self, seconds_since: Callable[[], float]) -> None:
        """How old the last answer of the evaluator is."""
        said = "Seconds since the evaluator last answered the portal; -1 before the first answer."
        self._gauge("eyelevel_portal_evaluator_answer_age_seconds", said, seconds_since)

    def _gauge(self, name: str, said: str, ask: Callable[[], float]) -> None:
        Gauge(name, said, registry=self._registry).set_function(lambda: float(ask()))
