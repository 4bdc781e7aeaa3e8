"""Agreement documents for tests."""

WEBSHOP = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {id: acme-webshop, title: Web shop hosting for ACME, version: 3}
parties:
  provider: {id: northwind, name: Northwind Hosting}
  customer: {id: acme, name: ACME Retail}
  suppliers: [{id: carrier-one, name: Carrier One}]
  observers: [{id: auditor, name: Audit GmbH}]
in_force: {from: 2025-01-01, until: 2027-01-01, review_by: 2026-10-01}
time_zone: Europe/Berlin
services:
  - {id: webshop, name: Web shop, stale_after: never}
maintenance: {notice: P3D}
objectives:
  - id: availability
    title: Availability of the web shop
    owed_by: provider
    indicator: availability
    service: webshop
    target: 99.9 %
    window: {calendar: month}
    counts: {maintenance: excluded, unknown: down, degraded: {minor: 0.1, other: 0.5}, outages_shorter_than: PT1M}
    not_assessable_above: {unknown: 5 %}
    warn_at: [50 %, 75 %, 90 %]
    credits: {tiers: [{below: 99.9 %, percent: 10}, {below: 99.0 %, percent: 25}], of: monthly_fee}
"""

SMALL = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {{id: {id}, title: {title}, version: {version}}}
parties:
  provider: {{id: {provider}, name: {provider}}}
  customer: {{id: {customer}, name: {customer}}}
  observers: [{{id: {observer}, name: Auditor}}]
in_force: {{from: 2026-01-01, until: 2027-01-01}}
time_zone: UTC
services:
  - {{id: {service}, name: {service}}}
objectives:
  - id: availability
    owed_by: provider
    indicator: availability
    service: {service}
    target: {target} %
    window: {{calendar: month}}
    counts: {{unknown: excluded}}
"""


def small(
    name: str = "shop",
    *,
    title: str = "A small agreement",
    version: int = 1,
    provider: str = "north",
    customer: str = "acme",
    observer: str = "auditor",
    service: str = "shop",
    target: str = "99",
) -> str:
    """An agreement with one objective."""
    return SMALL.format(
        id=name,
        title=title,
        version=version,
        provider=provider,
        customer=customer,
        observer=observer,
        service=service,
        target=target,
    )
