"""Service hours in words: on which days from when to when, without which holidays, by whose clocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.agreements import words
from shared.agreements.document import Document, HolidayClause, HoursClause
from shared.agreements.names import ALWAYS
from shared.agreements.said import Clause
from shared.agreements.words import Language
from shared.sla.agreed.clauses import Hours

_DAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MINUTE: Final = 60_000_000


def hours_clause(document: Document, name: str) -> Clause:
    """Which hours count."""
    if name == ALWAYS:
        return Clause(
            "service_hours", "Every hour counts, day and night.", "Jede Stunde zählt, Tag und Nacht."
        )
    hours = document.service_hours[name]
    english, german = (hours_words(hours, document.time_zone, language) for language in words.LANGUAGES)
    return Clause(
        "service_hours",
        f"Only the service hours “{name}” count: {english}.",
        f"Nur die Servicezeit „{name}“ zählt: {german}.",
    )


def hours_words(hours: HoursClause, zone: str, language: Language) -> str:
    """`Monday to Friday 08:00-18:00, without the public holidays of DE-BE`; `zone` is the agreement's."""
    parts = [*_weekly(hours, language)] or ["no weekday" if language == "en" else "kein Wochentag"]
    if hours.holidays is not None:
        parts.append(_holidays(hours.holidays, language))
    if hours.on:
        several = words.several(
            len(hours.on), *(("date", "dates") if language == "en" else ("Tag", "Tage")), language
        )
        parts.append(
            f"other hours on {several}" if language == "en" else f"andere Zeiten an {_dative(several)}"
        )
    if hours.time_zone is not None and hours.time_zone != zone:
        clocks = "by the clocks of" if language == "en" else "nach den Uhren von"
        parts.append(f"{clocks} {hours.time_zone}")
    return ", ".join(parts)


def _weekly(hours: HoursClause, language: Language) -> Iterator[str]:
    """Neighbouring days of the same hours together."""
    names, first = _DAYS[language], 0
    for day in range(1, 8):
        if day < 7 and hours.weekly[day] == hours.weekly[first]:
            continue
        if hours.weekly[first]:
            yield f"{_days(names, first, day - 1, language)} {_times(hours.weekly[first], language)}"
        first = day


def _days(names: tuple[str, ...], first: int, last: int, language: Language) -> str:
    if first == last:
        return names[first]
    if last == first + 1:
        return words.joined([names[first], names[last]], language)
    return f"{names[first]} {'to' if language == 'en' else 'bis'} {names[last]}"


def _times(day: tuple[Hours, ...], language: Language) -> str:
    return words.joined([f"{_clock(one.opens)}–{_clock(one.closes)}" for one in day], language)


def _clock(since_midnight: int) -> str:
    """24:00 is the end of the day; what closes later does so on the next one."""
    minutes = since_midnight // _MINUTE
    if minutes > 24 * 60:
        minutes -= 24 * 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _holidays(clause: HolidayClause, language: Language) -> str:
    said = []
    if clause.country is not None:
        place = clause.country if clause.subdivision is None else f"{clause.country}-{clause.subdivision}"
        said.append(f"the public holidays of {place}" if language == "en" else f"die Feiertage von {place}")
    if clause.dates:
        said.append("the agreed days off" if language == "en" else "die vereinbarten freien Tage")
    return f"{'without' if language == 'en' else 'ohne'} {words.joined(said, language)}"


def _dative(several: str) -> str:
    return f"{several}n" if several.endswith("Tage") else several
