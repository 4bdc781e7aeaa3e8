"""The time ahead in words: when the budget runs out, at what share a period ends, how fast the budget goes."""

from fractions import Fraction

import pytest

from shared.agreements.ahead_said import TimeAhead, time_ahead
from shared.agreements.explained.ahead import BurnLine, burn_line, forecast_sentences
from shared.agreements.explained.voice import Naming, Voice
from shared.agreements.words import LANGUAGES, Language
from shared.sla.agreed.objectives import Indicator, OutageCount, Ratio, RollingWindow
from shared.sla.agreed.terms import Terms
from shared.sla.availability.forecast import Forecast
from shared.sla.burn import Burn
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, counts, history

N = "\u202f"
UP = ("2026-01-04 00:00", "up")
ROLLING = {"window": RollingWindow(DAY)}


def voice(terms: Terms, language: Language) -> Voice:
    return Voice(language, Naming({}, {"s": "Shop"}, "UTC"), terms.objectives[0])


def told(terms: Terms, story: Story, as_of: str, period: Span = MONDAY) -> list[list[str]]:
    """Both forecasts, in each language."""
    known = history(terms, story)
    figure = known.figure("o", 1, period, at(as_of))
    ahead = time_ahead(known, figure)
    assert ahead.forecast is not None
    return [forecast_sentences(voice(terms, language), figure, ahead.forecast) for language in LANGUAGES]


def test_while_an_outage_lasts_it_is_said_when_the_budget_runs_out_and_where_the_pace_leads() -> None:
    story = Story().told(*UP).told("11:00", "down")
    assert told(agreement(availability("0.9")), story, "12:00") == [
        [
            "If the present state lasts, the budget runs out on Monday 5 January at 13:24:00.",
            f"At the pace of the last 7 days the period ends at 94.4444{N}%.",
        ],
        [
            "Hält der jetzige Zustand an, so ist das Budget am Montag, 5. Januar, um 13:24:00 Uhr verbraucht.",
            f"Im Tempo der letzten 7 Tage endet der Zeitraum bei 94,4444{N}%.",
        ],
    ]


def test_a_budget_that_lasts_is_said_to_last() -> None:
    english, german = told(agreement(availability("0.9")), Story().told(*UP), "12:00")
    assert english[0] == "If the present state lasts, the budget does not run out in this period."
    assert german[0] == "Hält der jetzige Zustand an, so reicht das Budget bis zum Ende des Zeitraums."


def test_a_rolling_window_has_no_end_to_speak_of() -> None:
    period = Span(at("2026-01-04 12:00"), at("12:00"))
    terms = agreement(availability("0.9"), objective=ROLLING)
    assert told(terms, Story().told(*UP), "12:00", period) == [
        ["If the present state lasts, the budget does not run out within 1 day."],
        ["Hält der jetzige Zustand an, so reicht das Budget auch in 1 Tag noch."],
    ]


def test_a_budget_that_is_spent_does_not_run_out_again() -> None:
    story = Story().told(*UP).told("08:00", "down")
    english, german = told(agreement(availability("0.9")), story, "12:00")
    assert (len(english), len(german)) == (1, 1)
    assert english[0].startswith("At the pace of")


def test_without_counted_time_in_the_last_days_there_is_no_pace() -> None:
    terms = agreement(availability("0.9"))
    figure = history(terms, Story().told(*UP)).figure("o", 1, MONDAY, at("12:00"))
    empty = Forecast(None, None, Span(figure.as_of - 7 * DAY, figure.as_of))
    english, german = (forecast_sentences(voice(terms, one), figure, empty)[1] for one in LANGUAGES)
    assert english == "No time was counted in the last 7 days, so there is no pace to go on at."
    assert german == (
        "In den letzten 7 Tagen wurde keine Zeit gezählt, also gibt es kein Tempo, in dem es weiterginge."
    )


@pytest.mark.parametrize(
    ("indicator", "story", "as_of", "burns", "foretold"),
    [
        (availability("0.9"), Story().told(*UP), "12:00", True, True),
        (availability("0.9"), Story().told(*UP), "2026-01-06 00:00", False, False),
        (availability("0.9"), Story(), "12:00", False, False),
        (Ratio("ok", "all", Fraction(1, 2)), Story().counted("09:00", 9, 10), "12:00", True, False),
        (OutageCount(2, counts()), Story().told(*UP), "12:00", False, False),
    ],
    ids=["open", "ended", "no data", "ratio", "no budget"],
)
def test_only_what_applies_is_ahead(
    indicator: Indicator, story: Story, as_of: str, burns: bool, foretold: bool
) -> None:
    known = history(agreement(indicator), story)
    ahead = time_ahead(known, known.figure("o", 1, MONDAY, at(as_of)))
    assert (bool(ahead.burn), ahead.forecast is not None) == (burns, foretold)
    assert (ahead == TimeAhead()) is not (burns or foretold)


def test_a_pair_of_windows_stands_with_its_rates_and_bound() -> None:
    burn = Burn(Fraction(144, 10), HOUR, 5 * MINUTE, Fraction(1441, 100), Fraction(144000001, 10**7))
    assert burn_line(voice(agreement(), "en"), burn) == BurnLine(
        ("1 h", "5 min"), ("14.41", "14.4000001"), "14.4", "exceeded"
    )
    quiet = Burn(Fraction(144, 10), HOUR, 5 * MINUTE, None, Fraction(144, 10))
    assert burn_line(voice(agreement(), "de"), quiet) == BurnLine(("1 h", "5 min"), ("–", "14,4"), "14,4", "")
