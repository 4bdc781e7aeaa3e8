"""Every indicator that an agreement may have can be put: all are watched."""

import pytest

from services.portal.documents import read_document

AGREEMENT = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {id: desk, title: Desk, version: 1}
parties: {provider: {id: northwind, name: Northwind}, customer: {id: acme, name: ACME}}
in_force: {from: 2026-01-01}
time_zone: Europe/Berlin
services: [{id: web, name: Web}]
maintenance: {MAINTENANCE}
objectives:
  - {id: up, owed_by: provider, indicator: availability, service: web, target: 99.5 %,
     window: {calendar: month}, counts: {unknown: down}}
  - {id: other, owed_by: provider, service: web, window: {calendar: month}, OTHER}
"""
AVAILABLE = "indicator: availability, target: 99 %, counts: {unknown: down}"


def document(other: str = AVAILABLE, maintenance: str = "notice: P3D") -> bytes:
    return AGREEMENT.replace("OTHER", other).replace("MAINTENANCE", maintenance).encode()


@pytest.mark.parametrize(
    "other",
    [
        AVAILABLE,
        "indicator: ratio, good: ok, total: all, target: 99.5 %",
        "indicator: response_time, within: PT1H, target: 95 %",
        "indicator: resolution_time, within: PT4H, target: 95 %",
        "indicator: customer_response_time, within: PT8H, target: 95 %",
        "indicator: outage_count, at_most: 1, counts: {unknown: down}",
        "indicator: longest_outage, at_most: PT1H, counts: {unknown: down}",
        "indicator: mean_time_to_restore, at_most: PT1H, counts: {unknown: down}",
        "indicator: mean_time_between_failures, at_least: P7D, counts: {unknown: down}",
        "indicator: satisfaction, target: 4.0 of 5",
        "indicator: measurement, metric: p95, unit: ms, take: max, at_most: 300",
    ],
)
def test_every_indicator_is_watched(other: str):
    assert read_document(document(other)).id == "desk"


@pytest.mark.parametrize("who", ["customer", "provider", "nobody"])
def test_maintenance_may_be_acknowledged_by_either_party(who: str):
    assert read_document(document(maintenance=f"notice: P3D, acknowledged_by: {who}")).id == "desk"
