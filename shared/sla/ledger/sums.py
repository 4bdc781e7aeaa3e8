"""Sums of time: of each class of the ledger, of what counts, and of what of it is bad.

Bad time is kept whole: in parts of a microsecond, `Rates.whole` to one, so that every weight of the clause is
an integer of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Final

from shared.sla.agreed.objectives import Counts
from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.ledger.weighing import bad_share

Spent = tuple[int, int]
"""Bad time (in parts of a microsecond, see `Rates`), and the time that counts (µs)."""

_CLASSES: Final = tuple(TimeClass)
_PLACE: Final = {time_class: place for place, time_class in enumerate(_CLASSES)}
_OUTSIDE: Final = _PLACE[TimeClass.OUTSIDE_SERVICE_HOURS]
_NOT_IN_FORCE: Final = _PLACE[TimeClass.NOT_IN_FORCE]
_UNKNOWN: Final = _PLACE[TimeClass.UNKNOWN]


@dataclass(frozen=True, slots=True)
class Sums:
    """µs of each class in the order of `TimeClass`, counted time (µs), and bad time (see above)."""

    times: tuple[int, ...]
    total: int
    bad: int

    def __add__(self, other: Sums) -> Sums:
        times = tuple([one + more for one, more in zip(self.times, other.times, strict=True)])
        return Sums(times, self.total + other.total, self.bad + other.bad)

    def __sub__(self, other: Sums) -> Sums:
        times = tuple([one - less for one, less in zip(self.times, other.times, strict=True)])
        return Sums(times, self.total - other.total, self.bad - other.bad)

    @property
    def ledger(self) -> Mapping[TimeClass, int]:
        """µs of each class; every class is there."""
        return dict(zip(_CLASSES, self.times, strict=True))

    @property
    def unknown(self) -> int:
        """Unknown time, µs."""
        return self.times[_UNKNOWN]

    @property
    def assessed(self) -> int:
        """What the share of unknown time is taken of: all in force and in service hours, µs."""
        return sum(self.times) - self.times[_OUTSIDE] - self.times[_NOT_IN_FORCE]

    @property
    def unknown_share(self) -> Fraction | None:
        """The share of unknown time; None where there is nothing to take it of."""
        return Fraction(self.unknown, self.assessed) if self.assessed else None


NOTHING: Final = Sums((0,) * len(_CLASSES), 0, 0)


def not_in_force(time: int) -> Sums:
    """So much time out of force (µs), or so much less of it."""
    times = [0] * len(_CLASSES)
    times[_NOT_IN_FORCE] = time
    return Sums(tuple(times), 0, 0)


class Rates:
    """How classed time counts under a clause: by the microsecond, in whole parts of one."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._known: dict[tuple[TimeClass, str | None], int | None] = {}

    @cached_property
    def whole(self) -> int:
        """How many parts a microsecond has: the least number that makes every weight whole."""
        degraded = self._counts.degraded
        weights = [*degraded.by_severity.values(), degraded.of(None)]
        return lcm(*(weight.denominator for weight in weights))

    def of(self, span: ClassedSpan) -> int | None:
        """What of each microsecond of a span is bad; None where it does not count."""
        key = span.time_class, span.severity
        if key not in self._known:
            share = bad_share(span, self._counts)
            self._known[key] = None if share is None else int(share * self.whole)
        return self._known[key]


def summed(spans: Iterable[ClassedSpan], inside: Callable[[int, int], int], rates: Rates) -> Sums:
    """The sums of some spans; `inside`: how much of a stretch is service hours (µs)."""
    times, total, bad = [0] * len(_CLASSES), 0, 0
    for span in spans:
        length = span.end - span.start
        if span.time_class is TimeClass.NOT_IN_FORCE:
            times[_NOT_IN_FORCE] += length
            continue
        served = inside(span.start, span.end)
        times[_PLACE[span.time_class]] += served
        times[_OUTSIDE] += length - served
        rate = rates.of(span)
        if rate is not None:
            total += served
            bad += rate * served
    return Sums(tuple(times), total, bad)
