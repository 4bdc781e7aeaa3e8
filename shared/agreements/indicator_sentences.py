"""What an objective promises, in one sentence: who owes what, measured how, at least or at most how much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.agreements import words
from shared.agreements.document import Document, ObjectiveClause
from shared.agreements.said import Clause
from shared.sla.agreed.objectives import (
    Availability,
    Clock,
    ClockKind,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    Satisfaction,
    Within,
    WorkingDays,
)

_TAKEN: Final = {
    "max": ("the greatest sample", "der größte Messwert"),
    "min": ("the least sample", "der kleinste Messwert"),
    "last": ("the last sample", "der letzte Messwert"),
    "mean": ("the mean", "das Mittel"),
}


def promise(document: Document, objective: ObjectiveClause) -> Clause:
    """The promise itself, with who owes it and about which service."""
    owed = owed_by(document, objective.owed_by)
    names = {service.id: service.name for service in document.services}
    services = [names[service] for service in objective.services]
    en = f"{owed} owes: {_english(objective, words.joined(services, 'en'))}"
    de = f"{owed} schuldet: {_german(objective, words.joined(services, 'de'))}"
    return Clause("target", en, de)


def owed_by(document: Document, owed: str) -> str:
    """The name of the party that owes."""
    parties = document.parties
    sides = {"provider": parties.provider.name, "customer": parties.customer.name}
    return sides.get(owed) or next((party.name for party in parties.suppliers if party.id == owed), owed)


def _english(objective: ObjectiveClause, services: str) -> str:
    own = objective.indicator
    match own:
        case Availability():
            return f"{services} is up for at least {words.promised(own.target, 'en')} of the counted time."
        case Ratio():
            return f"at least {words.promised(own.target, 'en')} of “{own.total}” of {services} are “{own.good}”."
        case Clock():
            done = {
                ClockKind.RESPONSE: "answered",
                ClockKind.RESOLUTION: "closed" if own.stops_at_close else "resolved",
                ClockKind.CUSTOMER_RESPONSE: "answered",
            }[own.kind]
            asked = own.kind is ClockKind.CUSTOMER_RESPONSE
            what = "questions to the customer about" if asked else "incidents of"
            share = words.promised(own.target, "en")
            return f"at least {share} of the {what} {services} are {done} {_within(own.within, 'en')}."
        case OutageCount():
            outages = words.several(own.at_most, "outage", "outages", "en")
            return f"{services} has at most {outages}."
        case LongestOutage():
            return f"no outage of {services} lasts longer than {words.span_of_time(own.at_most, 'en')}."
        case MeanTimeToRestore():
            mean = words.span_of_time(own.at_most, "en")
            return f"outages of {services} last at most {mean} on average."
        case MeanTimeBetweenFailures():
            mean = words.span_of_time(own.at_least, "en")
            return f"between failures of {services} lie at least {mean} on average."
        case Satisfaction():
            if own.kind == "nps":
                return f"promoters of {services} outweigh detractors by at least {_score(own, 'en')}."
            return f"people rate {services} at least {_score(own, 'en')} on average."
        case Measurement():
            return f"{_of_samples(own, 'en')}{own.metric} of {services} is {_bounds(own, 'en')}."


def _german(objective: ObjectiveClause, services: str) -> str:
    own = objective.indicator
    match own:
        case Availability():
            return (
                f"{services} ist mindestens {words.promised(own.target, 'de')} der gezählten Zeit verfügbar."
            )
        case Ratio():
            return f"mindestens {words.promised(own.target, 'de')} von „{own.total}“ bei {services} sind „{own.good}“."
        case Clock():
            done = {
                ClockKind.RESPONSE: "beantwortet",
                ClockKind.RESOLUTION: "geschlossen" if own.stops_at_close else "gelöst",
                ClockKind.CUSTOMER_RESPONSE: "beantwortet",
            }[own.kind]
            asked = own.kind is ClockKind.CUSTOMER_RESPONSE
            what = "Rückfragen an den Kunden zu" if asked else "Störungen von"
            share = words.promised(own.target, "de")
            within = _within(own.within, "de")
            said = f"{done} {within}" if isinstance(own.within, Mapping) else f"{within} {done}"
            return f"mindestens {share} der {what} {services} werden {said}."
        case OutageCount():
            return f"{services} fällt höchstens {own.at_most} Mal aus."
        case LongestOutage():
            return f"kein Ausfall von {services} dauert länger als {words.span_of_time(own.at_most, 'de')}."
        case MeanTimeToRestore():
            mean = words.span_of_time(own.at_most, "de")
            return f"Ausfälle von {services} dauern im Mittel höchstens {mean}."
        case MeanTimeBetweenFailures():
            mean = words.span_of_time(own.at_least, "de")
            return f"zwischen Ausfällen von {services} liegen im Mittel mindestens {mean}."
        case Satisfaction():
            if own.kind == "nps":
                return f"Fürsprecher von {services} überwiegen Kritiker um mindestens {_score(own, 'de')}."
            return f"{services} wird im Mittel mindestens mit {_score(own, 'de')} bewertet."
        case Measurement():
            return f"{_of_samples(own, 'de')}{own.metric} von {services} liegt bei {_bounds(own, 'de')}."


def _within(within: Within | Mapping[str, Within], language: words.Language) -> str:
    if isinstance(within, Mapping):
        listed = [f"{priority} {_within(one, language)}" for priority, one in within.items()]
        return f"({'; '.join(listed)})"
    if isinstance(within, WorkingDays):
        return _working_days(within, language)
    if language == "de":
        return f"innerhalb von {words.service_time(within, 'de', dative=True)} Servicezeit"
    return f"within {words.service_time(within, 'en')} of service time"


def _working_days(within: WorkingDays, language: words.Language) -> str:
    if language == "de":
        days = "Arbeitstag" if within.days == 1 else "Arbeitstagen"
        close = " bis zum Ende der Servicezeit" if within.by_close else ""
        return f"am selben Tag{close}" if within.days == 0 else f"innerhalb von {within.days} {days}{close}"
    days = "working day" if within.days == 1 else "working days"
    close = " by the close of hours" if within.by_close else ""
    return f"on the same day{close}" if within.days == 0 else f"within {within.days} {days}{close}"


def _score(own: Satisfaction, language: words.Language) -> str:
    of = "von" if language == "de" else "of"
    return f"{words.agreed(own.target, language)} {of} {words.agreed(own.scale, language)}"


def _of_samples(own: Measurement, language: words.Language) -> str:
    """What is held within the bounds: the value taken, or a share of the samples."""
    if own.target is not None:
        share = words.promised(own.target, language)
        return (
            f"in mindestens {share} der Messwerte: "
            if language == "de"
            else f"in at least {share} of samples, "
        )
    return "" if own.take is None else f"{_taken(own.take, language)} {'von' if language == 'de' else 'of'} "


def _taken(take: str, language: words.Language) -> str:
    """The value that is taken of samples: `the 95th percentile`, `das Mittel`."""
    if take in _TAKEN:
        return _TAKEN[take][int(language == "de")]
    place = take.removeprefix("p")
    return f"das {place}. Perzentil" if language == "de" else f"the {place}th percentile"


def _bounds(own: Measurement, language: words.Language) -> str:
    least, most = ("mindestens", "höchstens") if language == "de" else ("at least", "at most")
    unit = f" {own.unit}" if own.unit else ""
    bounds = [
        f"{word} {words.agreed(bound, language)}{unit}"
        for word, bound in ((least, own.at_least), (most, own.at_most))
        if bound is not None
    ]
    return words.joined(bounds, language)
