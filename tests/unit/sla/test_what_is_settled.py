"""What lies before a mark is searched once for the last turn of a rolling window: examples of what may change it."""

from __future__ import annotations

from shared.sla.agreed.objectives import RollingWindow, UnknownCounts
from shared.sla.agreed.terms import Terms
from shared.sla.facts import AvailabilityTold, State
from shared.sla.history import History
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.examples import agreement, at, availability

START = at("00:00")
NO_CHECKPOINT = 1 << 30


def told(instant: int, state: State) -> AvailabilityTold:
    return AvailabilityTold(id=f"f{instant}", source="p", at=instant, service="s", state=state)


def flapping(start: int, end: int, down: int) -> list[AvailabilityTold]:
    """Down for some minutes at the end of each hour."""
    hours = range(start, end, HOUR)
    goes_down = [told(hour + HOUR - down * MINUTE, State.DOWN) for hour in hours]
    return sorted([*(told(hour, State.UP) for hour in hours), *goes_down], key=lambda one: one.at)


class Asked:
    """A history that keeps marks, asked beside one that is made for the question and has none."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._live = History([terms], spans_a_block=1)
        self._facts: list[AvailabilityTold] = []

    def add(self, *facts: AvailabilityTold) -> None:
        for fact in facts:
            self._live.add(fact)
            self._facts.append(fact)

    def at(self, as_of: int, length: int = DAY) -> tuple[int | None, int | None]:
        """Since when it is breached, and since when recovered."""
        plain = History([self._terms], spans_a_block=NO_CHECKPOINT)
        for fact in self._facts:
            plain.add(fact)
        asked = "o", 1, Span(as_of - length, as_of), as_of
        figure = self._live.figure(*asked)
        assert figure == plain.figure(*asked)
        return figure.breached_at, figure.recovered_at


def rolling(target: str, length: int = DAY, **clauses: object) -> Terms:
    return agreement(availability(target, **clauses), objective={"window": RollingWindow(length)})


def test_a_late_fact_before_a_mark_moves_the_instant_since_which_it_is_breached() -> None:
    asked = Asked(rolling("0.9"))
    asked.add(*flapping(START, START + 2 * DAY, 1), *flapping(START + 2 * DAY, START + 4 * DAY, 20))
    first, _ = asked.at(START + 4 * DAY)
    asked.add(told(START + DAY + 2 * MINUTE, State.DOWN))
    asked.add(told(START + 2 * DAY + 2 * MINUTE, State.DOWN))
    moved, _ = asked.at(START + 4 * DAY + MINUTE)
    assert first is not None
    assert moved is not None
    assert moved < first


def test_it_is_no_more_said_to_be_back_when_that_was_more_than_a_length_ago() -> None:
    asked = Asked(rolling("0.9"))
    asked.add(*flapping(START, START + 12 * HOUR, 20), *flapping(START + 12 * HOUR, START + 4 * DAY, 1))
    back = next(found for hour in range(24, 72) if (found := asked.at(START + hour * HOUR)[1]) is not None)
    assert asked.at(back + 20 * HOUR) == (None, back)
    assert asked.at(back + DAY - 1) == (None, back)
    assert asked.at(back + DAY) == (None, None)


def test_an_outage_at_the_very_beginning_counts_by_its_length_in_the_window_that_is_asked_for() -> None:
    length = 3 * DAY
    asked = Asked(rolling("0.9", length, unknown=UnknownCounts.DOWN, outages_shorter_than=3 * HOUR))
    begins = at("2026-01-01")
    asked.add(told(begins + HOUR, State.DOWN), told(begins + 2 * HOUR, State.UP))
    asked.add(*flapping(begins + 3 * HOUR, begins + 5 * DAY, 1))
    for hour in range(3, 100, 3):
        asked.at(begins + hour * HOUR, length)


def test_the_outages_of_a_figure_stay_as_they_were_when_a_late_fact_comes() -> None:
    live = History([rolling("0.9")], spans_a_block=1)
    for fact in flapping(START, START + DAY, 10):
        live.add(fact)
    as_of = START + DAY
    asked = "o", 1, Span(as_of - DAY, as_of), as_of
    found = live.figure(*asked).outages
    assert found is not None
    before = tuple(found)
    live.add(told(START + 2 * HOUR + 55 * MINUTE, State.UP))
    after = live.figure(*asked).outages
    assert tuple(found) == before
    assert after != before
