"""How each class counts: not at all, or with a share of it bad and the rest good (SEMANTICS.md, the ledger)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from shared.sla.agreed.objectives import Counts, MaintenanceCounts, UnknownCounts
from shared.sla.figures import ClassedSpan, TimeClass

_ZERO = Fraction(0)
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A stretch that counts, and what share of it is bad."""

    start: int
    end: int
    bad: Fraction


def bad_share(span: ClassedSpan, counts: Counts) -> Fraction | None:
    """What share of a span is bad; None where it does not count."""
    match span.time_class:
        case TimeClass.UP | TimeClass.TOLERATED:
            return _ZERO
        case TimeClass.DOWN:
            return _ONE
        case TimeClass.DEGRADED:
            return counts.degraded.of(span.severity)
        case TimeClass.UNKNOWN:
            return {UnknownCounts.EXCLUDED: None, UnknownCounts.UP: _ZERO, UnknownCounts.DOWN: _ONE}[
                counts.unknown
            ]
        case TimeClass.MAINTENANCE:
            return _ZERO if counts.maintenance is MaintenanceCounts.COUNTS_AS_UP else None
        case _:
            return None


def common_denominator(weighed: Sequence[Weighed]) -> int:
    """The least number that makes every bad share whole."""
    return lcm(*{one.bad.denominator for one in weighed})
