"""Whatever stands in a document, the reader answers with versions or with faults, and never breaks."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from tests.unit.agreements.documents import AVAILABILITY, BASE, CLOCK, faults_of

FULL: dict[str, Any] = {
    **BASE,
    "service_hours": {
        "office": {
            "time_zone": "UTC",
            "weekly": {"mon-fri": ["09:00-17:00"], "sat": []},
            "holidays": {"country": "DE", "subdivision": "BE", "dates": ["12-24", "2026-01-01..2026-01-06"]},
            "on": {"2026-12-24": ["09:00-12:00"]},
        }
    },
    "services": [
        {"id": "shop", "stale_after": "PT5M", "evidence": {"sources": ["a"], "rule": {"authoritative": "a"}}},
        {"id": "pay", "made_of": {"at_least": 1, "of": ["shop", {"any": ["shop"]}]}},
    ],
    "incidents": {"statuses": {"waiting": {"clock": "pauses", "reason": "customer"}}},
    "maintenance": {"notice": "P3D", "at_most": {"count": 1, "per": "month"}, "within": "office"},
    "objectives": [
        {**AVAILABILITY, "credits": [{"below": "99 %", "percent": 5}], "warn_at": ["50 %"]},
        {**CLOCK, "within": {"P1": "PT1H", "P2": {"working_days": 1}}, "where": {"priority": ["P1"]}},
    ],
}
WORDS = [
    "",
    "x",
    "0",
    "-1",
    "99.9 %",
    "1e9",
    "PT1H",
    "2026-01-01",
    "mon",
    "shop",
    "on",
    "null",
    "é",
    "P1M",
    "9" * 40,
]
NODES = st.recursive(
    st.sampled_from(WORDS) | st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=2),
    max_leaves=4,
)


def places(node: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every node."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [way, *(place for name, child in inner for place in places(child, (*way, name)))]


PLACES = places(FULL)[1:]


def replaced(node: Any, way: tuple[Any, ...], value: Any) -> Any:
    """The same tree with one node replaced."""
    if not way:
        return value
    if isinstance(node, dict):
        return {
            name: replaced(child, way[1:], value) if name == way[0] else child for name, child in node.items()
        }
    return [replaced(child, way[1:], value) if index == way[0] else child for index, child in enumerate(node)]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), NODES)
def test_any_value_anywhere_is_read_or_refused(way: tuple[Any, ...], value: Any) -> None:
    found = faults_of(json.dumps(replaced(FULL, way, value)))
    assert all(fault.sentence and fault.line >= 1 for fault in found)
    if not found:
        assert terms_of(read_agreement(json.dumps(replaced(FULL, way, value)))[0]).objectives


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet="{}[]:,-&*!#'\"|>%@ \n\tabc01", max_size=60))
def test_any_text_is_refused(text: str | bytes) -> None:
    assert faults_of(text)
