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
    CalendarUnit.MONTH: ("a month", "Im Monat"),
    CalendarUnit.QUARTER: ("a quarter", "Im Quartal"),
    CalendarUnit.YEAR: ("a year", "Im Jahr"),
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
    """Changes, time, or both; the verb goes with what it is of."""
    per_en, per_de = _PER[quota.per]
    time_en, time_de = "", ""
    if quota.total is not None:
        time_en, time_de = (words.span_of_time(quota.total, language) for language in words.LANGUAGES)
    if quota.count is None:
        single = time_en.startswith("1 ") and " and " not in time_en
        en = f"At most {time_en} {per_en} {'counts' if single else 'count'} as maintenance."
        de = f"{per_de} {'gilt' if single else 'gelten'} höchstens {time_de} als Wartung."
        return Clause("maintenance.at_most", en, de)
    changes = words.several(quota.count, "change", "changes", "en")
    wartungen = words.several(quota.count, "Wartung", "Wartungen", "de")
    together_en = f", of at most {time_en} together," if quota.total is not None else ""
    together_de = f" von zusammen höchstens {time_de}" if quota.total is not None else ""
    count, gelten = ("counts", "gilt") if quota.count == 1 else ("count", "gelten")
    return Clause(
        "maintenance.at_most",
        f"At most {changes} {per_en}{together_en} {count} as maintenance.",
        f"{per_de} {gelten} höchstens {wartungen}{together_de} als solche.",
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
