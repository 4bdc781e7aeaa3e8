"""What the parties agreed on how they go about it, in words: maintenance, corrections, the closing of a period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shared.agreements import words
from shared.agreements.document import Document
from shared.agreements.hours_sentences import hours_words
from shared.agreements.names import ALWAYS
from shared.agreements.said import Clause
from shared.sla.agreed.clauses import CalendarUnit, Quota

_PER: Final = {
    CalendarUnit.MONTH: ("a month", "im Monat"),
    CalendarUnit.QUARTER: ("a quarter", "im Quartal"),
    CalendarUnit.YEAR: ("a year", "im Jahr"),
}
_SIDES: Final = {"customer": ("The customer", "Der Kunde"), "provider": ("The provider", "Der Anbieter")}


def maintenance_clauses(document: Document) -> Iterator[Clause]:
    """When maintenance counts as such."""
    clause = document.maintenance
    if clause.notice:
        en, de = (words.span_of_time(clause.notice, language) for language in words.LANGUAGES)
        yield Clause(
            "maintenance.notice",
            f"Maintenance counts as such if it was announced at least {en} before.",
            f"Wartung gilt als solche, wenn sie mindestens {de} vorher angekündigt wurde.",
        )
    else:
        yield Clause(
            "maintenance.notice",
            "Maintenance counts as such if it was announced before it began.",
            "Wartung gilt als solche, wenn sie vor ihrem Beginn angekündigt wurde.",
        )
    if clause.acknowledged_by != "nobody":
        en, de = _SIDES[clause.acknowledged_by]
        yield Clause(
            "maintenance.acknowledged_by",
            f"{en} must have acknowledged it before it begins.",
            f"{de} muss sie vor ihrem Beginn bestätigt haben.",
        )
    if clause.within != ALWAYS:
        hours = document.service_hours[clause.within]
        en, de = (hours_words(hours, document.time_zone, language) for language in words.LANGUAGES)
        yield Clause(
            "maintenance.within",
            f"Only its part inside the hours “{clause.within}” counts as maintenance: {en}.",
            f"Als Wartung gilt nur, was in den Zeiten „{clause.within}“ liegt: {de}.",
        )
    if clause.at_most is not None:
        yield _quota(clause.at_most)


def _quota(quota: Quota) -> Clause:
    parts: list[tuple[str, str]] = []
    if quota.count is not None:
        times = "time" if quota.count == 1 else "times"
        parts.append((f"{quota.count} {times}", f"{quota.count} Mal"))
    if quota.total is not None:
        parts.append((words.span_of_time(quota.total, "en"), words.span_of_time(quota.total, "de")))
    en, de = " and ".join(part[0] for part in parts), " und ".join(part[1] for part in parts)
    per = _PER[quota.per]
    return Clause(
        "maintenance.at_most",
        f"At most {en} {per[0]} count as maintenance.",
        f"Als Wartung gelten höchstens {de} {per[1]}.",
    )


def corrections_clause(document: Document) -> Clause:
    """How the record is corrected, and what silence means."""
    clause = document.corrections
    en = words.span_of_time(clause.decide_within, "en")
    de = words.span_of_time(clause.decide_within, "de", dative=True)
    silence = ("accepts", "angenommen") if clause.silence_accepts else ("declines", "abgelehnt")
    return Clause(
        "corrections",
        f"A correction holds once the other party accepts it; silence for {en} {silence[0]} it.",
        f"Eine Korrektur gilt, sobald die andere Seite sie annimmt; nach {de} Schweigen ist sie {silence[1]}.",
    )


def closing_clause(document: Document) -> Clause:
    """When a period is final."""
    en = words.span_of_time(document.grace, "en")
    de = words.span_of_time(document.grace, "de")
    return Clause(
        "closing",
        f"A period is closed {en} after its end; what comes later is shown as a restatement.",
        f"Ein Zeitraum wird {de} nach seinem Ende abgeschlossen; was später kommt, wird als Neufassung gezeigt.",
    )
