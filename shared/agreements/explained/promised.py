"""What was promised, in brackets behind what was reached: `promised: at least 99.9 %`."""

from __future__ import annotations

from fractions import Fraction

from shared.agreements import words
from shared.agreements.explained.voice import Voice
from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Satisfaction,
)
from shared.sla.figures import Figure


def promised(voice: Voice, figure: Figure) -> str:
    """The bound: `at least 99.9 %`, `höchstens 4 Stunden`."""
    least, most = voice.say("at least", "mindestens"), voice.say("at most", "höchstens")
    if figure.target is not None:
        return f"{least} {voice.promised(figure.target)}"
    match voice.objective.indicator:
        case OutageCount(at_most=count):
            return f"{most} {voice.number(count)}"
        case LongestOutage(at_most=length) | MeanTimeToRestore(at_most=length):
            return f"{most} {words.span_of_time(length, voice.language)}"
        case MeanTimeBetweenFailures(at_least=length):
            return f"{least} {words.span_of_time(length, voice.language)}"
        case Satisfaction(target=target, scale=scale):
            of = voice.say("of", "von")
            return f"{least} {voice.agreed(target)} {of} {voice.agreed(scale)}"
        case Measurement(at_least=lower, at_most=upper, unit=unit):
            return words.joined(_bounds(voice, lower, upper, unit), voice.language)
        case _:
            raise ValueError("an indicator without a bound")


def _bounds(voice: Voice, lower: Fraction | None, upper: Fraction | None, unit: str | None) -> list[str]:
    least, most = voice.say("at least", "mindestens"), voice.say("at most", "höchstens")
    bounds = ((least, lower), (most, upper))
    of = f" {unit}" if unit else ""
    return [f"{word} {voice.agreed(bound)}{of}" for word, bound in bounds if bound is not None]
