"""The ledger of a period as spans, cut to what is asked for, by class and by pages, with the sums of the cut."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.spans import Span, Spans, union


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Spans in order, the time of each class in the whole cut, and where the last span began; None on the last page."""

    spans: tuple[ClassedSpan, ...]
    sums: dict[TimeClass, int]
    next: int | None


def cut_to(spans: Sequence[ClassedSpan], asked: Span) -> list[ClassedSpan]:
    """The parts of the spans that lie in what is asked for."""
    return [
        span._replace(start=part.start, end=part.end)
        for span in spans
        if (part := Span(span.start, span.end).cut(asked))
    ]


def page_of_ledger(
    spans: Sequence[ClassedSpan], classes: Collection[TimeClass], after: int, limit: int
) -> LedgerPage:
    """At most `limit` of the spans that are of these classes (none named: of all), that begin after an instant."""
    sums = dict.fromkeys(TimeClass, 0)
    for span in spans:
        sums[span.time_class] += span.end - span.start
    left = [span for span in spans if (not classes or span.time_class in classes) and span.start > after]
    page = tuple(left[:limit])
    return LedgerPage(page, sums, page[-1].start if len(left) > len(page) else None)


def time_of(spans: Sequence[ClassedSpan], classes: Collection[TimeClass]) -> Spans:
    """The time of some classes, as spans that do not touch."""
    return union(Span(span.start, span.end) for span in spans if span.time_class in classes)
