"""Marks that are kept from question to question, and let go where a late word can change what lies before them."""

from dataclasses import replace

import pytest

from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    UnknownCounts,
)
from shared.sla.history import History
from shared.sla.ledger.sums import NOTHING
from shared.sla.spans import Span
from tests.unit.sla.edges.microseconds import moment
from tests.unit.sla.edges.test_marks import END, NO_MARKS, START, story
from tests.unit.sla.examples import Story, agreement, availability, counts

DOWN = UnknownCounts.DOWN


@pytest.mark.parametrize("asked", ["later", "not"])
def test_before_force_nothing_has_passed_also_where_it_was_asked_about_a_later_instant(asked):
    story = Story()
    for number, after in enumerate(range(4, 60, 6)):
        story.announced("2026-01-02", moment(after), moment(after + 3), f"c{number}")
    known = History([agreement(availability("0.9"), force_from=START)], spans_a_block=1)
    for fact in story.facts:
        known.add(fact)
    period = Span(START, START + END)
    if asked == "later":
        known.figure("o", 1, period, START + 60)
    for before in (1, 0):
        found = known.case("o", 1, period, START - before).reckoning
        assert found.upto(START) == NOTHING
        assert found.spent(START) == found.spent(START - 1) == (0, 0)


MEASURES = {
    "count": OutageCount(3, counts(unknown=DOWN)),
    "longest": LongestOutage(3, counts(unknown=DOWN)),
    "restore": MeanTimeToRestore(3, counts(unknown=DOWN)),
    "between": MeanTimeBetweenFailures(9, counts(unknown=DOWN)),
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", MEASURES)
def test_outages_as_numbers_are_those_of_a_history_without_marks(name, seed):
    terms = agreement(MEASURES[name], force_from=START)
    live, plain = History([terms], spans_a_block=1), History([terms], spans_a_block=NO_MARKS)
    for fact in story(seed).facts:
        live.add(fact)
        plain.add(fact)
    for start in (0, 3, 17, 31, 50):
        for until in (*range(start + 1, END, 9), END, start + 20):
            asked = "o", 1, Span(START + start, START + until), START + END
            assert live.figure(*asked) == plain.figure(*asked)


LATE = {
    "before the beginning": ("down", -9, "a"),
    "before the beginning, of another": ("down", -9, "b"),
    "before the second mark": ("down", 2, "b"),
    "where an outage ends": ("down", 20, "b"),
    "where one begins": ("up", 16, "a"),
    "inside one": ("up", 18, "a"),
    "at the last instant asked about": ("up", 44, "a"),
}
"""The state, microseconds after ten, and the source: `a` is the one that told of the outages."""


@pytest.mark.parametrize("name", LATE)
@pytest.mark.parametrize("indicator", [availability("0.9"), *MEASURES.values()])
def test_a_late_word_lets_go_what_it_can_change(indicator, name):
    state, after, source = LATE[name]
    terms = agreement(indicator, force_from=START)
    live, plain = History([terms], spans_a_block=1), History([terms], spans_a_block=NO_MARKS)
    told = Story().told("09:59:59.999995", "up", "a")
    for begins, ends in ((8, 10), (16, 20), (23, 24), (29, 36)):
        told.told(moment(begins), "down", "a").told(moment(ends), "up", "a")
    told.told(moment(44), "down", "a")
    for fact in told.facts:
        live.add(fact)
        plain.add(fact)
    asked = "o", 1, Span(START - 20, START + 60)
    live.figure(*asked, START + 44)
    live.outlook(*asked, START + 44)
    [late] = Story().told("10:00", state, source).facts
    for of in (live, plain):
        of.add(replace(late, id="late", at=START + after))
    for as_of in (START + 44, START + 46):
        for ask in (History.figure, History.outlook, History.spans):
            assert ask(live, *asked, as_of) == ask(plain, *asked, as_of)
