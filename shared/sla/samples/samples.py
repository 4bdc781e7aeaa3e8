"""Samples: single numbers told of a service, the answers of people or what was measured (CONTRACT.md, section 1).

An objective takes the facts of its own services: answers of its kind or of none, samples of its metric in its
unit. A score is read on the target's scale, exactly; in nps an answer becomes a promoter, a detractor or
neither. What becomes one number of them says `yardsticks`.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.sla.agreed.objectives import Measurement, Objective, Satisfaction
from shared.sla.agreed.terms import Terms
from shared.sla.counts.counters import CountSeries
from shared.sla.facts import Fact, FeedbackGiven, MeasurementTaken, OrderKey, RequestsCounted
from shared.sla.spans import MICROSECOND, Span

WITHIN: Final = "within"
TAKEN: Final = "taken"
"""The counters into which samples go that are judged each by itself."""

_PROMOTER: Final = Fraction(9)
_DETRACTOR: Final = Fraction(6)
_OF_TEN: Final = Fraction(10)


@dataclass(frozen=True, slots=True)
class Sample:
    """What an objective makes of a fact. `good`: it keeps the bound by itself, or is a promoter in nps."""

    fact: FeedbackGiven | MeasurementTaken
    value: Fraction
    good: bool


class SampleSeries:
    """Samples in the order of facts."""

    def __init__(self) -> None:
        self._samples: list[Sample] = []
        self._readers: list[Callable[[int], None]] = []

    def tell(self, reader: Callable[[int], None]) -> None:
        """Let a reader be told of each instant of which there is a new sample."""
        self._readers.append(reader)

    def ends(self) -> tuple[int, int] | None:
        """The instants of the first and the last sample; None without any."""
        return (self._samples[0].fact.at, self._samples[-1].fact.at) if self._samples else None

    def add(self, sample: Sample) -> None:
        """Take a sample, in any order."""
        for reader in self._readers:
            reader(sample.fact.at)
        if not self._samples or _order(self._samples[-1]) < _order(sample):
            self._samples.append(sample)
        else:
            insort(self._samples, sample, key=_order)

    def inside(self, span: Span) -> list[Sample]:
        """The samples of a span, in order."""
        return self._samples[self._index(span.start) : self._index(span.end)]

    def _index(self, instant: int) -> int:
        return bisect_left(self._samples, instant, key=lambda one: one.fact.at)


class Samples:
    """The facts that are samples, and the series that objectives make of them, made when first asked for."""

    def __init__(self) -> None:
        self._facts: list[FeedbackGiven | MeasurementTaken] = []
        self._series: dict[tuple[int, str], SampleSeries] = {}
        self._counts: dict[tuple[int, str], CountSeries] = {}
        self._feeds: list[Callable[[FeedbackGiven | MeasurementTaken], None]] = []

    def add(self, fact: FeedbackGiven | MeasurementTaken) -> None:
        """Take a fact, in any order."""
        self._facts.append(fact)
        for feed in self._feeds:
            feed(fact)

    def series(self, terms: Terms, objective: Objective, late: Callable[[Fact], bool]) -> SampleSeries:
        """The samples of an objective under a version; `late` says which facts arrived too late."""
        key = terms.version, objective.id
        if key not in self._series:
            made = self._series[key] = SampleSeries()
            self._feed(objective, late, made.add)
        return self._series[key]

    def counts(self, terms: Terms, objective: Objective, late: Callable[[Fact], bool]) -> CountSeries:
        """The same samples as counts of one: how many were taken, how many of them within bounds."""
        key = terms.version, objective.id
        if key not in self._counts:
            made = self._counts[key] = CountSeries()
            self._feed(objective, late, lambda sample: made.add(_counted(sample)))
        return self._counts[key]

    def _feed(
        self, objective: Objective, late: Callable[[Fact], bool], take: Callable[[Sample], None]
    ) -> None:
        def feed(fact: FeedbackGiven | MeasurementTaken) -> None:
            sample = None if late(fact) else sample_of(fact, objective)
            if sample is not None:
                take(sample)

        for fact in sorted(self._facts, key=lambda one: one.order):
            feed(fact)
        self._feeds.append(feed)


def sample_of(fact: FeedbackGiven | MeasurementTaken, objective: Objective) -> Sample | None:
    """What an objective makes of a fact; None where it is not about it."""
    asked = objective.indicator
    if fact.service not in objective.services:
        return None
    if isinstance(asked, Satisfaction) and isinstance(fact, FeedbackGiven) and _is_of_kind(fact, asked):
        return _answer(fact, asked)
    if isinstance(asked, Measurement) and isinstance(fact, MeasurementTaken) and _is_in_unit(fact, asked):
        return Sample(fact, fact.value, is_within(fact.value, asked.at_most, asked.at_least))
    return None


def unusable(fact: Fact, terms: Terms) -> str | None:
    """Why a sample cannot count under a version though objectives ask for its like; None where that is not so."""
    if not isinstance(fact, MeasurementTaken | FeedbackGiven):
        return None
    about = [one.indicator for one in terms.objectives if fact.service in one.services]
    if isinstance(fact, MeasurementTaken):
        of = [one for one in about if isinstance(one, Measurement) and one.metric == fact.metric]
        if of and not any(_is_in_unit(fact, one) for one in of):
            units = " or ".join(sorted({f"'{one.unit}'" for one in of}))
            told = "no unit" if fact.unit is None else f"the unit '{fact.unit}'"
            return f"'{fact.metric}' is told with {told}; it is agreed in {units}"
    else:
        asked = [one for one in about if isinstance(one, Satisfaction)]
        if asked and not any(_is_of_kind(fact, one) for one in asked):
            kinds = " or ".join(sorted({one.kind for one in asked}))
            return f"the answer is of the kind {fact.kind}; {kinds} is agreed"
    return None


def is_within(value: Fraction, at_most: Fraction | None, at_least: Fraction | None) -> bool:
    """Whether a value keeps its bounds; one that equals a bound does."""
    return (at_most is None or value <= at_most) and (at_least is None or value >= at_least)


def _is_in_unit(fact: MeasurementTaken, asked: Measurement) -> bool:
    return fact.metric == asked.metric and asked.unit in (None, fact.unit)


def _is_of_kind(fact: FeedbackGiven, asked: Satisfaction) -> bool:
    return fact.kind in (None, asked.kind)


def _answer(fact: FeedbackGiven, asked: Satisfaction) -> Sample:
    if asked.kind == "nps":
        of_ten = _mapped(fact, Fraction(0), _OF_TEN)
        side = (of_ten >= _PROMOTER) - (of_ten <= _DETRACTOR)
        return Sample(fact, side * asked.scale, side > 0)
    score = _on_scale(fact, asked.scale)
    return Sample(fact, score, score >= asked.target)


def _on_scale(fact: FeedbackGiven, end: Fraction) -> Fraction:
    """A score on the target's scale, of which only the end is agreed (docs/decisions, 11)."""
    if fact.scale_to == end:
        return fact.score
    start = Fraction(1) if fact.scale_from == 1 and end > 1 else Fraction(0)
    return _mapped(fact, start, end)


def _mapped(fact: FeedbackGiven, start: Fraction, end: Fraction) -> Fraction:
    """A score mapped linearly, so that the ends of its scale become these."""
    share = (fact.score - fact.scale_from) / (fact.scale_to - fact.scale_from)
    return start + share * (end - start)


def _order(sample: Sample) -> OrderKey:
    return sample.fact.order


def _counted(sample: Sample) -> RequestsCounted:
    fact = sample.fact
    return RequestsCounted(
        id=fact.id,
        source=fact.source,
        at=fact.at,
        service=fact.service,
        sequence=fact.sequence,
        start=fact.at,
        end=fact.at + MICROSECOND,
        counters={WITHIN: int(sample.good), TAKEN: 1},
    )
