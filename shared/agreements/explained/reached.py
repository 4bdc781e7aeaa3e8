"""What was reached, as one clause of a sentence, for each indicator."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.agreements.explained.deciding import deciding_length, deciding_number, deciding_percent
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.objectives import (
    Availability,
    Clock,
    ClockKind,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OnReopen,
    OutageCount,
    Ratio,
    Satisfaction,
)
from shared.sla.figures import Figure, Status, Verdict

Pair = tuple[str, str]
"""The same in English and German; or singular and plural, as the name says."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted one by one, in the German dative, and what became of it, each in singular and plural."""

    english: Pair
    german: Pair
    became: Pair
    wurde: Pair
    done: str
    about: Pair = ("of", "bei")


_IN_TIME: Final = ("was answered in time", "were answered in time")
_INCIDENTS: Final = ("incident", "incidents"), ("Störung", "Störungen")
_WURDE: Final = ("wurde", "wurden")
_EVENTS: Final = _Counted(
    ("counted event", "counted events"),
    ("gezählten Vorgang", "gezählten Vorgängen"),
    ("was good", "were good"),
    ("war", "waren"),
    "gut",
)
_SAMPLES: Final = _Counted(
    ("sample", "samples"),
    ("Messwert", "Messwerten"),
    ("was within the bounds", "were within the bounds"),
    ("lag", "lagen"),
    "innerhalb der Grenzen",
)
_ANSWERED: Final = _Counted(*_INCIDENTS, _IN_TIME, _WURDE, "rechtzeitig beantwortet")
_ASKED: Final = _Counted(
    ("question to the customer", "questions to the customer"),
    ("Rückfrage an den Kunden", "Rückfragen an den Kunden"),
    _IN_TIME,
    _WURDE,
    "rechtzeitig beantwortet",
    ("about", "zu"),
)
_RESOLVED: Final = _Counted(
    *_INCIDENTS, ("was resolved in time", "were resolved in time"), _WURDE, "rechtzeitig gelöst"
)
_CLOSED: Final = _Counted(
    *_INCIDENTS, ("was closed in time", "were closed in time"), _WURDE, "rechtzeitig geschlossen"
)
_OUTAGE: Final = (("outage", "Ausfall"), ("outages", "Ausfälle"))
_PERSON: Final = (("answer", "Antwort"), ("answers", "Antworten"))
_TAKEN: Final = {
    "max": ("The greatest", "Der größte"),
    "min": ("The least", "Der kleinste"),
    "last": ("The last", "Der letzte"),
    "mean": ("The mean", "Das Mittel"),
}


def reached(voice: Voice, figure: Figure) -> str:
    """`Web shop was up for 99.95 % of the counted time in January 2026 so far`; of a period with data."""
    when = voice.when(figure.period.span)
    if figure.period.status is Status.OPEN and not voice.rolls(figure.period.span):
        when += voice.say(" so far", " bisher")
    match voice.objective.indicator:
        case Availability() if figure.sli is None:
            return voice.say(
                f"No time of {voice.services} was counted {when}",
                f"Von {voice.services} wurde {when} keine Zeit gezählt",
            )
        case Availability():
            share = _share(voice, figure)
            return voice.say(
                f"{voice.services} was up for {share} of the counted time {when}",
                f"{voice.services} war {when} zu {share} der gezählten Zeit verfügbar",
            )
        case Ratio():
            return _counted(voice, figure, _EVENTS, when)
        case Clock(on_reopen=OnReopen.RESTART) as clock if clock.kind is not ClockKind.CUSTOMER_RESPONSE:
            return _cases(voice, figure, _of_clock(clock), when)
        case Clock() as clock:
            return _counted(voice, figure, _of_clock(clock), when)
        case Measurement(take=None, metric=metric):
            return _counted(voice, figure, _SAMPLES, when, metric)
        case Measurement() as asked:
            return _taken(voice, figure, asked, when)
        case Satisfaction() as asked:
            return _score(voice, figure, asked, when)
        case _:
            return _outages(voice, figure, when)


def _share(voice: Voice, figure: Figure) -> str:
    return deciding_percent(voice, figure.sli or Fraction(0), figure.target)


def _of_clock(clock: Clock) -> _Counted:
    match clock.kind:
        case ClockKind.RESPONSE:
            return _ANSWERED
        case ClockKind.CUSTOMER_RESPONSE:
            return _ASKED
        case ClockKind.RESOLUTION:
            return _CLOSED if clock.stops_at_close else _RESOLVED


def _counted(voice: Voice, figure: Figure, of: _Counted, when: str, metric: str | None = None) -> str:
    """`19 of 20 incidents of Web shop were resolved in time in January 2026, that is 95 %`."""
    good, total = voice.number(figure.good), voice.number(figure.total)
    share = _share(voice, figure)
    some, many = int(figure.good != 1 and figure.total != 1), int(figure.total != 1)
    what = "" if metric is None else voice.say(f" of {metric}", f" für {metric}")
    return voice.say(
        f"{good} of {total} {of.english[many]}{what} {of.about[0]} {voice.services} {of.became[some]} {when}, "
        f"that is {share}",
        f"{good} von {total} {of.german[many]}{what} {of.about[1]} {voice.services} {of.wurde[some]} {when} {of.done}, "
        f"das sind {share}",
    )


def _cases(voice: Voice, figure: Figure, of: _Counted, when: str) -> str:
    """`In 2 of 2 cases an incident of Web was resolved in time`: reopened, one incident has a clock for each time."""
    good, total = voice.number(figure.good), voice.number(figure.total)
    share = _share(voice, figure)
    case, fall = ("case", "Fall") if figure.total == 1 else ("cases", "Fällen")
    return voice.say(
        f"In {good} of {total} {case} an incident of {voice.services} {of.became[0]} {when}, that is {share}",
        f"In {good} von {total} {fall} {of.wurde[0]} {when} eine Störung bei {voice.services} {of.done}, "
        f"das sind {share}",
    )


def _outages(voice: Voice, figure: Figure, when: str) -> str:
    value = figure.value
    if not value and not figure.outages:
        none, keinen = no_outage(voice, "keinen")
        return voice.say(f"{voice.services} had {none} {when}", f"{voice.services} hatte {when} {keinen}")
    if value is None or (value == 0 and isinstance(voice.objective.indicator, OutageCount)):
        ends = isinstance(voice.objective.indicator, MeanTimeToRestore)
        done = ("ended", "endete") if ends else ("began", "begann")
        return voice.say(
            f"No outage of {voice.services} {done[0]} {when}",
            f"Kein Ausfall von {voice.services} {done[1]} {when}",
        )
    match voice.objective.indicator:
        case OutageCount():
            count = voice.several(int(value), *_OUTAGE)
            return voice.say(f"{voice.services} had {count} {when}", f"{voice.services} hatte {when} {count}")
        case LongestOutage(at_most=bound):
            length = deciding_length(voice, value, bound)
            return voice.say(
                f"The longest outage of {voice.services} {when} lasted {length}",
                f"Der längste Ausfall von {voice.services} dauerte {when} {length}",
            )
        case MeanTimeToRestore(at_most=bound):
            over = voice.say("just over ", "knapp über ") if just_over(figure, bound) else ""
            length = over + deciding_length(voice, value, bound)
            return voice.say(
                f"The outages of {voice.services} that ended {when} lasted {length} on average",
                f"Die Ausfälle von {voice.services}, die {when} endeten, dauerten im Mittel {length}",
            )
        case MeanTimeBetweenFailures(at_least=bound):
            length = deciding_length(voice, value, bound)
            return voice.say(
                f"Between the failures of {voice.services} {when} lay {length} of good time on average",
                f"Zwischen den Ausfällen von {voice.services} lagen {when} im Mittel {length} guter Zeit",
            )
        case _:
            raise ValueError("an indicator without outages")


def no_outage(voice: Voice, kein: str = "kein") -> Pair:
    """In English and German; what lies outside agreed hours counts as none."""
    within = voice.objective.hours is not None
    return (
        f"no outage{' in service hours' if within else ''}",
        f"{kein} Ausfall{' in der Servicezeit' if within else ''}",
    )


def just_over(figure: Figure, at_most: int) -> bool:
    """Whether a mean is above its bound by less than the microsecond to which it is told."""
    return figure.value == at_most and figure.state in (Verdict.BREACHED, Verdict.AT_RISK)


def _score(voice: Voice, figure: Figure, asked: Satisfaction, when: str) -> str:
    answers = voice.several(int(figure.total), *_PERSON)
    score = deciding_number(voice, figure.value or Fraction(0), asked.target)
    scale = voice.agreed(asked.scale)
    if asked.kind == "nps":
        return voice.say(
            f"The net promoter score of {voice.services} {when} is {score} on a scale to {scale}, from {answers}",
            f"Der Net Promoter Score von {voice.services} liegt {when} bei {score} auf einer Skala bis {scale}, "
            f"aus {answers}",
        )
    was, wurde = ("were", "wurden") if len(voice.objective.services) > 1 else ("was", "wurde")
    return voice.say(
        f"{voice.services} {was} rated {score} of {scale} on average {when}, in {answers}",
        f"{voice.services} {wurde} {when} im Mittel mit {score} von {scale} bewertet, in {answers}",
    )


def _taken(voice: Voice, figure: Figure, asked: Measurement, when: str) -> str:
    """`The 95th percentile of 20 samples of latency of Web shop was 180 ms in January 2026`."""
    take = asked.take or ""
    samples = voice.say(*(part[int(figure.total != 1)] for part in (_SAMPLES.english, _SAMPLES.german)))
    count = f"{voice.number(figure.total)} {samples}"
    value = measured(voice, figure.value or Fraction(0), asked)
    if take.startswith("p"):
        place = take.removeprefix("p")
        return voice.say(
            f"The {place}th percentile of {count} of {asked.metric} of {voice.services} was {value} {when}",
            f"Das {place}. Perzentil von {count} für {asked.metric} bei {voice.services} lag {when} bei {value}",
        )
    en, de = _TAKEN[take]
    return voice.say(
        f"{en} of {count} of {asked.metric} of {voice.services} was {value} {when}",
        f"{de} von {count} für {asked.metric} bei {voice.services} lag {when} bei {value}",
    )


def measured(voice: Voice, value: Fraction, asked: Measurement) -> str:
    """A measured value with its unit."""
    number = deciding_number(voice, value, asked.at_least, asked.at_most)
    return f"{number} {asked.unit}" if asked.unit else number
