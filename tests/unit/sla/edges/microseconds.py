"""A short dense history, and a look at each microsecond of it: the plain way to say when a rolling window turns."""

from collections.abc import Callable
from typing import Any

from shared.sla.agreed.objectives import RollingWindow
from shared.sla.history import History
from shared.sla.live.turns import turns
from shared.sla.spans import Span
from tests.unit.sla.examples import Story, agreement, at, history

START = at("10:00")
LENGTH = 37
END = 300
"""Microseconds after ten: the length of a window, and of the history."""


def moment(after: int) -> str:
    return f"10:00:00.{after:06}"


def known(indicator: Any, story: Story, **shape: Any) -> History:
    terms = agreement(indicator, objective={"window": RollingWindow(LENGTH), **shape}, force_from=START)
    return history(terms, story)


def told(of: History, until: int = END) -> tuple[list[tuple[int, int | None]], int | None]:
    """The stretches from the beginning up to an instant, after ten, and when to look again."""
    as_of = START + until
    found = turns(of, "o", 1, Span(as_of - LENGTH, as_of), START, as_of)
    stretches = [(start - START, None if end is None else end - START) for start, end in found.stretches]
    return stretches, None if found.due is None else found.due - START


def looked_at(beyond: Callable[[int], bool], until: int = END) -> list[tuple[int, int | None]]:
    """The same, from a look at each microsecond."""
    found: list[tuple[int, int | None]] = []
    for now in range(until + 1):
        lasts = bool(found) and found[-1][1] is None
        if beyond(now) and not lasts:
            found.append((now, None))
        elif not beyond(now) and lasts:
            found[-1] = found[-1][0], now
    return found
