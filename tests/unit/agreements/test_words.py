"""Numbers, durations and instants as people write them, rounded down, in two languages."""

from fractions import Fraction

import pytest

from shared.agreements import words
from shared.contracts.instants import parse_instant

THIN = "\N{NARROW NO-BREAK SPACE}"
SECOND, MINUTE, HOUR = 1_000_000, 60_000_000, 3_600_000_000


@pytest.mark.parametrize(
    ("value", "en", "de"),
    [
        (Fraction(99_99999, 1000_00), "99.9999", "99,9999"),
        (Fraction(999_999, 10_000), "99.9999", "99,9999"),
        (Fraction(2, 3), "0.6666", "0,6666"),
        (Fraction(-2, 3), "-0.6666", "-0,6666"),
        (Fraction(-1, 10**9), "0", "0"),
        (Fraction(1_234_567), f"1{THIN}234{THIN}567", f"1{THIN}234{THIN}567"),
    ],
)
def test_numbers_are_rounded_toward_zero(value: Fraction, en: str, de: str) -> None:
    assert (words.number(value, "en"), words.number(value, "de")) == (en, de)


@pytest.mark.parametrize(
    ("micros", "en", "de"),
    [
        (0, "0 s", "0 Sek."),
        (41 * MINUTE + 15 * SECOND + 999_999, "41 min 15 s", "41 Min. 15 Sek."),
        (25 * HOUR, "1 d 1 h", "1 T. 1 Std."),
        (-90 * SECOND, "-1 min 30 s", "-1 Min. 30 Sek."),
        (1_500, "1 ms", "1 ms"),
        (7, "7 µs", "7 µs"),
    ],
)
def test_durations_to_the_second(micros: int, en: str, de: str) -> None:
    assert (words.duration(micros, "en"), words.duration(micros, "de")) == (en, de)


@pytest.mark.parametrize(
    ("micros", "en", "de"),
    [
        (HOUR, "1 hour", "1 Stunde"),
        (36 * HOUR, "1 day and 12 hours", "1 Tag und 12 Stunden"),
        (14 * 24 * HOUR, "14 days", "14 Tagen"),
        (500_000, "0.5 seconds", "0,5 Sekunden"),
        (0, "0 seconds", "0 Sekunden"),
    ],
)
def test_spans_in_the_words_of_a_clause(micros: int, en: str, de: str) -> None:
    assert (words.span_of_time(micros, "en"), words.span_of_time(micros, "de", dative=True)) == (en, de)


def test_instants_on_the_clocks_of_a_zone() -> None:
    at = parse_instant("2026-01-17T02:05:10.25Z")
    assert words.instant(at, "Europe/Berlin", "en") == "Saturday, 17 January 2026, 03:05:10.25"
    assert words.instant(at, "Europe/Berlin", "de") == "Samstag, 17. Januar 2026, 03:05:10.25"
    assert words.short_instant(at, "UTC") == "2026-01-17 02:05:10.25"


def test_lists_of_words() -> None:
    assert [words.joined(list("abc")[:n], "en") for n in (0, 1, 2, 3)] == ["", "a", "a and b", "a, b and c"]
    assert words.joined(["a", "b"], "de") == "a und b"
