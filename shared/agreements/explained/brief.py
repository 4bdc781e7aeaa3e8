"""A figure in a line of a table: what was promised, what was reached, the credit, each in a few signs."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from shared.agreements import date_words, words
from shared.agreements.explained.deciding import brief_length, deciding_number, deciding_percent
from shared.agreements.explained.reached import just_over, measured
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Satisfaction,
)
from shared.sla.figures import Figure, Status, Verdict
from shared.sla.spans import Span

NOTHING: Final = "–"
_NAMED_IN_A_YEAR: Final = (CalendarUnit.MONTH, CalendarUnit.QUARTER)
_STATES: Final = {
    Verdict.MET: ("met", "gehalten"),
    Verdict.AT_RISK: ("at risk", "gefährdet"),
    Verdict.BREACHED: ("not met", "verfehlt"),
    Verdict.NOT_ASSESSABLE: ("not assessable", "nicht beurteilbar"),
    Verdict.NO_DATA: ("without data", "ohne Daten"),
}


def brief_state(voice: Voice, figure: Figure) -> str:
    """The state; of a promise that is kept in an open period that it is so far."""
    if figure.state is Verdict.MET and figure.period.status is Status.OPEN:
        return voice.say("met so far", "bisher gehalten")
    return voice.say(*_STATES[figure.state])


def brief_promise(voice: Voice, figure: Figure) -> str:
    """The bound: `≥ 99.9 %`, `≤ 4 h`."""
    if figure.target is not None:
        return f"≥ {voice.promised(figure.target)}"
    match voice.objective.indicator:
        case OutageCount(at_most=count):
            return f"≤ {voice.number(count)}"
        case LongestOutage(at_most=length) | MeanTimeToRestore(at_most=length):
            return f"≤ {words.exact_duration(length, voice.language)}"
        case MeanTimeBetweenFailures(at_least=length):
            return f"≥ {words.exact_duration(length, voice.language)}"
        case Satisfaction(target=target):
            return f"≥ {voice.agreed(target)}"
        case Measurement(at_least=lower, at_most=upper, unit=unit):
            bounds = (("≥", lower), ("≤", upper))
            said = " ".join(f"{sign} {voice.agreed(bound)}" for sign, bound in bounds if bound is not None)
            return f"{said} {unit}" if unit else said
        case _:
            raise ValueError("an indicator without a bound")


def brief_value(voice: Voice, figure: Figure) -> str:
    """What was reached: `99.95 %`, `3 h 59 min`."""
    if figure.state is Verdict.NO_DATA:
        return NOTHING
    if figure.target is not None:
        return NOTHING if figure.sli is None else deciding_percent(voice, figure.sli, figure.target)
    value = figure.value
    match voice.objective.indicator:
        case _ if value is None:
            return NOTHING
        case LongestOutage(at_most=bound) | MeanTimeToRestore(at_most=bound) as asked:
            over = "> " if isinstance(asked, MeanTimeToRestore) and just_over(figure, bound) else ""
            return over + brief_length(voice, value, bound)
        case MeanTimeBetweenFailures(at_least=bound):
            return brief_length(voice, value, bound)
        case Satisfaction(target=target):
            return deciding_number(voice, value, target)
        case Measurement() as asked:
            return measured(voice, value, asked)
        case _:
            return voice.number(value)


def brief_credit(voice: Voice, credit: Fraction | None) -> str:
    """`10 %`; nothing where none is agreed or none can be due."""
    if credit is None or voice.objective.credits is None:
        return NOTHING
    return f"{voice.agreed(credit)}{words.THIN}%"


def brief_period(voice: Voice, span: Span) -> str:
    """`January 2026`, `Q1 2026`, `last 30 days`; of any other span its ends."""
    zone, language = voice.naming.zone, voice.language
    if voice.rolls(span):
        name = date_words.rolling_name(span.length, language)
        return name.removeprefix("the ").replace("die letzten", "letzte")
    unit = date_words.unit_of(span, zone)
    if unit is CalendarUnit.QUARTER:
        return date_words.short_quarter(span.start, zone)
    if unit is not None:
        return voice.title_of(span)
    first, last = (date_words.short_instant(at, zone, language).strip() for at in (span.start, span.end))
    return voice.say(f"{first} to {last}", f"{first} bis {last}")


def brief_periods(voice: Voice, first: Span, last: Span) -> str:
    """Several in a row by the first and the last of them: `January–March 2026`, `Q4 2025 to Q1 2026`."""
    one, other = brief_period(voice, first), brief_period(voice, last)
    if first == last:
        return one
    year = other[other.rfind(" ") :]
    if date_words.unit_of(last, voice.naming.zone) in _NAMED_IN_A_YEAR and one.endswith(year):
        return f"{one.removesuffix(year)}–{other}"
    return voice.say(f"{one} to {other}", f"{one} bis {other}")
