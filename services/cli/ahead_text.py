"""The time ahead of an open figure on the page of text: both forecasts, and how fast the budget goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.cli.text_layout import bullets, columns, section, wrapped
from shared.agreements.ahead_said import TimeAhead
from shared.agreements.explained.ahead import burn_line, burn_meaning, forecast_sentences
from shared.agreements.explained.voice import Voice
from shared.sla.burn import Burn
from shared.sla.figures import Figure

_NUMBERS = (1, 3, 4)


def ahead_text(voice: Voice, figure: Figure, ahead: TimeAhead) -> Iterator[str]:
    """Nothing where nothing is ahead; the rates only where both are warned of them."""
    if ahead.forecast is not None:
        yield from section(voice.say("What is ahead", "Was noch kommt"))
        yield from bullets(forecast_sentences(voice, figure, ahead.forecast))
    if ahead.burn and voice.objective.burn_alerts:
        yield from section(voice.say("How fast the budget goes", "Wie schnell das Budget schwindet"))
        yield from wrapped(burn_meaning(voice), 4)
        yield from (f"    {line}" for line in columns(list(_burn(voice, ahead.burn)), _NUMBERS))


def _burn(voice: Voice, rates: Sequence[Burn]) -> Iterator[list[str]]:
    exceeded = any(one.exceeded for one in rates)
    yield [
        voice.say("Long window", "Langes Fenster"),
        "Rate",
        voice.say("Short window", "Kurzes Fenster"),
        "Rate",
        voice.say("Bound", "Grenze"),
        *[""] * exceeded,
    ]
    for line in (burn_line(voice, one) for one in rates):
        (long, short), (first, last) = line.windows, line.measured
        yield [long, first, short, last, line.bound, *[line.exceeded] * exceeded]
