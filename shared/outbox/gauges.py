"""What a service's outbox tells Prometheus: under the same names in every service that has one."""

from prometheus_client import CollectorRegistry

from shared.observability.metrics import gauge
from shared.outbox.relay import Relay


def show_outbox(registry: CollectorRegistry, relay: Relay) -> None:
    """Add the gauges of a relay, asked for at a scrape."""
    gauge(
        registry,
        "eyelevel_outbox_pending_entries",
        "Outbox rows not in the event log yet.",
        lambda: relay.pending,
    )
    gauge(
        registry,
        "eyelevel_outbox_oldest_age_seconds",
        "Seconds the oldest outbox row has waited; 0 when none does.",
        relay.oldest_age,
    )
