"""A figure in a line of a table: the bound, the number, the state, the period, in a few signs."""

from fractions import Fraction

import pytest

from shared.agreements.explained.brief import (
    brief_credit,
    brief_period,
    brief_periods,
    brief_promise,
    brief_state,
    brief_value,
)
from shared.sla.agreed.objectives import (
    Credits,
    Indicator,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    RollingWindow,
    Satisfaction,
    Tier,
)
from shared.sla.spans import DAY, HOUR, Span
from tests.unit.agreements.test_deciding import MEAN, down
from tests.unit.agreements.test_explained import ANSWERS, CLOSED, UP, N, voices
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, counts, history

SLOW = Measurement("latency", "ms", at_least=Fraction(1), at_most=Fraction(300), take="max")


@pytest.mark.parametrize(
    ("indicator", "story", "cells"),
    [
        (availability("0.999"), down("10:00", "11:00"), (f"≥ 99,9{N}%", f"95,8333{N}%", "verfehlt")),
        (Ratio("ok", "all", Fraction(1, 2)), Story().counted("09:00", 9, 10), (f"≥ 50{N}%", f"90{N}%", "gehalten")),
        (Ratio("ok", "all", Fraction(1, 2)), Story(), (f"≥ 50{N}%", "–", "ohne Daten")),
        (OutageCount(2, counts()), down("10:00", "11:00"), ("≤ 2", "1", "gehalten")),
        (LongestOutage(HOUR, counts()), down("10:00", "11:00:00.5"), ("≤ 1 h", "1 h 0,5 s", "verfehlt")),
        (LongestOutage(DAY, counts()), down("10:00", "11:10:09.5"), ("≤ 1 d", "1 h 10 min", "gehalten")),
        (MeanTimeToRestore(HOUR, counts()), MEAN, ("≤ 1 h", "> 1 h", "verfehlt")),
        (MeanTimeToRestore(HOUR, counts()), Story().told(*UP), ("≤ 1 h", "–", "gehalten")),
        (MeanTimeBetweenFailures(HOUR, counts()), down("10:00", "11:00"), ("≥ 1 h", "23 h", "gehalten")),
        (Satisfaction(Fraction(4), Fraction(5)), ANSWERS, ("≥ 4", "4,5", "gehalten")),
        (SLOW, Story().measured("09:00", "300.00001", metric="latency"), ("≥ 1 ≤ 300 ms", "300,00001 ms", "verfehlt")),
    ],
)  # fmt: skip
def test_each_indicator_in_three_cells(indicator: Indicator, story: Story, cells: tuple[str, ...]) -> None:
    terms = agreement(indicator)
    figure = history(terms, story).figure("o", 1, MONDAY, at(CLOSED))
    voice = voices(terms)[1]
    assert (brief_promise(voice, figure), brief_value(voice, figure), brief_state(voice, figure)) == cells


def span(first: str, last: str) -> Span:
    return Span(at(f"{first} 00:00"), at(f"{last} 00:00"))


@pytest.mark.parametrize(
    ("first", "last", "en", "de"),
    [
        (span("2026-01-01", "2026-02-01"), span("2026-03-01", "2026-04-01"), "January–March 2026", "Januar–März 2026"),
        (span("2025-12-01", "2026-01-01"), span("2026-01-01", "2026-02-01"), "December 2025 to January 2026",
         "Dezember 2025 bis Januar 2026"),
        (span("2026-01-01", "2026-04-01"), span("2026-04-01", "2026-07-01"), "Q1–Q2 2026", "Q1–Q2 2026"),
        (span("2026-01-01", "2027-01-01"), span("2027-01-01", "2028-01-01"), "2026 to 2027",
         "2026 bis 2027"),
        (span("2026-01-01", "2026-01-03"), span("2026-01-01", "2026-01-03"),
         "1 Jan 2026 00:00:00 to 3 Jan 2026 00:00:00", "01.01.2026 00:00:00 bis 03.01.2026 00:00:00"),
    ],
)  # fmt: skip
def test_periods_in_a_row_are_named_by_the_first_and_the_last(
    first: Span, last: Span, en: str, de: str
) -> None:
    assert [brief_periods(voice, first, last) for voice in voices(agreement())] == [en, de]


def test_a_rolling_window_is_named_by_its_length() -> None:
    terms = agreement(objective={"window": RollingWindow(30 * DAY)})
    rolling = Span(at("2026-01-02 03:00"), at("2026-02-01 03:00"))
    assert [brief_period(voice, rolling) for voice in voices(terms)] == ["last 30 days", "letzte 30 Tage"]


def test_a_credit_is_told_where_credits_are_agreed() -> None:
    agreed = agreement(objective={"credits": Credits((Tier(Fraction(1), Fraction(10)),))})
    told = [brief_credit(voices(agreed)[1], credit) for credit in (None, Fraction(0), Fraction(25, 2))]
    assert told == ["–", f"0{N}%", f"12,5{N}%"]
    assert brief_credit(voices(agreement())[0], Fraction(0)) == "–"
