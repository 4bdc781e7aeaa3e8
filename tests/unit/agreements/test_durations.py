"""Durations are ISO 8601 without months and years, exact to the microsecond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.agreements.durations import format_duration, parse_duration

HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("PT4H", 4 * HOUR),
        ("P1D", 24 * HOUR),
        ("P2W", 14 * 24 * HOUR),
        ("P1DT12H", 36 * HOUR),
        ("PT90M", HOUR * 3 // 2),
        ("PT0.5S", 500_000),
        ("PT0,000001S", 1),
        ("PT0S", 0),
        ("PT1.1000000S", 1_100_000),
        ("PT1.5H", HOUR * 3 // 2),
        ("PT1H0.5M", HOUR + 30_000_000),
        ("P1.5D", 36 * HOUR),
        ("P0.5W", 84 * HOUR),
        ("PT0.0000019S", 1),
        ("PT0.0000009S", 0),
    ],
)
def test_right_forms(text: str, micros: int) -> None:
    assert parse_duration(text) == micros


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "4h",
        "-PT1H",
        "PT1.5H30M",
        "P1S",
        "PT1D",
        "pt1h",
        "PT.5S",
        "PT1.H",
        "PT 1H",
        "P.5D",
    ],
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a duration is written"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["P1M", "P1Y", "P1Y2M", "P1MT1H", "P1.5M"])
def test_months_and_years_have_a_sentence_of_their_own(text: str) -> None:
    with pytest.raises(ValueError, match="months and years have no fixed length"):
        parse_duration(text)


@given(st.integers(min_value=0, max_value=10**17))
def test_what_is_written_is_read_again(micros: int) -> None:
    assert parse_duration(format_duration(micros)) == micros
