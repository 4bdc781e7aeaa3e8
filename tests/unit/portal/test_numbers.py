"""Numbers, durations and instants are written exactly, rounded down, as each language writes them."""

from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from services.portal.page.durations import duration, second_decimals, short_duration
from services.portal.page.language import choose
from services.portal.page.moments import Calendar, utc
from services.portal.page.numbers import agreed_percent, decimals_of, exact, number, percent
from shared.contracts.instants import parse_instant

BERLIN = ZoneInfo("Europe/Berlin")
SECOND = 1_000_000


@pytest.mark.parametrize(
    ("value", "language", "decimals", "said"),
    [
        (Fraction("99.99999"), "en", 4, "99.9999"),
        (Fraction("99.99999"), "de", 4, "99,9999"),
        (Fraction("-0.00001"), "en", 4, "−0.0001"),
        (Fraction(-1, 2), "en", 0, "−1"),
        (Fraction(0), "en", 2, "0.00"),
        (Fraction(2023200), "en", 0, "2,023,200"),
        (Fraction(2023200), "de", 1, "2.023.200,0"),
        (Fraction(370, 3), "en", 3, "123.333"),
    ],
)
def test_a_number_is_rounded_down_also_below_zero(value, language, decimals, said) -> None:
    assert number(value, language, decimals) == said


def test_a_percentage_has_a_narrow_space_that_does_not_break() -> None:
    assert percent(exact("99.773606811145"), "de") == "99,7736\u202f%"
    assert agreed_percent(Fraction(999, 10), "en") == "99.9\u202f%"
    assert agreed_percent(Fraction(99), "en") == "99\u202f%"


def test_exact_numbers_of_the_api_are_read_exactly() -> None:
    assert exact(5) == 5
    assert exact("123.5") == Fraction(247, 2)
    assert exact("370/3") == Fraction(370, 3)
    assert decimals_of(Fraction(247, 2), 6) == 1
    assert decimals_of(Fraction(1, 3), 6) == 6


@pytest.mark.parametrize(
    ("microseconds", "said"),
    [
        (0, "0 s"),
        (1, "0 s"),
        (1_000, "0.001 s"),
        (250_000, "0.25 s"),
        (59_999_999, "59.999 s"),
        (60 * SECOND, "1 min"),
        (2475 * SECOND, "41 min 15 s"),
        (2475 * SECOND + 999_999, "41 min 15 s"),
        (-1_899_480_000, "−31 min 40 s"),
        (86_400 * SECOND, "1 d"),
        (23 * 86_400 * SECOND + 36_000 * SECOND, "23 d 10 h"),
    ],
)
def test_a_duration_is_said_in_words_and_rounded_down(microseconds, said) -> None:
    assert duration(microseconds, "en").replace("\u00a0", " ") == said


def test_durations_that_are_summed_are_as_exact_as_the_finest_of_them() -> None:
    assert second_decimals([Fraction(1_500_000), Fraction(60 * SECOND)]) == 1
    assert second_decimals([Fraction(1), Fraction(2)]) == 6
    assert second_decimals([]) == 0
    assert duration(61 * SECOND + 460_144, "de", 6).replace("\u00a0", " ") == "1 min 1,460144 s"
    assert duration(61 * SECOND, "de", 6).replace("\u00a0", " ") == "1 min 1 s"


def test_ticks_of_an_axis_are_short() -> None:
    assert [short_duration(tick * SECOND) for tick in (2400, 0, -1200, 7200, 5, 90)] == [
        "40\u202fmin", "0", "−20\u202fmin", "2\u202fh", "5\u202fs", "90\u202fs",
    ]  # fmt: skip


def test_an_instant_is_said_in_the_zone_of_the_agreement_with_utc_at_hand() -> None:
    instant = parse_instant("2026-01-17T02:05:18.2Z")
    english, german = Calendar(BERLIN, "en"), Calendar(BERLIN, "de")

    assert english.full(instant).text.replace("\u00a0", " ") == "Saturday 17 January at 03:05:18"
    assert german.full(instant).text.replace("\u00a0", " ") == "Samstag, 17. Januar, 03:05:18"
    assert english.short(instant).text.replace("\u00a0", " ") == "17 Jan, 03:05:18"
    assert german.short(instant, tenths=True).text.replace("\u00a0", " ") == "17. Jan., 03:05:18,2"
    assert english.full(instant).utc == "2026-01-17T02:05:18.200000Z"
    assert utc(1) == "1970-01-01T00:00:00.000001Z"


def test_a_time_is_cut_not_rounded() -> None:
    assert Calendar(BERLIN, "en").clock(parse_instant("2026-01-01T00:59:59.999999Z")) == "01:59:59"


def test_in_the_hour_that_comes_twice_the_zone_says_which_is_meant() -> None:
    calendar = Calendar(BERLIN, "en")

    assert calendar.clock(parse_instant("2026-10-25T00:30:00Z")) == "02:30:00\u00a0CEST"
    assert calendar.clock(parse_instant("2026-10-25T01:30:00Z")) == "02:30:00\u00a0CET"
    assert calendar.clock(parse_instant("2026-10-25T02:00:00Z")) == "03:00:00"


def test_the_end_of_a_span_says_its_day_only_where_it_is_another() -> None:
    calendar = Calendar(BERLIN, "en")
    start = parse_instant("2026-01-17T01:00:00Z")

    assert calendar.until(start, start + 3_600 * SECOND).text == "03:00:00"
    assert (
        calendar.until(start, start + 22 * 3_600 * SECOND).text.replace("\u00a0", " ") == "18 Jan, 00:00:00"
    )


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "agreed", "chosen"),
    [
        ("de", "en", "en", "en", "de"),
        ("fr", "de", "en", "en", "de"),
        (None, None, "fr;q=0.9, de-CH;q=0.8, en;q=0.7", None, "de"),
        (None, None, "en;q=0.5, de;q=0.8", None, "de"),
        (None, None, "de;q=0", "en", "en"),
        (None, None, "de;q=nonsense", None, "en"),
        (None, None, "fr", "de", "de"),
        (None, None, None, None, "en"),
    ],
)
def test_the_language_is_that_which_was_asked_for_most_plainly(
    asked, remembered, accepted, agreed, chosen
) -> None:
    assert choose(asked, remembered, accepted, agreed) == chosen
