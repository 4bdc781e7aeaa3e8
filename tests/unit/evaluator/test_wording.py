"""Dates, durations and shares in words, in both languages."""

from fractions import Fraction

import pytest

from services.evaluator.wording import Language, duration, moment, percent, period_name, rolling_name
from shared.contracts.instants import DAY, MINUTE, SECOND
from shared.sla.clauses import CalendarUnit
from tests.unit.evaluator.builders import instant

EN, DE = Language.EN, Language.DE
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("at", "zone", "english", "german"),
    [
        (
            "2026-01-17T02:05:18.9Z",
            BERLIN,
            "Saturday 17 January at 03:05:18",
            "Samstag, 17. Januar, um 03:05:18 Uhr",
        ),
        (
            "2026-03-31T22:00:00Z",
            BERLIN,
            "Wednesday 1 April at 00:00:00",
            "Mittwoch, 1. April, um 00:00:00 Uhr",
        ),
        ("2026-03-29T01:00:00Z", BERLIN, "Sunday 29 March at 03:00:00", "Sonntag, 29. März, um 03:00:00 Uhr"),
        (
            "2026-12-31T23:59:59Z",
            "UTC",
            "Thursday 31 December at 23:59:59",
            "Donnerstag, 31. Dezember, um 23:59:59 Uhr",
        ),
    ],
)
def test_an_instant_is_told_in_the_agreements_zone_to_the_second(
    at: str, zone: str, english: str, german: str
):
    assert (moment(instant(at), zone, EN), moment(instant(at), zone, DE)) == (english, german)


@pytest.mark.parametrize(
    ("unit", "english", "german"),
    [
        (CalendarUnit.DAY, "1 January 2026", "den 1. Januar 2026"),
        (CalendarUnit.WEEK, "week 1 of 2026", "die Kalenderwoche 1/2026"),
        (CalendarUnit.MONTH, "January 2026", "Januar 2026"),
        (CalendarUnit.QUARTER, "the first quarter of 2026", "das 1. Quartal 2026"),
        (CalendarUnit.YEAR, "the year 2026", "das Jahr 2026"),
    ],
)
def test_a_period_has_the_name_one_would_say_after_for(unit: CalendarUnit, english: str, german: str):
    start = instant("2025-12-31T23:00:00Z")
    assert (period_name(start, unit, BERLIN, EN), period_name(start, unit, BERLIN, DE)) == (english, german)


def test_a_week_belongs_to_the_year_of_its_thursday():
    assert period_name(instant("2027-01-01T00:00:00Z"), CalendarUnit.WEEK, "UTC", EN) == "week 53 of 2026"


@pytest.mark.parametrize(
    ("length", "english", "german"),
    [
        (30 * DAY, "the last 30 days", "die letzten 30 Tage"),
        (DAY, "the last 24 hours", "die letzten 24 Stunden"),
        (90 * MINUTE, "the last 1 h 30 min", "die letzten 1 h 30 min"),
    ],
)
def test_a_rolling_window_is_named_by_its_length(length: int, english: str, german: str):
    assert (rolling_name(length, EN), rolling_name(length, DE)) == (english, german)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (0, "0 s"),
        (-5 * SECOND, "0 s"),
        (SECOND - 1, "999 ms"),
        (SECOND, "1 s"),
        (41 * MINUTE + 15 * SECOND + 999_999, "41 min 15 s"),
        (60 * MINUTE, "1 h"),
        (60 * MINUTE + 5 * SECOND, "1 h"),
        (2 * DAY + 3 * 60 * MINUTE + 59 * MINUTE, "2 d 3 h"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units_cut_off(length: int, said: str):
    assert duration(length) == said


@pytest.mark.parametrize(
    ("share", "english", "german"),
    [
        (Fraction(999_521_999, 10**9), "99.9521\u202f%", "99,9521\u202f%"),
        (Fraction(1), "100\u202f%", "100\u202f%"),
        (Fraction(999, 1000), "99.9\u202f%", "99,9\u202f%"),
        (Fraction(999_999, 10**6) + Fraction(9, 10**7), "99.9999\u202f%", "99,9999\u202f%"),
        (Fraction(0), "0\u202f%", "0\u202f%"),
    ],
)
def test_a_share_is_rounded_down_and_never_up_to_a_target(share: Fraction, english: str, german: str):
    assert (percent(share, EN), percent(share, DE)) == (english, german)
