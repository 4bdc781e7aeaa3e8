"""Advice on documents that are clear: what both would think about before they sign."""

from typing import Any

import pytest

from shared.agreements.linter import advice
from tests.unit.agreements.documents import AVAILABILITY, CLOCK, objective, read

QUIET: dict[str, Any] = {
    "services": [{"id": "shop", "stale_after": "PT5M", "evidence": {"sources": ["probe"]}}],
    "service_hours": None,
    "maintenance": {"notice": "P3D"},
}


def fields(**changes: Any) -> list[str]:
    return [one.field for one in advice(read(**{**QUIET, **changes}))]


def test_a_document_with_every_word_said_gets_none() -> None:
    assert fields() == []


ADVICE: list[tuple[dict[str, Any], list[str]]] = [
    ({"in_force": {"from": "2026-01-01"}}, ["in_force.until"]),
    ({"metadata__title": "Sh\u202eop"}, ["metadata.title"]),
    ({"metadata__description": "One line\nand another"}, []),
    ({"parties__provider__name": "North\u200bwind"}, ["parties.provider.name"]),
    ({"objectives": objective(AVAILABILITY, title="Up\u2066time")}, ["objectives[0].title"]),
    ({"time_zone": "CET"}, ["time_zone"]),
    ({"time_zone": "Etc/GMT-1"}, ["time_zone"]),
    ({"time_zone": "UTC"}, []),
    ({"time_zone": "America/Argentina/Buenos_Aires"}, []),
    ({"services": [{"id": "shop", "evidence": {"sources": ["p"]}}]}, ["services[0].stale_after"]),
    ({"services": [{"id": "shop", "stale_after": "PT5M"}]}, ["services[0].evidence.sources"]),
    (
        {
            "services": [
                *QUIET["services"],
                {"id": "x", "stale_after": "PT5M", "evidence": {"sources": ["p"]}},
            ]
        },
        ["services[1]"],
    ),
    ({"maintenance": {}}, ["maintenance.notice"]),
    ({"service_hours": {"office": {"weekly": {"mon": []}}}}, ["service_hours.office"]),
    ({"objectives": objective(AVAILABILITY, target="100 %")}, ["objectives[0].target"]),
    ({"objectives": objective(AVAILABILITY, warn_at=[])}, ["objectives[0].warn_at"]),
    (
        {"objectives": objective(AVAILABILITY, counts={"unknown": "excluded"})},
        ["objectives[0].not_assessable_above"],
    ),
    (
        {"objectives": objective(AVAILABILITY, credits=[{"below": "99.95 %", "percent": 5}])},
        ["objectives[0].credits"],
    ),
    (
        {"objectives": objective(CLOCK, where={"priority": ["P1", "P2"]}, within={"P1": "PT1H"})},
        ["objectives[0].within"],
    ),
    (
        {
            "objectives": objective(CLOCK, pause_while=["wating"]),
            "incidents": {"statuses": {"waiting": {"clock": "pauses"}}},
        },
        ["objectives[0].pause_while"],
    ),
    (
        {"objectives": objective(CLOCK, indicator="customer_response_time")},
        ["objectives[0].indicator", "objectives[0].service_hours"],
    ),
    (
        {
            "objectives": objective(
                AVAILABILITY, indicator="measurement", counts=None, metric="m", each={"at_most": 1}
            )
        },
        ["objectives[0].unit"],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), ADVICE)
def test_each_second_thought_names_its_field(changes: dict[str, Any], expected: list[str]) -> None:
    assert fields(**changes) == expected


def test_a_name_that_hides_something_is_shown_with_what_it_hides() -> None:
    (one,) = advice(read(**{**QUIET, "metadata__title": "Sh\u202eop"}))
    assert one.sentence == (
        "metadata.title holds characters that draw nothing and can change what stands beside it: "
        "Sh\\u202eop; write it without them"
    )


def advice_on_credits(*tiers: tuple[str, float]) -> list[str]:
    agreed = [{"below": below, "percent": percent} for below, percent in tiers]
    return [
        one.sentence
        for one in advice(read(**{**QUIET, "objectives": objective(AVAILABILITY, credits=agreed)}))
    ]


def test_a_tier_above_the_target_is_named() -> None:
    assert advice_on_credits(("99.95 %", 5), ("99.9 %", 10)) == [
        (
            "objectives[0].credits begin above the target: below 99.95 % credit is due, "
            "though from 99.9 % on the target is met"
        )
    ]


def test_a_lower_tier_that_pays_less_is_named_with_the_one_above_it() -> None:
    assert advice_on_credits(("50 %", 5), ("90 %", 25.5)) == [
        (
            "objectives[0].credits pay less for a worse share: below 50 % 5 percent, below 90 % 25.5 percent; "
            "the lowest tier that is undercut applies"
        )
    ]
    assert advice_on_credits(("50 %", 25), ("90 %", 25)) == []


def test_a_part_of_a_composite_is_promised_through_it() -> None:
    services = [
        {"id": "shop", "made_of": {"all": ["pay", "net"]}},
        {"id": "pay", "stale_after": "PT5M", "evidence": {"sources": ["p"]}},
        {"id": "net", "stale_after": "PT5M", "evidence": {"sources": ["p"]}},
        {"id": "et", "stale_after": "PT5M", "evidence": {"sources": ["p"]}},
    ]
    assert fields(services=services) == ["services[3]"]
