"""All results at a glance, at the top of the page of text: a line for each, before any of them is explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from services.cli.runs import Run
from services.cli.text_layout import columns
from shared.agreements import words
from shared.agreements.explained.brief import (
    brief_credit,
    brief_periods,
    brief_promise,
    brief_state,
    brief_value,
)
from shared.agreements.explained.voice import Voice

_NUMBERS = (2, 3, 5)


def summary_text(runs: Sequence[Run], voice_of: Callable[[Run], Voice]) -> Iterator[str]:
    """The table; nothing of a single result, which stands below."""
    if len(runs) < 2:
        return
    several = len({run.first.version for run in runs}) > 1
    rows = [_heading(voice_of(runs[0])), *(_row(voice_of(run), run, several=several) for run in runs)]
    if not any(run.objective.credits for run in runs):
        rows = [row[:-1] for row in rows]
    yield ""
    yield from columns(rows, _NUMBERS)


def _heading(voice: Voice) -> list[str]:
    return [
        voice.say("Objective", "Zusage"),
        voice.say("Period", "Zeitraum"),
        voice.say("Promised", "Zugesagt"),
        voice.say("Reached", "Erreicht"),
        voice.say("State", "Stand"),
        voice.say("Credit", "Gutschrift"),
    ]


def _row(voice: Voice, run: Run, *, several: bool) -> list[str]:
    figure = run.first
    period = brief_periods(voice, figure.period.span, run.last.period.span)
    if several:
        period += voice.say(f", version {figure.version}", f", Fassung {figure.version}")
    return [
        words.shortened(run.objective.title or run.objective.id, 60),
        period,
        brief_promise(voice, figure),
        brief_value(voice, figure),
        brief_state(voice, figure),
        brief_credit(voice, figure.credit),
    ]
