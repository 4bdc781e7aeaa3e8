"""The two sides of a burn rate as functions of time: what a window has spent, and what the budget is a share of.

Each is added to a line over [start, end], times a factor, and its value just before `start` is given; both are in
whole parts of the budget's unit, `whole` to one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from shared.sla.availability.availability import AvailabilityCase
from shared.sla.counts.ratio import RatioCase
from shared.sla.facts import RequestsCounted
from shared.sla.halving import Searches
from shared.sla.lines import Line
from shared.sla.spans import MICROSECOND, Span


@dataclass(frozen=True, slots=True)
class Searched:
    """What is kept of searches in the time up to `until`, until something before an instant of it changes.

    `of` is the start of a calendar period; None of a rolling window, which is asked the same from wherever it ends.
    A question that looks beyond its own instant, by `late` (µs), is kept as one of the instant it looks up to.
    """

    searches: Searches
    of: int | None
    until: int
    late: int


class BurnCourse(Protocol):
    """What burn rates are asked of. `since`: where the history begins; `until`: where the period ends."""

    @property
    def target(self) -> Fraction:
        """The share that is promised."""
        ...

    @property
    def whole(self) -> int:
        """Parts of the unit."""
        ...

    @property
    def since(self) -> int:
        """Where the history begins."""
        ...

    def spends(self, window: Span) -> bool:
        """Whether anything is spent in a stretch of time."""
        ...

    def spent(self, line: Line, length: int, asked: Span, times: int) -> int:
        """What the window of a length that ends at an instant has spent."""
        ...

    def base(self, line: Line, asked: Span, times: int) -> int:
        """What the budget of the period is a share of, in units."""
        ...

    def searched(self, instant: int) -> Searched | None:
        """Where what is found of the time up to an instant is kept; None where nothing of it is settled."""
        ...


@dataclass(frozen=True, slots=True)
class TimeCourse:
    """Of an availability objective: bad time, of what counts and is planned."""

    case: AvailabilityCase

    @property
    def target(self) -> Fraction:
        """The share that is promised."""
        return self.case.indicator.target

    @property
    def whole(self) -> int:
        """Parts of a microsecond."""
        return self.case.reckoning.whole

    @property
    def since(self) -> int:
        """Where the history begins."""
        return self.case.setting.known_from

    def spends(self, window: Span) -> bool:
        """Whether there is bad time."""
        return self.case.reckoning.spent_between(window.start, window.end)[0] > 0

    def spent(self, line: Line, length: int, asked: Span, times: int) -> int:
        """Bad time enters as it passes and leaves a length later."""
        reckoning = self.case.reckoning
        self._rise(line, asked, 0, times)
        self._rise(line, Span(asked.start - length, asked.end - length), length, -times)
        return times * reckoning.spent_between(asked.start - length, asked.start)[0]

    def _rise(self, line: Line, window: Span, later: int, times: int) -> None:
        reckoning = self.case.reckoning
        for start, end, rate in reckoning.rated(window, reckoning.running.rates.of):
            line.rise(start + later, end + later, times * rate)

    def base(self, line: Line, asked: Span, times: int) -> int:
        """Time that counts, and in a calendar window what is planned of it."""
        return self._rolling(line, asked, times) if self.case.rolling else self._calendar(line, asked, times)

    def _counts(self, line: Line, window: Span, later: int, times: int) -> None:
        reckoning = self.case.reckoning
        for start, end, _ in reckoning.rated(window, reckoning.running.rates.of):
            line.rise(start + later, end + later, times)

    def _rolling(self, line: Line, asked: Span, times: int) -> int:
        length = self.case.period.span.length
        self._counts(line, asked, 0, times)
        self._counts(line, Span(asked.start - length, asked.end - length), length, -times)
        return times * self.case.reckoning.spent_between(asked.start - length, asked.start)[1]

    def _calendar(self, line: Line, asked: Span, times: int) -> int:
        """Planned time passes as service time, less the maintenance that is known by then."""
        course, setting = self.case.course, self.case.setting
        self._counts(line, asked, 0, times)
        for span in setting.service_time(asked):
            line.rise(span.start, span.end, -times)
        for one in course.excluded(Span(asked.start, self.case.period.span.end)):
            since = max(one.start, one.known_at, asked.start)
            line.rise(since, one.end, times)
            if asked.start < one.known_at and since < one.end:
                line.step(one.known_at, -times * (one.end - since))
        return times * (course.spent(asked.start)[1] + course.planned(asked.start))

    def searched(self, instant: int) -> Searched | None:
        """Before a mark; of a calendar window as long as what is planned stays the same as well."""
        reckoning = self.case.reckoning
        running = reckoning.running
        if self.case.rolling:
            mark = reckoning.settled_until(instant)
            return None if mark is None else Searched(running.searched, None, mark, 0)
        mark = reckoning.stays_until(instant)
        return None if mark is None else Searched(running.foreseen, self.case.period.span.start, mark, 0)


@dataclass(frozen=True, slots=True)
class CountCourse:
    """Of a ratio: failed counts, of all of them or of the number expected. A count enters a microsecond after its
    instant, since windows are half-open; in a calendar period at its instant."""

    case: RatioCase

    @property
    def target(self) -> Fraction:
        """The share that is promised."""
        return self.case.indicator.target

    @property
    def whole(self) -> int:
        """Counts are whole."""
        return 1

    @property
    def since(self) -> int:
        """Where the history begins."""
        return self.case.setting.force.start

    def spends(self, window: Span) -> bool:
        """Whether anything failed."""
        before, after = self.case.counts.before(window.start), self.case.counts.before(window.end)
        return (before.bad, before.surplus) != (after.bad, after.surplus)

    def spent(self, line: Line, length: int, asked: Span, times: int) -> int:
        """Failures enter and leave in steps."""
        before = Span(asked.start - MICROSECOND - length, asked.start - MICROSECOND)
        for fact in self.case.counted(Span(before.end, asked.end)):
            line.step(fact.start + MICROSECOND, times * self._bad(fact))
        for fact in self.case.counted(Span(before.start, asked.end - length)):
            line.step(fact.start + length + MICROSECOND, -times * self._bad(fact))
        return times * self._failed(before)

    def base(self, line: Line, asked: Span, times: int) -> int:
        """All counts so far, or of the window, and at least what is expected."""
        period = self.case.period.span
        if self.case.rolling:
            before = Span(asked.start - MICROSECOND - period.length, asked.start - MICROSECOND)
            entering = [
                (fact.start + MICROSECOND, self._all(fact)) for fact in self._in(before.end, asked.end)
            ]
            leaving = self._in(before.start, asked.end - period.length)
            entering += [(fact.start + period.length + MICROSECOND, -self._all(fact)) for fact in leaving]
        else:
            before = Span(period.start, max(period.start, asked.start))
            entering = [
                (fact.start, self._all(fact)) for fact in self._in(before.end, asked.end + MICROSECOND)
            ]
        total, expected = self._total(before), self.case.indicator.expected_total or 0
        first = known = max(total, expected)
        for instant, by in sorted(entering):
            total += by
            line.step(instant, times * (max(total, expected) - known))
            known = max(total, expected)
        return times * first

    def _in(self, start: int, end: int) -> Iterable[RequestsCounted]:
        return self.case.counted(Span(start, max(start, end)))

    def _failed(self, window: Span) -> int:
        before, after = self.case.counts.before(window.start), self.case.counts.before(window.end)
        return after.bad - before.bad - (after.surplus - before.surplus)

    def _total(self, window: Span) -> int:
        counts = self.case.counts
        return counts.before(window.end).total - counts.before(window.start).total

    def searched(self, instant: int) -> Searched | None:
        """Before a count: those of an instant itself are in what its budget is a share of."""
        counts, of = self.case.counts, None if self.case.rolling else self.case.period.span.start
        last = counts.settled_until(instant)
        return None if last is None else Searched(counts.searched, of, last, MICROSECOND)

    def _bad(self, fact: RequestsCounted) -> int:
        return self._all(fact) - fact.counters.get(self.case.indicator.good, 0)

    def _all(self, fact: RequestsCounted) -> int:
        return fact.counters.get(self.case.indicator.total, 0)
