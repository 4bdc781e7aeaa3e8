"""`--period` in all its forms, by the clocks of the agreement's zone."""

import pytest

from shared.agreements.periods import read_period
from shared.contracts.errors import ContractError
from shared.contracts.instants import format_instant


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
        ("2026-Q4", "2026-09-30T22:00:00Z", "2026-12-31T23:00:00Z"),
        ("2026-12", "2026-11-30T23:00:00Z", "2026-12-31T23:00:00Z"),
        ("2026-W53", "2026-12-27T23:00:00Z", "2027-01-03T23:00:00Z"),
        ("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        ("2026-01-01/2026-01-08", "2025-12-31T23:00:00Z", "2026-01-07T23:00:00Z"),
        ("2026-01-01T12:00:00Z/2026-01-01T14:00:00+01:00", "2026-01-01T12:00:00Z", "2026-01-01T13:00:00Z"),
        ("2026-01-01/2026-01-01T06:00:00.5Z", "2025-12-31T23:00:00Z", "2026-01-01T06:00:00.5Z"),
    ],
)
def test_each_form_is_a_span(text: str, start: str, end: str) -> None:
    span = read_period(text, "Europe/Berlin")
    assert (format_instant(span.start), format_instant(span.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("january", "is not understood; it is 2026, 2026-Q1"),
        ("2026-Q5", "is not understood"),
        ("2026-13", "is not in the calendar"),
        ("2025-W53", "is not in the calendar"),
        ("2026-02-29", "is not in the calendar"),
        ("9999", "is not in the calendar"),
        ("2026-02-29/2026-03-01", "there is no such day"),
        ("2026-01-02/2026-01-01", "does not end after it begins"),
        ("2026-01-01/2026-01-01", "does not end after it begins"),
        (
            "2026-01-01/2026-02",
            "end of the period is '2026-02'; it is a date or an instant, as 2026-01-15 or 2026-01-31T23:00:00Z",
        ),
        ("2026-02/2026-01", "one end of the period is '2026-02'; it is a date"),
        ("2026-01-01/2026-02-01T00:00:00", "with its offset"),
    ],
)
def test_other_texts_are_refused(text: str, said: str) -> None:
    with pytest.raises(ContractError) as refused:
        read_period(text, "Europe/Berlin")
    assert said in refused.value.sentence
