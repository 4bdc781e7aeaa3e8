"""What the running system does not watch yet is refused with a sentence."""

import pytest

from services.portal.documents import read_document
from services.portal.refusals import Refused

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


def test_availability_is_watched():
    assert read_document(document()).id == "desk"


@pytest.mark.parametrize(
    "other",
    [
        "indicator: resolution_time, within: PT4H, target: 95 %",
        "indicator: ratio, good: ok, total: all, target: 99.5 %",
        "indicator: outage_count, at_most: 1, counts: {unknown: down}",
    ],
)
def test_another_indicator_is_refused_by_the_name_of_its_objective(other: str):
    with pytest.raises(Refused) as refused:
        read_document(document(other))
    assert "'other' is not about availability" in refused.value.sentence
    assert [fault.field for fault in refused.value.faults] == ["objectives[1].indicator"]
