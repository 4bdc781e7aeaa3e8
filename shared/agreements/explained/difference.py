"""What moved between two figures of one period, in words: a sentence for the restatement, and a line for each thing."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from shared.agreements import words
from shared.agreements.explained.clocks import clock_state
from shared.agreements.explained.rows import class_name
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
)
from shared.sla.explanation.difference import Difference, Moved
from shared.sla.figures import ClockFigure, Verdict

_MOST_CLOCKS: Final = 3
_STATES: Final = {
    Verdict.MET: ("met", "eingehalten"),
    Verdict.AT_RISK: ("at risk", "gefährdet"),
    Verdict.BREACHED: ("not met", "nicht eingehalten"),
    Verdict.NOT_ASSESSABLE: ("not assessable", "nicht beurteilbar"),
    Verdict.NO_DATA: ("no data", "keine Daten"),
}


def restatement_sentence(voice: Voice, moved: Difference, number: int) -> str:
    """`Restatement 1 for January 2026: not met instead of met; 99.85 % instead of 99.95 %; …`."""
    period = voice.period(moved.now.period.span)
    head = voice.say(f"Restatement {number} for {period}", f"Neufassung {number} für {period}")
    return f"{head}: {'; '.join(difference_lines(voice, moved)) or _nothing(voice)}."


def difference_lines(voice: Voice, moved: Difference) -> list[str]:
    """A line for each thing that moved: state, number, classes, breach, outages, clocks, credit."""
    return [
        *_state(voice, moved),
        *_number(voice, moved),
        *_ledger(voice, moved),
        *_breach(voice, moved),
        *_outages(voice, moved),
        *_clocks(voice, moved),
        *_credit(voice, moved),
    ]


def _nothing(voice: Voice) -> str:
    return voice.say("no number moved", "keine Zahl hat sich geändert")


def _instead(voice: Voice, now: str, was: str) -> str:
    return voice.say(f"{now} instead of {was}", f"{now} statt {was}")


def _state(voice: Voice, moved: Difference) -> list[str]:
    if moved.state is None:
        return []
    return [_instead(voice, voice.say(*_STATES[moved.state.now]), voice.say(*_STATES[moved.state.was]))]


def _number(voice: Voice, moved: Difference) -> list[str]:
    if moved.sli is not None:
        now, was = (_share(voice, one) for one in (moved.sli.now, moved.sli.was))
    elif moved.value is not None:
        now, was = (_value(voice, one) for one in (moved.value.now, moved.value.was))
    else:
        return []
    return [_instead(voice, now, was)]


def _share(voice: Voice, share: Fraction | None) -> str:
    return voice.say("no share", "kein Anteil") if share is None else voice.percent(share)


def _value(voice: Voice, value: Fraction | None) -> str:
    match voice.objective.indicator:
        case _ if value is None:
            return voice.say("no value", "kein Wert")
        case LongestOutage() | MeanTimeToRestore() | MeanTimeBetweenFailures():
            return voice.length(value)
        case Measurement(unit=unit) if unit:
            return f"{voice.number(value)} {unit}"
        case _:
            return voice.number(value)


def _ledger(voice: Voice, moved: Difference) -> list[str]:
    lines = []
    for kind, time in moved.ledger.items():
        more = time.now - time.was
        length = voice.length(abs(more))
        sign = voice.say("more", "mehr") if more > 0 else voice.say("less", "weniger")
        lines.append(f"{class_name(voice, kind.value)} {length} {sign}")
    return lines


def _breach(voice: Voice, moved: Difference) -> list[str]:
    breach = moved.breached_at
    if breach is None:
        return []
    if breach.was is None and breach.now is not None:
        return [voice.say(f"broken after {voice.moment(breach.now)}", f"Bruch am {voice.moment(breach.now)}")]
    if breach.was is not None and breach.now is None:
        was = voice.moment(breach.was)
        return [
            voice.say(f"the breach after {was} no longer holds", f"der Bruch am {was} besteht nicht mehr")
        ]
    now, was = (voice.moment(at) for at in (breach.now or 0, breach.was or 0))
    return [voice.say(f"broken after {now}, not after {was}", f"Bruch am {now}, nicht am {was}")]


def _outages(voice: Voice, moved: Difference) -> list[str]:
    said = (
        (len(moved.outages.come), ("more", "mehr")),
        (len(moved.outages.gone), ("less", "weniger")),
        (len(moved.outages.changed), ("changed", "geändert")),
    )
    outage = (("outage", "Ausfall"), ("outages", "Ausfälle"))
    return [f"{voice.several(count, *outage)} {voice.say(*what)}" for count, what in said if count]


def _clocks(voice: Voice, moved: Difference) -> list[str]:
    clocks = moved.clocks
    lines = [_clock(voice, one) for one in clocks.changed[:_MOST_CLOCKS]]
    said = (
        (len(clocks.changed) - len(lines), ("changed", "geändert")),
        (len(clocks.come), ("more", "mehr")),
        (len(clocks.gone), ("less", "weniger")),
    )
    clock = (("clock", "Frist"), ("clocks", "Fristen"))
    return lines + [f"{voice.several(count, *clock)} {voice.say(*what)}" for count, what in said if count > 0]


def _clock(voice: Voice, moved: Moved[ClockFigure]) -> str:
    name = words.shortened(moved.now.incident, 60)
    if moved.now.state is moved.was.state:
        return voice.say(f"{name} changed", f"{name} geändert")
    now, was = clock_state(voice, moved.now.state), clock_state(voice, moved.was.state)
    return f"{name} {_instead(voice, now, was)}"


def _credit(voice: Voice, moved: Difference) -> list[str]:
    if moved.credit is None:
        return []
    now, was = (_percent(voice, one) for one in (moved.credit.now, moved.credit.was))
    return [voice.say(f"credit {now} instead of {was}", f"Gutschrift {now} statt {was}")]


def _percent(voice: Voice, credit: Fraction | None) -> str:
    if not credit:
        return voice.say("none", "keine")
    return f"{voice.number(credit)}{words.THIN}%"
