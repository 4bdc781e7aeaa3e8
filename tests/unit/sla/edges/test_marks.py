"""Sums between marks, held against a look at each microsecond: no answer depends on where the marks lie.

A dense history with a mark at every span that no outage crosses, read over its own time, and from before its beginning.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from random import Random
from typing import Any

import pytest

from shared.sla.agreed.clauses import Hours, ServiceHours
from shared.sla.agreed.objectives import UnknownCounts, Weights
from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.history import History
from shared.sla.ledger.classes import classify
from shared.sla.ledger.reckoning import Reckoning
from shared.sla.spans import HOUR, Span, union
from tests.unit.sla.edges.microseconds import moment
from tests.unit.sla.examples import Story, agreement, at, availability

START = at("10:00")
LAST_FACT, END, LATEST = 90, 120, 140
"""Microseconds after ten: of the last fact, of the instant asked for, and of one that was asked for before."""

NO_MARKS = 1 << 30
LUNCH = (Hours(9 * HOUR, 10 * HOUR + 40), Hours(10 * HOUR + 55, 17 * HOUR))
DOWN = UnknownCounts.DOWN
SHAPES: dict[str, dict[str, Any]] = {
    "plain": {"counts": {}},
    "hours": {"counts": {"unknown": DOWN}, "hours": ServiceHours("short", "UTC", (LUNCH,) * 7)},
    "unknown is down": {"counts": {"unknown": DOWN}},
    "some tolerated": {"counts": {"unknown": DOWN, "outages_shorter_than": 5}},
    "weights": {"counts": {"unknown": DOWN, "degraded": Weights(other=Fraction(1, 2))}},
}
PERIODS = {"own": Span(START, START + LATEST), "earlier": Span(START - 20, START + LATEST)}


def story(seed: int) -> Story:
    """Changes of state, and after the last of them changes that were announced."""
    rnd, told, after = Random(seed), Story(), 4
    told.told(moment(0), "unknown")
    while after < LAST_FACT - 10:
        told.told(moment(after), rnd.choice(["up", "up", "down", "degraded", "unknown"]))
        after += rnd.randint(1, 6)
    # a span that begins a microsecond after an outage has ended
    told.told(moment(83), "down").told(moment(86), "up").told(moment(87), "degraded").told(
        moment(LAST_FACT), "up"
    )
    for number, start in enumerate(range(LAST_FACT + 4, LATEST, 7)):
        told.announced("2026-01-02", moment(start), moment(start + 3), f"c{number}")
    return told


@dataclass
class Read:
    """One reckoning, and the same time microsecond by microsecond."""

    shape: str
    period: Span
    block: int = 1
    seed: int = 1

    @cached_property
    def reckoning(self) -> Reckoning:
        """Of a history that was asked about a later instant before: some marks lie after this one."""
        shape = SHAPES[self.shape]
        objective = {"hours": shape.get("hours")}
        terms = agreement(availability("0.9", **shape["counts"]), objective=objective, force_from=START)
        known = History([terms], spans_a_block=self.block)
        for fact in story(self.seed).facts:
            known.add(fact)
        known.figure("o", 1, self.period, START + LATEST)
        return known.case("o", 1, self.period, START + END).reckoning

    @cached_property
    def classed(self) -> list[ClassedSpan]:
        """Each microsecond from a little before the floor."""
        found, begins = self.reckoning, self.reckoning.floor - 3
        spans = classify(found.setting, Span(begins, START + END), found.floor).spans
        return [one._replace(start=at, end=at + 1) for one in spans for at in range(one.start, one.end)]

    def between(self, start: int, end: int) -> list[ClassedSpan]:
        return [one for one in self.classed if start <= one.start < end]

    def rate(self, one: ClassedSpan) -> int | None:
        return self.reckoning.running.rates.of(one)

    def spent(self, start: int, end: int) -> tuple[int, int]:
        rates = [rate for one in self.between(start, end) if (rate := self.rate(one)) is not None]
        return sum(rates), len(rates)


@pytest.fixture(params=[(shape, period) for shape in SHAPES for period in PERIODS], ids="-".join)
def read(request: pytest.FixtureRequest) -> Read:
    shape, period = request.param
    return Read(shape, PERIODS[period])


def instants(read: Read) -> range:
    return range(read.reckoning.floor - 3, START + END + 1)


def test_there_are_many_marks_and_some_after_the_instant(read):
    marks = read.reckoning.running.marks
    assert len([mark for mark in marks if mark < START + END]) > 9
    assert marks[-1] > START + END


def test_the_sums_between_any_two_instants_are_those_of_their_microseconds(read):
    found, first = read.reckoning, instants(read)[0]
    for at_ in instants(read):
        ledger = dict.fromkeys(TimeClass, 0)
        for one in read.between(first, at_):
            ledger[one.time_class] += 1
        bad, total = read.spent(first, at_)
        sums = found.between(first, at_)
        assert (sums.ledger, sums.total, sums.bad) == (ledger, total, bad)
        assert found.spent_between(first, at_) == (bad, total)
        later = at_ + 7
        assert found.spent_between(at_, min(later, START + END)) == read.spent(at_, later)
        assert found.spent_between(later, at_) == found.spent_between(at_, at_) == (0, 0)
        assert found.between(later, at_) == found.between(at_, at_) == found.between(first, first)


def test_the_marks_around_an_instant_bound_its_sums(read):
    found = read.reckoning
    usable = [mark for mark in found.running.marks if mark <= START + END]
    for at_ in instants(read):
        least, most = found.at_least(at_), found.at_most(at_)
        if at_ >= usable[-1]:
            assert least is most is None
            continue
        assert least is not None
        assert most is not None
        before = [mark for mark in usable if mark <= at_]
        if not before or (before == usable[:1] and found.settled_until(at_) is None):
            continue
        assert least == found.upto(before[-1])
        assert most == found.upto(next(mark for mark in usable if mark >= at_))


def test_what_counts_is_told_in_stretches_that_count_alike(read):
    found = read.reckoning
    for start in instants(read)[::3]:
        for length in (1, 4, 30, 200):
            window = Span(start, min(start + length, START + END))
            counted = [
                (one.start, rate)
                for one in read.between(window.start, window.end)
                if (rate := read.rate(one)) is not None
            ]
            alike = groupby(enumerate(counted), key=lambda one: (one[1][0] - one[0], one[1][1]))
            expected = []
            for (_, rate), group in alike:
                at_ = [one[0] for _, one in group]
                expected.append((at_[0], at_[-1] + 1, Fraction(rate, found.whole)))
            assert [(one.start, one.end, one.bad) for one in found.weighed(window)] == expected


def windows(read: Read) -> list[Span]:
    found = instants(read)
    return [Span(start, end) for start in found[::4] for end in found[1::5] if start < end]


def test_outages_are_those_of_a_history_without_marks(read):
    found, plain = read.reckoning, Read(read.shape, read.period, NO_MARKS).reckoning
    for window in windows(read):
        expected = list(plain.outages_in(window))
        assert list(found.outages_in(window)) == expected
        assert [(one.start, one.counted) for one in found.outages(window)] == [
            (one.run.start, one.length) for one in expected
        ]
        assert union(found.counted_spans(window)) == union(plain.counted_spans(window))


def test_an_outage_belongs_to_a_window_that_it_touches_or_that_begins_where_it_ends(read):
    plain = Read(read.shape, read.period, NO_MARKS).reckoning
    every = list(plain.outages_in(Span(plain.floor, START + END)))
    for start in instants(read):
        for window in (Span(start, start + 1), Span(start, start + 9)):
            touched = [one for one in every if one.run.end >= window.start and one.run.start < window.end]
            assert list(read.reckoning.whole_outages(window)) == touched


def usable(read: Read) -> list[int]:
    """The marks that say what is before them for this period."""
    begins_out = read.period is PERIODS["earlier"] and read.shape != "plain"
    return [mark for mark in read.reckoning.running.marks if mark <= START + END][begins_out:]


def test_an_outage_over_the_beginning_keeps_the_first_mark_from_being_used(read):
    found, marks = read.reckoning, usable(read)
    later = [Span(start, START + LATEST) for start in (START, START + 50, START + END)]
    for window in [*windows(read), *later]:
        low, high = found.marks(window.start, window.end)
        between = [mark for mark in marks if window.start < mark < window.end]
        assert [found.mark(place) for place in range(low, high)] == between
        low, high = found.whole_blocks(window)
        inside = [mark for mark in marks if window.start <= mark <= window.end]
        assert [found.mark(place) for place in range(low, high + 1)] == inside


def test_what_is_settled_is_settled_up_to_a_mark_but_not_over_an_outage_at_the_beginning(read):
    found, marks = read.reckoning, usable(read)
    whole = marks[0] == START
    for instant in (*instants(read), START + LATEST):
        before = [mark for mark in marks if mark <= instant]
        assert found.settled_until(instant) == (before[-1] if whole and before else None)


def test_what_stays_for_a_period_stays_up_to_the_last_mark_that_can_be_used(read):
    found, marks = read.reckoning, usable(read)
    for instant in (*instants(read), START + LATEST):
        before = [mark for mark in marks if mark <= instant]
        assert found.stays_until(instant) == (before[-1] if before else None)
