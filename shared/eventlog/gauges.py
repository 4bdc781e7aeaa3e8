"""What a service's intake tells Prometheus: under the same names in every service that has one."""

from prometheus_client import CollectorRegistry

from shared.eventlog.consumer import Consumer
from shared.observability.metrics import gauge


def show_intake(registry: CollectorRegistry, consumer: Consumer) -> None:
    """Add the gauges of a consumer, all of them of the partitions held and asked for at a scrape."""
    gauge(
        registry,
        "eyelevel_intake_lag_records",
        "Records of the event log not read yet, of the partitions held.",
        lambda: consumer.lag,
    )
    gauge(
        registry,
        "eyelevel_intake_stopped_partitions",
        "Partitions that stand still until a try succeeds.",
        lambda: consumer.stopped,
    )
    gauge(
        registry,
        "eyelevel_intake_since_poll_seconds",
        "Seconds since the event log was last asked with success; 0 before the first time.",
        lambda: consumer.since_poll,
    )
    gauge(
        registry,
        "eyelevel_intake_silent_seconds",
        "Seconds since the event log last answered, by the watchdog.",
        lambda: consumer.silent_for,
    )
