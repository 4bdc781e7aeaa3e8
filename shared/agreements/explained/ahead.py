"""The time ahead in words: both forecasts with what they assume, and how fast the budget goes in each pair of windows.

See SEMANTICS.md, early warning. The bound of a pair stands beside its rates; both must lie above it for a warning.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.agreements import date_words, words
from shared.agreements.explained.deciding import deciding_number, deciding_percent
from shared.agreements.explained.voice import Voice
from shared.sla.availability.forecast import Forecast
from shared.sla.burn import Burn
from shared.sla.figures import Figure

_UNKNOWN = "–"


def forecast_sentences(voice: Voice, figure: Figure, forecast: Forecast) -> list[str]:
    """When the budget runs out, unless it has; and at what share a calendar window ends."""
    said = []
    if forecast.runs_out_at is None or forecast.runs_out_at >= figure.as_of:
        said.append(_runs_out(voice, figure, forecast.runs_out_at))
    if not voice.rolls(figure.period.span):
        said.append(_at_end(voice, figure, forecast))
    return said


def _runs_out(voice: Voice, figure: Figure, at: int | None) -> str:
    if at is not None:
        when = voice.moment(at)
        return voice.say(
            f"If the present state lasts, the budget runs out on {when}.",
            f"Hält der jetzige Zustand an, so ist das Budget am {when} verbraucht.",
        )
    if voice.rolls(figure.period.span):
        length = voice.length(figure.period.span.length)
        dative = voice.length(figure.period.span.length, dative=True)
        return voice.say(
            f"If the present state lasts, the budget does not run out within {length}.",
            f"Hält der jetzige Zustand an, so reicht das Budget auch in {dative} noch.",
        )
    return voice.say(
        "If the present state lasts, the budget does not run out in this period.",
        "Hält der jetzige Zustand an, so reicht das Budget bis zum Ende des Zeitraums.",
    )


def _at_end(voice: Voice, figure: Figure, forecast: Forecast) -> str:
    length = forecast.pace_of.length
    days, dative = (
        date_words.rolling_name(length, voice.language, dative=dative) for dative in (False, True)
    )
    if forecast.sli_at_end is None:
        return voice.say(
            f"No time was counted in {days}, so there is no pace to go on at.",
            f"In {dative} wurde keine Zeit gezählt, also gibt es kein Tempo, in dem es weiterginge.",
        )
    share = deciding_percent(voice, forecast.sli_at_end, figure.target)
    return voice.say(
        f"At the pace of {days} the period ends at {share}.",
        f"Im Tempo {days.replace('die ', 'der ', 1)} endet der Zeitraum bei {share}.",
    )


@dataclass(frozen=True, slots=True)
class BurnLine:
    """`1 h`, `5 min`; what was measured in each; the bound; and whether both exceed it."""

    windows: tuple[str, str]
    measured: tuple[str, str]
    bound: str
    exceeded: str


def burn_line(voice: Voice, burn: Burn) -> BurnLine:
    """One pair of windows."""
    long, short = (words.exact_duration(window, voice.language) for window in (burn.long, burn.short))
    rates = (burn.long_rate, burn.short_rate)
    first, last = (_UNKNOWN if one is None else deciding_number(voice, one, burn.factor) for one in rates)
    exceeded = voice.say("exceeded", "überschritten") if burn.exceeded else ""
    return BurnLine((long, short), (first, last), voice.agreed(burn.factor), exceeded)


def burn_meaning(voice: Voice) -> str:
    """What a rate says, and when both parties are warned."""
    return voice.say(
        "At a rate of 1 the budget is just used up at the end of the period. "
        "Both parties are warned where a pair of windows is above its bound in both.",
        "Bei einer Rate von 1 ist das Budget genau am Ende des Zeitraums verbraucht. "
        "Beide Seiten werden gewarnt, wenn ein Paar von Fenstern in beiden über seiner Grenze liegt.",
    )
