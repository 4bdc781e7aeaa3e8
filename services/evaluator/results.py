"""What was reached and what was promised, in words: `99.9521 % against 99.9 % promised`, `3 against at most 2 agreed`.

Shares are rounded down. Where an agreement bounds a number or a duration, the bound's side is said.
"""

from services.evaluator.wording import Language, duration, percent
from shared.sla.figures import Figure
from shared.sla.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Objective,
    OutageCount,
)

_EXACT = 12
"""Decimals of a promise: all it can have."""


def bound_of(objective: Objective, figure: Figure, language: Language) -> str:
    """The promise by itself: `99.9 %`, `at most 2`, `mindestens 3 h`."""
    if figure.target is not None:
        return percent(figure.target, language, _EXACT)
    english = language is Language.EN
    most, least = ("at most", "at least") if english else ("höchstens", "mindestens")
    match objective.indicator:
        case OutageCount(at_most=count):
            return f"{most} {count}"
        case LongestOutage(at_most=length) | MeanTimeToRestore(at_most=length):
            return f"{most} {duration(length)}"
        case MeanTimeBetweenFailures(at_least=length):
            return f"{least} {duration(length)}"
        case _:
            return "what was agreed" if english else "dem Vereinbarten"


def against(objective: Objective, figure: Figure, language: Language) -> str:
    """What was reached beside what was promised."""
    promise = bound_of(objective, figure, language)
    if figure.target is not None:
        reached = "–" if figure.sli is None else percent(figure.sli, language)
        if language is Language.EN:
            return f"{reached} against {promise} promised"
        return f"{reached} gegenüber zugesagten {promise}"
    if figure.value is None:
        reached = "no outage" if language is Language.EN else "kein Ausfall"
    elif isinstance(objective.indicator, OutageCount):
        reached = str(int(figure.value))
    else:
        reached = duration(int(figure.value))
    return (
        f"{reached} against {promise} agreed" if language is Language.EN else f"{reached} gegenüber {promise}"
    )
