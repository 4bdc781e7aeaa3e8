"""Services made of others (SEMANTICS.md, the state of a service, 4).

`all`: as bad as the worst part; `any`: as the best; `at_least` k: as the k-th best. Unknown where the state
would differ between all unknown parts down and all unknown parts up; elsewhere unknown parts do not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from shared.sla.agreed.clauses import Composite, Quorum
from shared.sla.agreed.objectives import Weights
from shared.sla.facts import State
from shared.sla.spans import EVER
from shared.sla.states.readings import UNKNOWN, UP, Badness, Reading, badness, told_together
from shared.sla.states.stretches import Stretch, Teller


class Timeline(Protocol):
    """The readings of a service over time."""

    def between(self, start: int, end: int) -> list[Stretch]:
        """The stretches of [start, end), in order and without gaps."""

    def first_known(self) -> int | None:
        """The first instant that a fact speaks of, None without any."""

    def changes(self, start: int, end: int) -> list[tuple[int, Teller]]:
        """The instants in [start, end) at which the reading changed, with the facts behind them."""

    def stale_from(self) -> dict[str, int]:
        """For each source that has spoken: when it goes stale after its last word."""

    def tell(self, reader: Callable[[int], None]) -> None:
        """Let a reader be told of each instant from which on the readings may have changed."""


_DOWN = Reading(State.DOWN)


def quorum_reading(parts: Sequence[Reading], best: int, weights: Weights) -> Reading:
    """The reading as bad as the `best`-th best of the parts (from 1); unknown where unknown parts matter."""
    known = [part for part in parts if part.state is not State.UNKNOWN]
    missing = len(parts) - len(known)
    if not missing:
        return _ranked(known, best, weights)
    gloomy = _ranked([*known, *[_DOWN] * missing], best, weights)
    bright = _ranked([*known, *[UP] * missing], best, weights)
    if _rank(gloomy, weights) != _rank(bright, weights):
        return UNKNOWN
    return bright if gloomy.state is not State.DOWN else gloomy


def _rank(reading: Reading, weights: Weights) -> Badness:
    return badness(reading, weights)


def _ranked(parts: list[Reading], best: int, weights: Weights) -> Reading:
    best_first = sorted(parts, key=lambda one: badness(one, weights))
    return told_together(best_first[best - 1], best_first, weights)


class CompositeTimeline:
    """The readings of a composite, merged from those of its parts for the stretch that is asked for."""

    def __init__(self, composite: Composite, parts: Sequence[Timeline], weights: Weights) -> None:
        self._parts = parts
        self._weights = weights
        match composite.quorum:
            case Quorum.ALL:
                self._best = len(parts)
            case Quorum.ANY:
                self._best = 1
            case Quorum.AT_LEAST:
                self._best = composite.at_least

    def between(self, start: int, end: int) -> list[Stretch]:
        """The stretches of [start, end), in order and without gaps."""
        if start >= end:
            return []
        told = [part.between(start, end) for part in self._parts]
        instants = sorted({stretch.start for stretches in told for stretch in stretches})
        at_part = [0] * len(told)
        found: list[Stretch] = []
        for index, instant in enumerate(instants):
            until = instants[index + 1] if index + 1 < len(instants) else end
            for part, stretches in enumerate(told):
                while stretches[at_part[part]].end <= instant:
                    at_part[part] += 1
            readings = [stretches[at_part[part]].reading for part, stretches in enumerate(told)]
            reading = quorum_reading(readings, self._best, self._weights)
            if found and found[-1].reading == reading:
                found[-1] = Stretch(found[-1].start, until, reading)
            else:
                found.append(Stretch(instant, until, reading))
        return found

    def first_known(self) -> int | None:
        """The first instant that a fact speaks of, None without any."""
        return min((at for part in self._parts if (at := part.first_known()) is not None), default=None)

    def changes(self, start: int, end: int) -> list[tuple[int, Teller]]:
        """The changes of all parts, in order of time."""
        found = [change for part in self._parts for change in part.changes(start, end)]
        return sorted(found, key=lambda change: (change[0], change[1] or ("", "")))

    def stale_from(self) -> dict[str, int]:
        """For each source of a part: when it goes stale, the last such instant where it speaks of several."""
        found: dict[str, int] = {}
        for part in self._parts:
            for source, at in part.stale_from().items():
                found[source] = max(at, found.get(source, EVER))
        return found

    def tell(self, reader: Callable[[int], None]) -> None:
        """Let a reader be told by every part."""
        for part in self._parts:
            part.tell(reader)
