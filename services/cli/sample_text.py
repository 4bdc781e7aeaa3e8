"""What the page says of samples: a score of so many answers, or a value taken of so many measurements."""

from __future__ import annotations

from shared.agreements import words
from shared.sla.figures import Figure, Status
from shared.sla.objectives import Measurement, Objective, Satisfaction


def taken_of_samples(figure: Figure, objective: Objective) -> str | None:
    """`4.2 so far of 37 answers, promised at least 4 of 5`; None for an indicator that is not of samples."""
    asked, count = objective.indicator, int(figure.total)
    if isinstance(asked, Satisfaction):
        answers = "1 answer" if count == 1 else f"{words.number(count, 'en')} answers"
        if figure.value is None:
            return f"{answers}, fewer than the {max(1, asked.at_least_answers)} from which a score is formed"
        said = f"{words.number(figure.value, 'en')}{_so_far(figure)} of {answers}"
        return f"{said}, promised at least {words.number(asked.target, 'en')} of {words.number(asked.scale, 'en')}"
    if isinstance(asked, Measurement) and asked.take is not None and figure.value is not None:
        samples = "1 sample" if count == 1 else f"{words.number(count, 'en')} samples"
        unit = f" {asked.unit}" if asked.unit else ""
        said = f"{words.number(figure.value, 'en')}{unit}{_so_far(figure)}, {asked.take} of {samples}"
        return f"{said}, promised {_bounds(asked, unit)}"
    return None


def _so_far(figure: Figure) -> str:
    return " so far" if figure.period.status is Status.OPEN else ""


def _bounds(asked: Measurement, unit: str) -> str:
    bounds = (("at least", asked.at_least), ("at most", asked.at_most))
    said = [f"{word} {words.number(bound, 'en')}{unit}" for word, bound in bounds if bound is not None]
    return words.joined(said, "en")
