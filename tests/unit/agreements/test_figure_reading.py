"""What was told of a period, read back: the main numbers are the same, and nothing moved between the two."""

from fractions import Fraction

import pytest

from shared.agreements.figure_json import figure_json
from shared.agreements.figure_reading import earlier_figure
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    Credits,
    Indicator,
    MeanTimeToRestore,
    Ratio,
    Satisfaction,
    Tier,
    Weights,
)
from shared.sla.explanation.difference import difference
from shared.sla.spans import HOUR
from tests.unit.sla.examples import Story, agreement, availability, counts, figure

STORY = (
    Story()
    .told("2026-01-04 00:00", "up")
    .told("03:00", "down")
    .told("04:00", "degraded")
    .told("04:00:00.000001", "up")
    .counted("05:00", 2, 3)
    .incident("06:00", "opened")
    .incident("08:00", "resolved")
    .answered("09:00", "4")
)


@pytest.mark.parametrize(
    "indicator",
    [
        availability("0.999", degraded=Weights(other=Fraction(1, 3))),
        Ratio("ok", "all", Fraction(1, 2)),
        Clock(ClockKind.RESOLUTION, Fraction(9, 10), HOUR),
        MeanTimeToRestore(HOUR, counts()),
        Satisfaction(Fraction(4), Fraction(5)),
    ],
)
@pytest.mark.parametrize("as_of", ["2026-01-05 12:00", "2026-01-20 00:00"])
def test_the_main_numbers_come_back_as_they_were(indicator: Indicator, as_of: str) -> None:
    agreed = Credits((Tier(Fraction(99, 100), Fraction(25, 2)),))
    terms = agreement(indicator, objective={"credits": agreed})
    now = figure(terms, STORY, as_of)
    was = earlier_figure(now, figure_json(now, terms.objectives[0]))
    assert not difference(was, now, whole=False)
    assert (was.ledger, was.outages, was.clocks) == (None, None, ())
