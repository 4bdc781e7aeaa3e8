"""What is shown lies where what was computed lies: the digits that decide are there, and no more of them."""

from fractions import Fraction
from typing import Any

import pytest

from shared.agreements.explained.clocks import clock_sentence
from shared.agreements.explained.deciding import deciding_places
from shared.agreements.explained.formula import comparison_line
from shared.agreements.explained.state import state_sentence
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    Indicator,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    Ratio,
)
from shared.sla.spans import HOUR, SECOND
from tests.unit.agreements.test_explained import CLOSED, UP, N, said, voices
from tests.unit.sla.examples import MONDAY, Story, agreement, at, counts, history


@pytest.mark.parametrize(
    ("value", "bound", "places"),
    [
        ("1/3", "0.33333", 6),
        ("300.00001", "300", 5),
        ("300.00001", "299", 4),
        ("299.99999", "300", 4),
        ("99.999995", "99.99999", 6),
        ("99.99999", "99.99999", 5),
        ("-0.00001", "0", 5),
        ("5", "5", 4),
    ],
)
def test_as_many_decimals_as_leave_a_number_on_its_side(value: str, bound: str, places: int) -> None:
    assert deciding_places(Fraction(value), [Fraction(bound)]) == places


def down(*ends: str) -> Story:
    story = Story().told(*UP)
    for start, end in zip(ends[::2], ends[1::2], strict=True):
        story.told(start, "down").told(end, "up")
    return story


MEAN = down("10:00", "11:00:00.000001", "12:00", "13:00")


@pytest.mark.parametrize(
    ("indicator", "story", "en", "de"),
    [
        (
            LongestOutage(HOUR, counts()),
            down("10:00", "11:00:00.5"),
            "The longest outage of Shop on 5 January 2026 lasted 1 hour and 0.5 seconds (promised: at most 1 hour).",
            ("Der längste Ausfall von Shop dauerte am 5. Januar 2026 1 Stunde und 0,5 Sekunden (zugesagt: höchstens "
            "1 Stunde)."),
        ),
        (
            MeanTimeToRestore(HOUR, counts()),
            MEAN,
            ("The outages of Shop that ended on 5 January 2026 lasted just over 1 hour on average (promised: at most "
            "1 hour)."),
            ("Die Ausfälle von Shop, die am 5. Januar 2026 endeten, dauerten im Mittel knapp über 1 Stunde (zugesagt: "
            "höchstens 1 Stunde)."),
        ),
        (
            MeanTimeBetweenFailures(23 * HOUR + SECOND // 2, counts()),
            down("10:00", "11:00"),
            ("Between the failures of Shop on 5 January 2026 lay 23 hours of good time on average (promised: at least "
            "23 hours and 0.5 seconds)."),
            ("Zwischen den Ausfällen von Shop lagen am 5. Januar 2026 im Mittel 23 Stunden guter Zeit (zugesagt: "
            "mindestens 23 Stunden und 0,5 Sekunden)."),
        ),
        (
            Measurement("latency", "ms", at_most=Fraction(300), take="max"),
            Story().measured("09:00", "300.00001", metric="latency"),
            ("The greatest of 1 sample of latency of Shop was 300.00001 ms on 5 January 2026 (promised: at most 300 "
            "ms)."),
            ("Der größte von 1 Messwert für latency bei Shop lag am 5. Januar 2026 bei 300,00001 ms (zugesagt: "
            "höchstens 300 ms)."),
        ),
    ],
)  # fmt: skip
def test_a_value_that_is_shown_as_its_bound_would_be_says_what_decides(
    indicator: Indicator, story: Story, en: str, de: str
) -> None:
    told = said(agreement(indicator), story)
    assert [sentence.startswith(head) for sentence, head in zip(told, (en, de), strict=True)] == [True, True]
    assert "not kept" in told[0]


def test_a_share_that_is_kept_is_not_shown_below_what_was_promised() -> None:
    terms = agreement(Ratio("ok", "all", Fraction("0.9999999")))
    story = Story().counted("09:00", 99_999_995, 100_000_000)
    figure = history(terms, story).figure("o", 1, MONDAY, at(CLOSED))
    assert [f"99.999995{N}%" in state_sentence(voices(terms)[0], figure), figure.sli] == [
        True,
        Fraction("0.99999995"),
    ]


def compared(indicator: Indicator, story: Story, **clauses: Any) -> tuple[str, ...]:
    terms = agreement(indicator, **clauses)
    found = history(terms, story).explanation("o", 1, MONDAY, at(CLOSED)).compared
    assert found is not None
    return tuple(comparison_line(voice, found) for voice in voices(terms))


def test_a_comparison_shows_why_it_does_not_hold() -> None:
    assert compared(MeanTimeToRestore(HOUR, counts()), MEAN) == (
        "just over 1 h ≤ 1 h: does not hold",
        "knapp über 1 h ≤ 1 h: stimmt nicht",
    )
    latency = Measurement("latency", "ms", at_most=Fraction(300), take="max")
    assert compared(latency, Story().measured("09:00", "300.00001", metric="latency")) == (
        "300.00001 ms ≤ 300 ms: does not hold",
        "300,00001 ms ≤ 300 ms: stimmt nicht",
    )


def test_a_clock_that_ended_a_moment_too_late_shows_the_moment() -> None:
    terms = agreement(Clock(ClockKind.RESOLUTION, Fraction(1, 2), HOUR))
    story = Story().incident("09:00", "opened").incident("10:00:00.5", "resolved")
    (clock,) = history(terms, story).explanation("o", 1, MONDAY, at(CLOSED)).clocks
    en, de = (clock_sentence(voice, clock) for voice in voices(terms))
    assert "after 1 hour and 0.5 seconds of service time (1 hour allowed)" in en
    assert "nach 1 Stunde und 0,5 Sekunden Servicezeit (erlaubt: 1 Stunde)" in de
