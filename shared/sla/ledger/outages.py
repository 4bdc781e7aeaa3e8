"""States after corrections, and the outages in them (SEMANTICS.md, the ledger of a period).

An outage is a maximal span of state down (with `unknown: down`, of down or unknown), after corrections to
up, down and degraded, over all time up to `as_of`, whatever the hours. Its whole length decides whether it
is tolerated; one that is unknown throughout never is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from shared.sla.agreed.objectives import Counts, UnknownCounts
from shared.sla.changes.corrections import STATES, Corrected
from shared.sla.facts import CorrectedTo, CorrectionProposed, State
from shared.sla.spans import DAY, MICROSECOND
from shared.sla.states.composites import Timeline
from shared.sla.states.readings import Reading
from shared.sla.states.stretches import Stretch


class Run(NamedTuple):
    """A whole outage. `lasting`: it had not ended at `as_of`. `causes` and `conditions` as told in it."""

    start: int
    end: int
    lasting: bool
    only_unknown: bool
    cause: str
    conditions: tuple[str, ...]

    def tolerated(self, minimum: int) -> bool:
        """Whether it is shorter than the length from which outages count."""
        return self.end - self.start < minimum and not self.only_unknown


class States:
    """The states of a service over time, after accepted corrections."""

    def __init__(self, timeline: Timeline, corrected: Sequence[Corrected]) -> None:
        self._timeline = timeline
        self._corrected = [one for one in corrected if one.proposal.to in STATES]

    def between(self, start: int, end: int) -> list[Stretch]:
        """The states of [start, end), in order and without gaps."""
        found: list[Stretch] = []
        at = start
        first = max(0, bisect_right(self._corrected, start, key=lambda one: one.start) - 1)
        for one in self._corrected[first:]:
            if one.start >= end:
                break
            if one.end <= start:
                continue
            found.extend(self._timeline.between(at, one.start))
            at = min(one.end, end)
            found.append(Stretch(max(one.start, start), at, _reading_of(one.proposal), one.proposal))
        found.extend(self._timeline.between(at, end))
        return found


def _reading_of(proposal: CorrectionProposed) -> Reading:
    match proposal.to:
        case CorrectedTo.DOWN:
            return Reading(State.DOWN, None, proposal.cause)
        case CorrectedTo.DEGRADED:
            return Reading(State.DEGRADED, proposal.severity, proposal.cause)
        case _:
            return Reading(State.UP)


def is_out(reading: Reading, counts: Counts) -> bool:
    """Whether a state belongs to an outage."""
    if reading.state is State.UNKNOWN:
        return counts.unknown is UnknownCounts.DOWN
    return reading.state is State.DOWN


def outages(states: States, inside: Sequence[Stretch], counts: Counts, floor: int, as_of: int) -> list[Run]:
    """The whole outages that touch a stretch whose states are given; none begins before `floor`."""
    if not inside:
        return []
    runs: list[list[Stretch]] = []
    for stated in inside:
        if not is_out(stated.reading, counts):
            continue
        if runs and runs[-1][-1].end == stated.start:
            runs[-1].append(stated)
        else:
            runs.append([stated])
    if runs and runs[0][0].start == inside[0].start:
        runs[0] = [*_before(states, inside[0].start, counts, floor), *runs[0]]
    if runs and runs[-1][-1].end == inside[-1].end:
        runs[-1] = [*runs[-1], *_after(states, inside[-1].end, counts, as_of)]
    return [_run(run, lasting=run[-1].end >= as_of and _is_out_at(states, counts, as_of)) for run in runs]


def _is_out_at(states: States, counts: Counts, instant: int) -> bool:
    return is_out(states.between(instant, instant + MICROSECOND)[0].reading, counts)


def _before(states: States, start: int, counts: Counts, floor: int) -> list[Stretch]:
    """The part of an outage before an instant at which it goes on."""
    found: list[Stretch] = []
    if start <= floor or not _is_out_at(states, counts, start - MICROSECOND):
        return found
    reach, at = DAY, start
    while at > floor:
        since = max(floor, at - reach)
        for stated in reversed(states.between(since, at)):
            if not is_out(stated.reading, counts):
                return found[::-1]
            found.append(stated)
        at, reach = since, reach * 2
    return found[::-1]


def _after(states: States, start: int, counts: Counts, as_of: int) -> list[Stretch]:
    """The part of an outage after an instant up to which it has lasted."""
    found: list[Stretch] = []
    reach, at = DAY, start
    while at < as_of:
        until = min(as_of, at + reach)
        for stated in states.between(at, until):
            if not is_out(stated.reading, counts):
                return found
            found.append(stated)
        at, reach = until, reach * 2
    return found


def _run(stretches: Sequence[Stretch], *, lasting: bool) -> Run:
    down = [one.reading for one in stretches if one.reading.state is State.DOWN]
    causes = [reading.cause for reading in down if reading.cause is not None]
    cause = causes[-1] if causes else "open"
    if len(down) == 1:
        conditions = down[0].conditions
    else:
        conditions = tuple(sorted({name for reading in down for name in reading.conditions}))
    return Run(stretches[0].start, stretches[-1].end, lasting, not down, cause, conditions)
