"""The same thing is measured under the same name in every service, so that one dashboard and one alarm fit all."""

from importlib import import_module

import pytest
from prometheus_client import CollectorRegistry

from shared.observability.metrics import render

SERVICES = ("ingest", "evaluator", "notifier", "portal")
WITH_OUTBOX = ("evaluator", "notifier", "portal")
INTAKE = {
    "eyelevel_intake_lag_records": "Records of the event log not read yet, of the partitions held.",
    "eyelevel_intake_silent_seconds": "Seconds since the event log last answered, by the watchdog.",
    "eyelevel_intake_since_poll_seconds": (
        "Seconds since the event log was last asked with success; 0 before the first time."
    ),
    "eyelevel_intake_stopped_partitions": "Partitions that stand still until a try succeeds.",
}
OUTBOX = {
    "eyelevel_outbox_oldest_age_seconds": "Seconds the oldest outbox row has waited; 0 when none does.",
    "eyelevel_outbox_pending_entries": "Outbox rows not in the event log yet.",
}


def registry_of(service: str) -> CollectorRegistry:
    found: CollectorRegistry = import_module(f"services.{service}.app").describe().state.registry
    return found


def told(service: str, prefix: str) -> dict[str, str]:
    """Name and meaning of a service's metrics."""
    families = registry_of(service).collect()
    return {family.name: family.documentation for family in families if family.name.startswith(prefix)}


def samples(service: str) -> set[str]:
    page, _ = render(registry_of(service), None)
    return {line.split()[0] for line in page.decode().splitlines() if not line.startswith("#")}


@pytest.mark.parametrize("service", SERVICES)
def test_every_intake_is_measured_alike(service: str) -> None:
    assert told(service, "eyelevel_intake_") == INTAKE
    assert set(INTAKE) <= samples(service), "also before anything was read"


@pytest.mark.parametrize("service", WITH_OUTBOX)
def test_every_outbox_is_measured_alike(service: str) -> None:
    assert told(service, "eyelevel_outbox_") == OUTBOX
    assert set(OUTBOX) <= samples(service)


@pytest.mark.parametrize("service", SERVICES)
def test_the_group_of_an_intake_is_named_after_its_service(service: str) -> None:
    intake = import_module(f"services.{service}.intake")
    assert service == intake.GROUP.removeprefix("eyelevel-") != intake.GROUP
