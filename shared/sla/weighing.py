"""How each class counts: not at all, or with a share of it bad and the rest good (SEMANTICS.md, the ledger)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.objectives import Counts, MaintenanceCounts, UnknownCounts

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


def weigh(spans: Iterable[ClassedSpan], counts: Counts) -> list[Weighed]:
    """The spans that count, in order; neighbours that count alike are one."""
    found: list[Weighed] = []
    for span in spans:
        bad = bad_share(span, counts)
        if bad is None:
            continue
        if found and found[-1].end == span.start and found[-1].bad == bad:
            found[-1] = Weighed(found[-1].start, span.end, bad)
        else:
            found.append(Weighed(span.start, span.end, bad))
    return found


def ledger(spans: Iterable[ClassedSpan]) -> dict[TimeClass, int]:
    """µs of each class; every class is there."""
    sums = dict.fromkeys(TimeClass, 0)
    for span in spans:
        sums[span.time_class] += span.end - span.start
    return sums


def total_time(weighed: Iterable[Weighed]) -> int:
    """Good and bad time, µs."""
    return sum(one.end - one.start for one in weighed)


def bad_time(weighed: Iterable[Weighed]) -> Fraction:
    """Bad time, µs."""
    sums: dict[Fraction, int] = {}
    for one in weighed:
        sums[one.bad] = sums.get(one.bad, 0) + one.end - one.start
    return sum((share * time for share, time in sums.items()), _ZERO)


def unknown_share(sums: Mapping[TimeClass, int]) -> Fraction | None:
    """unknown / (all of the ledger but not_in_force and outside_service_hours); None where that is nothing."""
    outside = sums[TimeClass.NOT_IN_FORCE] + sums[TimeClass.OUTSIDE_SERVICE_HOURS]
    base = sum(sums.values()) - outside
    return Fraction(sums[TimeClass.UNKNOWN], base) if base else None


def common_denominator(weighed: Sequence[Weighed]) -> int:
    """The least number that makes every bad share whole."""
    return lcm(*{one.bad.denominator for one in weighed})
