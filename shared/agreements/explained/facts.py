"""What one fact told, in a few words: `down (http)`, `INC-1 resolved`, `CHG-2 acknowledged`."""

from __future__ import annotations

from typing import Final

from shared.agreements import words
from shared.agreements.explained.rows import class_name
from shared.agreements.explained.voice import Voice
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeTold,
    CorrectionProposed,
    CorrectionTold,
    Fact,
    FeedbackGiven,
    IncidentTold,
    MeasurementTaken,
    RequestsCounted,
)

_STEPS: Final = {
    "opened": ("opened", "eröffnet"),
    "updated": ("changed", "geändert"),
    "responded": ("answered", "beantwortet"),
    "resolved": ("resolved", "gelöst"),
    "closed": ("closed", "geschlossen"),
    "reopened": ("reopened", "wieder eröffnet"),
    "cancelled": ("called off", "abgesagt"),
    "announced": ("announced", "angekündigt"),
    "acknowledged": ("acknowledged", "bestätigt"),
    "declined": ("declined", "abgelehnt"),
    "started": ("begun", "begonnen"),
    "finished": ("finished", "beendet"),
    "proposed": ("proposed", "vorgeschlagen"),
    "accepted": ("accepted", "angenommen"),
    "withdrawn": ("withdrawn", "zurückgezogen"),
}


def fact_words(voice: Voice, fact: Fact) -> str:
    """What it told; nothing for what is only talk."""
    match fact:
        case AvailabilityTold():
            named = [one for one in (fact.condition, fact.severity) if one is not None]
            return _with(class_name(voice, fact.state.value), named)
        case IncidentTold():
            return _with(_step(voice, fact.incident, fact.step.value), [*_now(fact)])
        case ChangeAnnounced():
            return _step(voice, fact.change, "announced")
        case ChangeTold():
            return _step(voice, fact.change, fact.step.value)
        case CorrectionProposed():
            return _step(voice, fact.correction, "proposed")
        case CorrectionTold():
            return _step(voice, fact.correction, fact.step.value)
        case RequestsCounted():
            counters = sorted(fact.counters.items())
            return ", ".join(f"{_short(name)} {voice.number(count)}" for name, count in counters)
        case FeedbackGiven():
            return f"{voice.number(fact.score)}"
        case MeasurementTaken():
            unit = "" if fact.unit is None else f"{words.THIN}{_short(fact.unit)}"
            return f"{_short(fact.metric)} {voice.number(fact.value)}{unit}"
        case _:
            return ""


def _now(fact: IncidentTold) -> list[str]:
    """What the incident is from then on, as far as the fact says."""
    return [one for one in (fact.priority, fact.status) if one is not None]


def _step(voice: Voice, name: str, step: str) -> str:
    return f"{_short(name)} {voice.say(*_STEPS[step])}"


def _with(said: str, named: list[str]) -> str:
    return f"{said} ({', '.join(map(_short, named))})" if named else said


def _short(name: str) -> str:
    return words.shortened(name, 40)
