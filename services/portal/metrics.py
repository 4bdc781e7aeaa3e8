"""The portal's own metrics. Read when scraped; nothing here grows with the number of agreements."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry

from shared.observability.metrics import gauge


class Metrics:
    """Registers the gauges of one portal; each asks its part when Prometheus comes."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def watch_evaluator(self, seconds_since: Callable[[], float]) -> None:
        """How old the last answer of the evaluator is."""
        said = "Seconds since the evaluator last answered the portal; -1 before the first answer."
        gauge(self._registry, "eyelevel_portal_evaluator_answer_age_seconds", said, seconds_since)
