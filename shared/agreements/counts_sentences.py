"""What the clause `counts` says, in words: maintenance, unknown and degraded time, short outages."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from shared.agreements import words
from shared.agreements.said import Clause
from shared.sla.agreed.objectives import Counts, MaintenanceCounts, UnknownCounts, Weights

_MAINTENANCE: Final = {
    MaintenanceCounts.EXCLUDED: ("Valid maintenance is not counted.", "Gültige Wartung wird nicht gezählt."),
    MaintenanceCounts.COUNTS_AS_UP: (
        "Valid maintenance counts as up.",
        "Gültige Wartung zählt als verfügbar.",
    ),
    MaintenanceCounts.COUNTS_AS_IS: (
        "In maintenance the state beneath counts.",
        "Während einer Wartung zählt der wirkliche Zustand.",
    ),
}
_UNKNOWN: Final = {
    UnknownCounts.EXCLUDED: ("Unknown time is not counted.", "Unbekannte Zeit wird nicht gezählt."),
    UnknownCounts.UP: ("Unknown time counts as up.", "Unbekannte Zeit zählt als verfügbar."),
    UnknownCounts.DOWN: ("Unknown time counts as down.", "Unbekannte Zeit zählt als Ausfall."),
}


def counted_maintenance(maintenance: MaintenanceCounts) -> Clause:
    """How valid maintenance counts."""
    return Clause("counts.maintenance", *_MAINTENANCE[maintenance])


def counts_sentences(counts: Counts, not_assessable_above: Fraction | None) -> Iterator[Clause]:
    """One sentence for each rule of the clause."""
    yield counted_maintenance(counts.maintenance)
    yield Clause("counts.unknown", *_UNKNOWN[counts.unknown])
    yield from _degraded(counts.degraded)
    if counts.outages_shorter_than:
        en = words.span_of_time(counts.outages_shorter_than, "en")
        de = words.span_of_time(counts.outages_shorter_than, "de")
        yield Clause(
            "counts.outages_shorter_than",
            f"An outage shorter than {en} is tolerated and counts as up.",
            f"Ein Ausfall, der kürzer ist als {de}, wird geduldet und zählt als verfügbar.",
        )
    if not_assessable_above is not None:
        en, de = words.promised(not_assessable_above, "en"), words.promised(not_assessable_above, "de")
        yield Clause(
            "not_assessable_above",
            f"Where more than {en} of the time is unknown, nothing is decided.",
            f"Ist mehr als {de} der Zeit unbekannt, so wird nichts entschieden.",
        )


def _degraded(weights: Weights) -> Iterator[Clause]:
    for severity, weight in weights.by_severity.items():
        yield _weighed(
            f"Degraded time of the severity {severity}",
            f"Beeinträchtigte Zeit der Schwere {severity}",
            weight,
        )
    rest = weights.of(None)
    if weights.by_severity:
        yield _weighed("Other degraded time", "Andere beeinträchtigte Zeit", rest)
    else:
        yield _weighed("Degraded time", "Beeinträchtigte Zeit", rest)


def _weighed(en: str, de: str, weight: Fraction) -> Clause:
    if weight == 0:
        return Clause("counts.degraded", f"{en} counts as up.", f"{de} zählt als verfügbar.")
    if weight == 1:
        return Clause("counts.degraded", f"{en} counts as down.", f"{de} zählt als Ausfall.")
    share = words.promised(weight, "en"), words.promised(weight, "de")
    return Clause(
        "counts.degraded", f"{en} counts as down by {share[0]}.", f"{de} zählt zu {share[1]} als Ausfall."
    )
