"""How `counts` is read: what maintenance, unknown and degraded time and short outages mean to an objective."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from shared.agreements.forms import choice, duration, map_of, one_of, percent, text, weight
from shared.agreements.nodes import Mapping, Node
from shared.agreements.records import Field, record
from shared.sla.agreed.objectives import Counts, MaintenanceCounts, UnknownCounts, Weights


def _degraded(node: Node, path: str) -> Weights:
    if not isinstance(node, Mapping):
        return Weights(other=weight(node, path))
    by_severity = map_of(text, weight)(node, path)
    other = by_severity.pop("other", None)
    return Weights(by_severity, other)


counts: Final = record(
    {
        "unknown": Field(
            choice(UnknownCounts), lacking="unknown time must have a rule; add unknown: excluded, up or down"
        ),
        "maintenance": Field(choice(MaintenanceCounts), MaintenanceCounts.EXCLUDED),
        "degraded": Field(_degraded, Weights()),
        "outages_shorter_than": Field(duration, 0),
    },
    Counts,
)


def _maintenance_of_ratio(node: Node, path: str) -> MaintenanceCounts:
    return MaintenanceCounts(one_of(["excluded", "counts_as_is"])(node, path))


ratio_counts: Final = record(
    {"maintenance": Field(_maintenance_of_ratio, MaintenanceCounts.EXCLUDED)}, lambda maintenance: maintenance
)


def _unknown_share(unknown: Fraction) -> Fraction:
    return unknown


not_assessable_above: Final = record({"unknown": Field(percent)}, _unknown_share)
