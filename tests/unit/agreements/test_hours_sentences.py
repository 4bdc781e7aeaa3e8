"""Service hours in words, as both parties read them beside a figure."""

from typing import Any

import pytest

from shared.agreements.hours_sentences import hours_clause
from tests.unit.agreements.documents import read

OFFICE: dict[str, Any] = {"weekly": {"mon-fri": ["08:00-18:00"]}}


@pytest.mark.parametrize(
    ("hours", "en", "de"),
    [
        (OFFICE, "Monday to Friday 08:00–18:00", "Montag bis Freitag 08:00–18:00"),
        (
            {**OFFICE, "holidays": {"country": "DE", "subdivision": "BE"}},
            "Monday to Friday 08:00–18:00, without the public holidays of DE-BE",
            "Montag bis Freitag 08:00–18:00, ohne die Feiertage von DE-BE",
        ),
        (
            {**OFFICE, "holidays": {"dates": ["12-24"]}, "on": {"2026-12-31": ["08:00-12:00"]}},
            "Monday to Friday 08:00–18:00, without the agreed days off, other hours on 1 date",
            "Montag bis Freitag 08:00–18:00, ohne die vereinbarten freien Tage, andere Zeiten an 1 Tag",
        ),
        (
            {
                "weekly": {"mon": ["09:00-12:00", "13:00-17:00"], "sat-sun": ["22:00-02:00"]},
                "time_zone": "UTC",
            },
            "Monday 09:00–12:00 and 13:00–17:00, Saturday and Sunday 22:00–02:00, by the clocks of UTC",
            "Montag 09:00–12:00 und 13:00–17:00, Samstag und Sonntag 22:00–02:00, nach den Uhren von UTC",
        ),
        (
            {"weekly": {"mon-sun": ["00:00-24:00"]}},
            "Monday to Sunday 00:00–24:00",
            "Montag bis Sonntag 00:00–24:00",
        ),
        (
            {"weekly": {"mon": []}, "on": {"2026-12-31": ["08:00-12:00"], "2026-12-30": []}},
            "no weekday, other hours on 2 dates",
            "kein Wochentag, andere Zeiten an 2 Tagen",
        ),
    ],
)
def test_hours_are_told_by_days(hours: dict[str, Any], en: str, de: str) -> None:
    clause = hours_clause(read(service_hours__office=hours), "office")
    assert clause.en == f"Only the service hours “office” count: {en}."
    assert clause.de == f"Nur die Servicezeit „office“ zählt: {de}."


def test_always_needs_no_hours() -> None:
    assert hours_clause(read(), "always").en == "Every hour counts, day and night."
