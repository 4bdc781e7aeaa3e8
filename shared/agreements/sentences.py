"""Each clause as a plain sentence in English and German, made from the document, as page and command show them.

A sentence says what is agreed, not what happened. `field` names the clause, so that a calculation can stand
beside the sentence that rules it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from shared.agreements import date_words, words
from shared.agreements.clock_sentences import clock_clauses
from shared.agreements.composite_sentences import composite_clause
from shared.agreements.counts_sentences import counted_maintenance, counts_sentences
from shared.agreements.document import Document, ObjectiveClause, ServiceClause
from shared.agreements.figure_json import COUNTED
from shared.agreements.forms import Moment
from shared.agreements.hours_sentences import hours_clause
from shared.agreements.indicator_sentences import promise
from shared.agreements.procedure_sentences import closing_clause, corrections_clause, maintenance_clauses
from shared.agreements.said import Clause
from shared.agreements.warning_sentences import warning_clauses
from shared.sla.agreed.clauses import CalendarUnit, EvidenceRule
from shared.sla.agreed.objectives import (
    Availability,
    CalendarWindow,
    Clock,
    LongestOutage,
    MaintenanceCounts,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    Satisfaction,
)

__all__ = ["Clause", "clauses_of"]

_UNITS: Final = {
    CalendarUnit.DAY: ("calendar day", "jeder Kalendertag"),
    CalendarUnit.WEEK: ("calendar week, from Monday,", "jede Kalenderwoche ab Montag"),
    CalendarUnit.MONTH: ("calendar month", "jeder Kalendermonat"),
    CalendarUnit.QUARTER: ("quarter", "jedes Quartal"),
    CalendarUnit.YEAR: ("calendar year", "jedes Kalenderjahr"),
}
_RULES: Final = {
    EvidenceRule.ANY: (
        "The service is down when any source that knows says so.",
        "Der Dienst gilt als ausgefallen, sobald eine Quelle, die es weiß, es meldet.",
    ),
    EvidenceRule.ALL: (
        "The service is down when all sources that know say so.",
        "Der Dienst gilt als ausgefallen, wenn alle Quellen, die es wissen, es melden.",
    ),
    EvidenceRule.MAJORITY: (
        "The service is down when more than half of the sources that know say so.",
        "Der Dienst gilt als ausgefallen, wenn mehr als die Hälfte der Quellen, die es wissen, es melden.",
    ),
}


def clauses_of(document: Document, objective: str) -> list[Clause]:
    """The clauses that rule an objective, in the order in which one reads them; KeyError for an unknown one."""
    found = next((one for one in document.objectives if one.id == objective), None)
    if found is None:
        raise KeyError(objective)
    own = found.indicator
    clauses = [promise(document, found), *_window(document, found)]
    match own:
        case Availability():
            clauses += counts_sentences(own.counts, own.not_assessable_above)
        case OutageCount() | LongestOutage() | MeanTimeToRestore() | MeanTimeBetweenFailures():
            clauses += counts_sentences(own.counts, None)
        case Ratio():
            clauses += [counted_maintenance(own.maintenance), *_expected(own)]
        case Measurement():
            clauses.append(counted_maintenance(MaintenanceCounts.EXCLUDED))
        case Clock():
            clauses += clock_clauses(own, document.statuses)
        case Satisfaction():
            pass
    if not isinstance(own, COUNTED):
        names = {one.id: one.name for one in document.services}
        for one in document.services:
            clauses += _service(one, names) if one.id in found.services else ()
    if not isinstance(own, Satisfaction | Clock):
        clauses += maintenance_clauses(document)
    if not isinstance(own, Satisfaction):
        clauses.append(corrections_clause(document))
    return [*clauses, *warning_clauses(found), *_credits(found), closing_clause(document), *_force(document)]


def _window(document: Document, objective: ObjectiveClause) -> Iterator[Clause]:
    zone = document.time_zone
    if isinstance(objective.window, CalendarWindow):
        en, de = _UNITS[objective.window.unit]
        yield Clause(
            "window",
            f"Each {en} is judged on its own, by the clocks of {zone}.",
            f"Beurteilt wird {de} für sich, nach den Uhren von {zone}.",
        )
    else:
        en, de = (date_words.rolling_name(objective.window.length, language) for language in words.LANGUAGES)
        yield Clause(
            "window", f"At every moment, {en} are judged.", f"Beurteilt werden zu jedem Zeitpunkt {de}."
        )
    yield hours_clause(document, objective.service_hours)


def _expected(ratio: Ratio) -> Iterator[Clause]:
    if ratio.expected_total is None:
        return
    en, de = (words.agreed(ratio.expected_total, language) for language in words.LANGUAGES)
    yield Clause(
        "expected_total",
        f"{en} are expected in a period; while it is open, what may be missed is taken of at least so many.",
        f"Erwartet werden {de} im Zeitraum; solange er offen ist, bemisst sich daran, was verfehlt werden darf.",
    )


def _service(service: ServiceClause, names: Mapping[str, str]) -> Iterator[Clause]:
    if service.evidence.sources is None:
        yield Clause(
            "evidence",
            f"Every source that reports on {service.name} is heard.",
            f"Gehört wird jede Quelle, die über {service.name} berichtet.",
        )
    else:
        sources = sorted(service.evidence.sources)
        yield Clause(
            "evidence",
            f"{words.joined(sources, 'en')} report on {service.name}."
            if len(sources) > 1
            else f"{sources[0]} reports on {service.name}.",
            f"Über {service.name} {'berichten' if len(sources) > 1 else 'berichtet'} "
            f"{words.joined(sources, 'de')}.",
        )
    yield _rule(service, names)
    if service.stale_after is None:
        yield Clause(
            "stale_after",
            "A source that falls silent keeps its last word.",
            "Schweigt eine Quelle, so gilt ihr letztes Wort fort.",
        )
    else:
        en = words.span_of_time(service.stale_after, "en")
        de = words.span_of_time(service.stale_after, "de", dative=True)
        yield Clause(
            "stale_after",
            f"After {en} of silence a source no longer knows.",
            f"Nach {de} Schweigen weiß eine Quelle nichts mehr.",
        )
    known = service.before_first_fact == "up"
    yield Clause(
        "before_first_fact",
        f"Before the first fact the service is {'taken as up' if known else 'unknown'}.",
        f"Vor der ersten Meldung gilt der Dienst als {'verfügbar' if known else 'unbekannt'}.",
    )


def _rule(service: ServiceClause, names: Mapping[str, str]) -> Clause:
    if service.made_of is not None:
        return composite_clause(service.name, service.made_of, names)
    if service.evidence.rule is EvidenceRule.AUTHORITATIVE:
        source = service.evidence.authoritative
        return Clause(
            "evidence.rule",
            f"What {source} says is the service's state.",
            f"Den Zustand des Dienstes bestimmt {source}.",
        )
    en, de = _RULES[service.evidence.rule]
    return Clause("evidence.rule", en, de)


def _credits(objective: ObjectiveClause) -> Iterator[Clause]:
    agreed = objective.credits
    if agreed is None:
        return
    of = f" of the {agreed.of.replace('_', ' ')}" if agreed.of else ""
    german_of = {"monthly_fee": " der Monatsgebühr", None: ""}.get(agreed.of, f" von {agreed.of}")
    for tier in agreed.tiers:
        en, de = (words.agreed(tier.percent, "en"), words.agreed(tier.percent, "de"))
        below_en, below_de = words.promised(tier.below, "en"), words.promised(tier.below, "de")
        yield Clause(
            "credits",
            f"Below {below_en}, {en} percent{of} is credited.",
            f"Unter {below_de} {'wird' if tier.percent == 1 else 'werden'} {de} Prozent{german_of} gutgeschrieben.",
        )
    if agreed.cap is not None:
        yield Clause(
            "credits.cap",
            f"Never more than {words.agreed(agreed.cap, 'en')} percent{of} is credited.",
            f"Nie werden mehr als {words.agreed(agreed.cap, 'de')} Prozent{german_of} gutgeschrieben.",
        )


def _force(document: Document) -> Iterator[Clause]:
    force, zone = document.in_force, document.time_zone
    start = _moment(force.from_, zone, "en"), _moment(force.from_, zone, "de")
    if force.until is None:
        yield Clause(
            "in_force",
            f"The agreement holds from {start[0]}, without an end.",
            f"Die Vereinbarung gilt ab {start[1]}, ohne Ende.",
        )
        return
    end = _moment(force.until, zone, "en"), _moment(force.until, zone, "de")
    yield Clause(
        "in_force",
        f"The agreement holds from {start[0]} until {end[0]}, that day not included."
        if isinstance(force.until, date)
        else f"The agreement holds from {start[0]} until {end[0]}.",
        f"Die Vereinbarung gilt ab {start[1]} bis {end[1]}, diesen Tag nicht mehr."
        if isinstance(force.until, date)
        else f"Die Vereinbarung gilt ab {start[1]} bis {end[1]}.",
    )


def _moment(moment: Moment, zone: str, language: words.Language) -> str:
    return (
        date_words.day(moment, language)
        if isinstance(moment, date)
        else date_words.instant(moment, zone, language)
    )
