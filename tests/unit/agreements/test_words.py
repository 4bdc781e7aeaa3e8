"""Numbers, durations and instants as people write them, rounded down, in two languages."""

from fractions import Fraction

import pytest

from shared.agreements import date_words, words
from shared.contracts.instants import parse_instant
from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.spans import Span

THIN = "\N{NARROW NO-BREAK SPACE}"
SECOND, MINUTE, HOUR = 1_000_000, 60_000_000, 3_600_000_000


@pytest.mark.parametrize(
    ("value", "en", "de"),
    [
        (Fraction(99_99999, 1000_00), "99.9999", "99,9999"),
        (Fraction(999_999, 10_000), "99.9999", "99,9999"),
        (Fraction(2, 3), "0.6666", "0,6666"),
        (Fraction(-2, 3), "−0.6666", "−0,6666"),
        (Fraction(-1, 10**9), "0", "0"),
        (Fraction(1_234_567), "1,234,567", "1.234.567"),
    ],
)
def test_numbers_are_rounded_toward_zero(value: Fraction, en: str, de: str) -> None:
    assert (words.number(value, "en"), words.number(value, "de")) == (en, de)


@pytest.mark.parametrize(
    ("value", "en", "de"),
    [
        (Fraction("99.9999999"), "99.9999999", "99,9999999"),
        (Fraction("0.00000000000001"), "0.00000000000001", "0,00000000000001"),
        (Fraction(1, 8), "0.125", "0,125"),
        (Fraction(1_234_567), "1,234,567", "1.234.567"),
        (Fraction(1, 3), "0.3333", "0,3333"),
    ],
)
def test_numbers_that_were_agreed_have_all_their_decimals(value: Fraction, en: str, de: str) -> None:
    assert (words.agreed(value, "en"), words.agreed(value, "de")) == (en, de)
    share = value / 100
    assert words.promised(share, "de") == f"{de}{words.THIN}%"


@pytest.mark.parametrize(
    ("micros", "said"),
    [
        (0, "0 s"),
        (41 * MINUTE + 15 * SECOND + 999_999, "41 min 15 s"),
        (25 * HOUR, "1 d 1 h"),
        (60 * MINUTE + 5 * SECOND, "1 h 5 s"),
        (-90 * SECOND, "−1 min 30 s"),
        (SECOND - 1, "999 ms"),
        (1_500, "1 ms"),
        (7, "7 µs"),
    ],
)
def test_durations_to_the_second_in_signs_that_are_the_same_in_both_languages(micros: int, said: str) -> None:
    assert words.duration(micros) == said


@pytest.mark.parametrize(
    ("micros", "said"),
    [
        (26 * HOUR + 5 * MINUTE, "1 d 2 h"),
        (HOUR + 5 * SECOND, "1 h"),
        (41 * MINUTE + 15 * SECOND, "41 min 15 s"),
    ],
)
def test_a_duration_in_its_two_largest_units_is_cut_off(micros: int, said: str) -> None:
    assert words.duration(micros, most=2) == said


@pytest.mark.parametrize(
    ("micros", "en", "de"),
    [
        (0, "0 s", "0 s"),
        (44 * MINUTE + 38 * SECOND + 400_000, "44 min 38.4 s", "44 min 38,4 s"),
        (2 * HOUR, "2 h", "2 h"),
        (Fraction(1, 2), "0 s", "0 s"),
        (1, "0.000001 s", "0,000001 s"),
        (Fraction(-90_000_001, 2), "−45 s", "−45 s"),
    ],
)
def test_durations_to_the_microsecond(micros: Fraction | int, en: str, de: str) -> None:
    assert (words.exact_duration(micros, "en"), words.exact_duration(micros, "de")) == (en, de)


@pytest.mark.parametrize(
    ("micros", "en", "de"),
    [
        (HOUR, "1 hour", "1 Stunde"),
        (36 * HOUR, "1 day and 12 hours", "1 Tag und 12 Stunden"),
        (14 * 24 * HOUR, "14 days", "14 Tagen"),
        (HOUR + SECOND, "1 hour and 1 second", "1 Stunde und 1 Sekunde"),
        (500_000, "0.5 seconds", "0,5 Sekunden"),
        (0, "0 seconds", "0 Sekunden"),
    ],
)
def test_spans_in_the_words_of_a_clause(micros: int, en: str, de: str) -> None:
    assert (words.span_of_time(micros, "en"), words.span_of_time(micros, "de", dative=True)) == (en, de)


def test_instants_on_the_clocks_of_a_zone() -> None:
    at = parse_instant("2026-01-17T02:05:10.25Z")
    assert date_words.instant(at, "Europe/Berlin", "en") == "Saturday, 17 January 2026, 03:05:10.25"
    assert date_words.instant(at, "Europe/Berlin", "de") == "Samstag, 17. Januar 2026, 03:05:10,25"
    assert date_words.short_instant(at, "UTC", "en") == "17 Jan 2026 02:05:10.25"
    assert date_words.short_instant(at, "UTC", "de") == "17.01.2026 02:05:10,25"


def test_an_instant_in_the_hour_that_comes_twice_names_the_zone() -> None:
    first, second = (parse_instant(f"2026-10-25T0{hour}:30:00Z") for hour in (0, 1))
    assert date_words.moment(first, "Europe/Berlin", "en") == "Sunday 25 October at 02:30:00 CEST"
    assert date_words.moment(second, "Europe/Berlin", "de") == "Sonntag, 25. Oktober, um 02:30:00 Uhr CET"


@pytest.mark.parametrize(
    ("unit", "en", "de"),
    [
        (CalendarUnit.DAY, "on 1 January 2026", "am 1. Januar 2026"),
        (CalendarUnit.WEEK, "in week 1 of 2026", "in der Kalenderwoche 1/2026"),
        (CalendarUnit.MONTH, "in January 2026", "im Januar 2026"),
        (CalendarUnit.QUARTER, "in the first quarter of 2026", "im 1. Quartal 2026"),
        (CalendarUnit.YEAR, "in 2026", "im Jahr 2026"),
    ],
)
def test_when_something_was(unit: CalendarUnit, en: str, de: str) -> None:
    start = parse_instant("2025-12-31T23:00:00Z")
    said = tuple(date_words.in_period(start, unit, "Europe/Berlin", language) for language in words.LANGUAGES)
    assert said == (en, de)


def test_a_span_is_named_as_the_unit_it_is_one_of() -> None:
    def unit(first: str, last: str) -> CalendarUnit | None:
        return date_words.unit_of(Span(parse_instant(first), parse_instant(last)), "Europe/Berlin")

    assert unit("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z") is CalendarUnit.MONTH
    assert unit("2026-02-28T23:00:00Z", "2026-03-31T23:00:00Z") is None


def test_lists_of_words() -> None:
    assert [words.joined(list("abc")[:n], "en") for n in (0, 1, 2, 3)] == ["", "a", "a and b", "a, b and c"]
    assert words.joined(["a", "b"], "de") == "a und b"
