"""When a rolling window went beyond its bound, and when it was back.

All stretches that end after an instant, as they are known now, and when to look again; the next turn of availability
the outlook says itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from shared.sla.availability.availability import AvailabilityCase
from shared.sla.availability.rolling import Rolling
from shared.sla.counts.ratio import RatioCase
from shared.sla.counts.windows import RatioWindow
from shared.sla.figures import ClockState
from shared.sla.history import History
from shared.sla.incidents.figures import ClockCase
from shared.sla.outages.figures import OutageCase
from shared.sla.outages.windows import OutageWindow
from shared.sla.samples.figures import SampleCase
from shared.sla.spans import MICROSECOND, Span

Stretch = tuple[int, int | None]
"""The first instant beyond, and the first that is back; None while it lasts."""


class Window(Protocol):
    """A rolling window that turns."""

    def since_or_next(self, as_of: int) -> int | None:
        """Since when it is beyond, else the next instant within a length at which it will be."""
        ...

    def next_within(self, after: int) -> int | None:
        """The first instant after one, within a length, at which it is not beyond."""
        ...


@dataclass(frozen=True, slots=True)
class Turns:
    """The stretches in order of time, and when to look again: at the next turn, when a clock enters or leaves, and of
    time at the latest a length from now, since what a state brings that lasts through closed hours comes later still.
    """

    stretches: tuple[Stretch, ...] = ()
    due: int | None = None


def turns(history: History, objective: str, version: int, period: Span, since: int, as_of: int) -> Turns:
    """The stretches of the rolling window that ends now, back to an instant."""
    case = history.case(objective, version, period, as_of)
    length = period.length
    match case:
        case AvailabilityCase():
            window = _Time(case.window(), 1 - case.indicator.target, as_of)
            return Turns(_turns(window, length, since, as_of).stretches, as_of + length)
        case RatioCase():
            return _turns(_Counts(case.window()), length, since, as_of)
        case SampleCase():
            return _turns(case.window(), length, since, as_of)
        case ClockCase():
            clocks = _Clocks(case, length)
            return Turns(_turns(clocks, length, since, as_of).stretches, clocks.next_step(as_of))
        case OutageCase():
            known = _turns(_Outages(case.window()), length, since, as_of)
            return Turns(known.stretches, _next_of_outages(case, known, as_of))


def _turns(window: Window, length: int, since: int, as_of: int) -> Turns:
    found: list[Stretch] = []
    at = since
    while at <= as_of:
        start = window.since_or_next(at)
        if start is None:
            at += length
            continue
        if start > as_of:
            return Turns(tuple(found), start)
        after = max(at, start)
        end = window.next_within(after)
        while end is None and after < as_of:
            after = min(after + length, as_of)
            end = window.next_within(after)
        if end is None or end > as_of:
            return Turns((*found, (start, None)), end)
        found.append((start, end))
        at = end
    return Turns(tuple(found), window.since_or_next(as_of))


def _next_of_outages(case: OutageCase, known: Turns, as_of: int) -> int:
    """The next turn if the present state lasts; a running outage may have to reach its minimum length first."""
    until = as_of + case.period.span.length
    imagined = _Outages(replace(case, setting=case.setting.at(until)).window())
    lasts = bool(known.stretches) and known.stretches[-1][1] is None
    turn = imagined.next_within(as_of) if lasts else imagined.since_or_next(as_of)
    counts_from = case.counts_from(as_of)
    return min(at for at in (turn, counts_from, until) if at is not None and at > as_of)


@dataclass(frozen=True, slots=True)
class _Time:
    """Up to now alone: what comes then, the outlook lets the present state bring."""

    window: Rolling
    allowed: Fraction
    as_of: int

    def since_or_next(self, as_of: int) -> int | None:
        since = self.window.above_since(as_of, self.allowed)
        if since is not None:
            return since
        until = min(as_of + self.window.length, self.as_of)
        return self.window.next_above(as_of, until, self.allowed)

    def next_within(self, after: int) -> int | None:
        until = min(after + self.window.length, self.as_of)
        return self.window.next_not_above(after, until, self.allowed)


@dataclass(frozen=True, slots=True)
class _Counts:
    window: RatioWindow

    def since_or_next(self, as_of: int) -> int | None:
        return self.window.since_or_next(as_of, Fraction(1))

    def next_within(self, after: int) -> int | None:
        return self.window.next_not_above(after, Fraction(1))


@dataclass(frozen=True, slots=True)
class _Outages:
    window: OutageWindow

    def since_or_next(self, as_of: int) -> int | None:
        since = self.window.beyond_since(as_of)
        if since is not None:
            return since
        ahead = self.window.beyond(as_of + MICROSECOND, as_of + self.window.length)
        return ahead[0].start if ahead else None

    def next_within(self, after: int) -> int | None:
        start, end = after + MICROSECOND, after + self.window.length
        ahead = self.window.beyond(start, end)
        if not ahead or ahead[0].start > start:
            return start
        return ahead[0].end if ahead[0].end <= end else None


@dataclass(frozen=True)
class _Clocks:
    """A decided clock enters a microsecond after its instant and leaves a length later."""

    case: ClockCase
    length: int

    @cached_property
    def _steps(self) -> list[tuple[int, bool]]:
        """Each instant at which it can turn, and whether it is beyond from then on."""
        changes: dict[int, tuple[int, int]] = {}
        for shown in self.case.clocks():
            if not shown.decided or shown.instant is None or shown.instant not in self.case.force:
                continue
            bad = int(shown.figure.state is ClockState.BREACHED)
            enters = shown.instant + MICROSECOND
            for at, sign in ((enters, 1), (enters + self.length, -1)):
                before = changes.get(at, (0, 0))
                changes[at] = before[0] + sign * bad, before[1] + sign
        found: list[tuple[int, bool]] = []
        bad_now = total = 0
        for at in sorted(changes):
            bad_now, total = bad_now + changes[at][0], total + changes[at][1]
            found.append((at, bad_now > (1 - self.case.indicator.target) * total))
        return found

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """[first instant beyond, first that is back); each ends, since every clock leaves."""
        since: int | None = None
        for at, beyond in self._steps:
            if beyond and since is None:
                since = at
            elif not beyond and since is not None:
                yield since, at
                since = None

    def next_step(self, as_of: int) -> int | None:
        """The next instant at which a clock enters or leaves: one that was stopped early enters when it is due."""
        return next((at for at, _ in self._steps if at > as_of), None)

    def since_or_next(self, as_of: int) -> int | None:
        return next((start for start, end in self._stretches() if end > as_of), None)

    def next_within(self, after: int) -> int | None:
        at = after + MICROSECOND
        return next((end for start, end in self._stretches() if start <= at < end), at)
