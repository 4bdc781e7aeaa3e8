"""When unknown time passes the agreed share, and when it is back under it (SEMANTICS.md, not_assessable).

unknown is compared with all of the ledger but not in force and outside service hours; strictly above the
share, the period is not assessable.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.lines import Line, Stroke
from shared.sla.spans import MICROSECOND, Span
from shared.sla.weighing import Weighed

_OUTSIDE = (TimeClass.NOT_IN_FORCE, TimeClass.OUTSIDE_SERVICE_HOURS)


def unknown_of(spans: Iterable[ClassedSpan]) -> list[Weighed]:
    """The time that the share is taken of, with unknown as its bad part."""
    return [
        Weighed(span.start, span.end, Fraction(span.time_class is TimeClass.UNKNOWN))
        for span in spans
        if span.time_class not in _OUTSIDE
    ]


def share_strokes(weighed: Iterable[Weighed], period: Span, bound: Fraction) -> list[Stroke]:
    """unknown - bound x base over a calendar window, made whole; above 0 where it is not assessable."""
    line = Line()
    for one in weighed:
        line.rise(one.start, one.end, int(one.bad) * bound.denominator - bound.numerator)
    return list(line.strokes(0, period.start, period.end))


def next_turn(strokes: Iterable[Stroke], after: int) -> int | None:
    """The first instant after one at which a line crosses 0, from what it is there."""
    above: bool | None = None
    for stroke in strokes:
        if stroke.end <= after:
            continue
        value = stroke.value + stroke.slope * (max(after, stroke.start) - stroke.start)
        rest = Stroke(max(after, stroke.start), stroke.end, value, stroke.slope)
        if above is None:
            above = value > 0
        turned = rest.first_not_above() if above else rest.first_above()
        if turned is not None:
            return max(turned, after + MICROSECOND)
    return None
