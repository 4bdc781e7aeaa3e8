"""The outages of any period as numbers, over blocks between marks, held against each outage by itself."""

import pytest

from shared.sla.agreed.objectives import LongestOutage
from shared.sla.availability.breach import Course
from shared.sla.ledger.reckoning import Reckoning
from shared.sla.outages.sums import OutageSums
from shared.sla.spans import Span
from tests.unit.sla.edges.microseconds import moment
from tests.unit.sla.edges.test_marks import END, NO_MARKS, PERIODS, SHAPES, START, Read
from tests.unit.sla.examples import Story, agreement, counts, history

PERIODS_ASKED = [
    Span(START + start, START + until)
    for start in (-20, 0, 5, 17, 40, 60)
    for until in (start + 6, start + 30, 90, END, END + 15)
    if start < until
]


def microseconds(plain: Reckoning, window: Span) -> list[list[int]]:
    """Of each outage its counted microseconds in a window."""
    found = []
    for one in plain.outages_in(window):
        run = Span(one.run.start, one.run.end).cut(window)
        found.append([at for span in plain.counted_spans(run) for at in range(span.start, span.end)])
    return found


@pytest.mark.parametrize(("seed", "block"), [(1, 1), (2, 1), (2, 4)])
@pytest.mark.parametrize("shape", SHAPES)
def test_numbers_over_blocks_are_those_of_each_outage(shape, seed, block):
    for period in PERIODS_ASKED:
        name = "own" if period.start >= START else "earlier"
        of = OutageSums(Course(period, Read(shape, PERIODS[name], block, seed).reckoning))
        plain = Read(shape, PERIODS[name], NO_MARKS, seed).reckoning
        every = list(plain.outages_in(Span(plain.floor, START + END)))
        known = Span(period.start, max(period.start, min(period.end, START + END)))
        begun = [one.first for one in every if one.first in period]
        ended = [one.length for one in every if one.run.end in period and one.run.end < START + END]
        inside = microseconds(plain, known)
        assert (of.begun, of.restored) == (len(begun), (len(ended), sum(ended)))
        assert of.longest == max(map(len, inside), default=0)
        for most in range(14):
            assert of.too_many_from(most) == (begun[most] if most < len(begun) else None)
            longer = next((one for one in inside if len(one) > most), None)
            assert of.too_long_from(most) == (None if longer is None else longer[most] + 1)


@pytest.mark.parametrize(("most", "since"), [(4, 40), (5, 56), (6, 57), (7, 58), (8, None)])
def test_an_outage_over_closed_hours_is_too_long_when_its_counted_parts_are(most, since):
    # closed from 40 to 55: five microseconds before, and three after
    shape = SHAPES["hours"]["hours"]
    story = Story().told(moment(0), "up").told(moment(35), "down").told(moment(58), "up")
    known = history(
        agreement(LongestOutage(most, counts()), objective={"hours": shape}, force_from=START), story
    )
    period = Span(START, START + END)
    of = OutageSums(Course(period, known.case("o", 1, period, START + END).reckoning))
    assert of.too_long_from(most) == (None if since is None else START + since)
