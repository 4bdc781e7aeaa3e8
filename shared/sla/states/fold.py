"""The fold under a service's timeline: sources, their silences and what is dated back, instant by instant.

`pass_time` brings silences and overlays that begin before an instant, `hear` takes facts of the instant,
`settle` ends it and notes the service's reading if that changed. An instant can be settled again when more
facts of it come.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass

from shared.sla.agreed.clauses import Evidence
from shared.sla.agreed.objectives import Weights
from shared.sla.facts import AvailabilityTold
from shared.sla.spans import EVER, NEVER
from shared.sla.states.conditions import SourceState
from shared.sla.states.folded import Folded, Overlay
from shared.sla.states.readings import Reading
from shared.sla.states.sources import combined
from shared.sla.states.stretches import Stretch, Teller


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The fold after all of an instant: facts taken, changes noted, and each source's state."""

    at: int
    facts: int
    changes: int
    spoken: bool
    sources: dict[str, SourceState]


class Fold:
    """The state of the fold and the changes it has noted: `times`, `readings` and `tellers`, side by side."""

    def __init__(
        self, evidence: Evidence, stale_after: int | None, weights: Weights, before: Reading
    ) -> None:
        self._evidence = evidence
        self._stale_after = stale_after
        self._weights = weights
        self._before = before
        self.overlays: list[Overlay] = []
        self._noted: set[Overlay] = set()
        self.restart()

    def restart(self) -> None:
        """Go back to before the first fact; noted overlays stay."""
        self.times: list[int] = [EVER]
        self.readings: list[Reading] = [self._before]
        self.tellers: list[Teller] = [None]
        self._sources: dict[str, SourceState] = {}
        self._active: list[Overlay] = []
        self._next_overlay = 0
        self._stale_not_before = EVER
        self._spoken = False
        self._changed = False
        self._teller: Teller = None

    # time

    def pass_time(self, until: int) -> None:
        """Bring what time alone brings: all before `until`, each at its instant, and overlays at `until`."""
        if self._is_quiet(until):
            return
        while True:
            overlay_at = (
                self.overlays[self._next_overlay].start if self._next_overlay < len(self.overlays) else NEVER
            )
            stale_at = self._next_stale(until)
            at = min(overlay_at, stale_at)
            if at >= until:
                break
            self._turn_overlays(at)
            self.settle(at)
        self._turn_overlays(until)

    def _is_quiet(self, until: int) -> bool:
        """Whether time alone brings nothing up to an instant."""
        if self._active or (self._stale_after is not None and self._stale_not_before < until):
            return False
        return self._next_overlay == len(self.overlays) or self.overlays[self._next_overlay].start > until

    def _next_stale(self, until: int) -> int:
        if self._stale_after is None or self._stale_not_before >= until:
            return NEVER
        found = [state.stale_from(self._stale_after) for state in self._sources.values()]
        earliest = min((at for at in found if at is not None), default=NEVER)
        self._stale_not_before = earliest
        return earliest

    def _turn_overlays(self, at: int) -> None:
        """End the overlays that end by an instant and begin those that begin by it."""
        touched: set[str] = set()
        if self._active and any(overlay.end <= at for overlay in self._active):
            touched.update(overlay.source for overlay in self._active if overlay.end <= at)
            self._active = [overlay for overlay in self._active if overlay.end > at]
        while self._next_overlay < len(self.overlays) and self.overlays[self._next_overlay].start <= at:
            overlay = self.overlays[self._next_overlay]
            self._next_overlay += 1
            if overlay.end > at:
                self._active.append(overlay)
                touched.add(overlay.source)
                self._teller = (overlay.source, overlay.teller)
        for source in touched:
            mine = [overlay for overlay in self._active if overlay.source == source]
            state = self._sources.setdefault(source, SourceState())
            state.dated_back = max(mine, key=lambda one: one.end).reading if mine else None
            self._changed = True

    # facts

    def dates_back(self, fact: AvailabilityTold) -> Overlay | None:
        """The overlay that an observed `down` brings, if it is not noted and its source was not down there."""
        state = self._sources.get(fact.source)
        start = fact.first_failed_at if fact.first_failed_at is not None else fact.at
        if state is not None:
            start = max(start, state.last_up)
            if state.down_since is not None and state.down_since <= start:
                return None
        if start >= fact.at:
            return None
        reading = Reading(fact.state, None, fact.cause, (fact.source,))
        overlay = Overlay(start, fact.at, fact.source, fact.id, reading)
        return None if overlay in self._noted else overlay

    def hear(self, fact: AvailabilityTold) -> None:
        """Take one fact of the instant that time has passed to."""
        state = self._sources.get(fact.source)
        if state is None:
            state = self._sources[fact.source] = SourceState()
        if state.hear(fact, self._weights):
            self._changed = True
            self._teller = fact.key
        self._spoken = True
        if self._stale_after is not None:
            self._stale_not_before = min(self._stale_not_before, fact.at + self._stale_after)

    def settle(self, at: int) -> None:
        """End an instant: sources whose time is up go stale, and a changed reading is noted."""
        self._let_go_stale(at)
        if not self._changed:
            return
        self._changed = False
        teller, self._teller = self._teller, None
        for state in self._sources.values():
            state.note_down(at)
        self._note(at, self._reading(), teller)

    def _let_go_stale(self, at: int) -> None:
        if self._stale_after is None or self._stale_not_before > at:
            return
        for state in self._sources.values():
            stale_from = state.stale_from(self._stale_after)
            if stale_from is not None and stale_from <= at:
                state.stale = True
                self._changed = True

    def _reading(self) -> Reading:
        if not self._spoken and not self._active:
            return self._before
        told = ((source, state.reading()) for source, state in self._sources.items())
        spoken = {source: reading for source, reading in told if reading is not None}
        return combined(spoken, self._evidence, self._weights)

    def _note(self, at: int, reading: Reading, teller: Teller) -> None:
        if self.times[-1] == at:
            self.times.pop()
            self.readings.pop()
            self.tellers.pop()
        if self.readings[-1] != reading:
            self.times.append(at)
            self.readings.append(reading)
            self.tellers.append(teller)

    # going back

    def note_overlay(self, overlay: Overlay) -> None:
        """Keep an overlay for the fold from its start on."""
        self._noted.add(overlay)
        insort(self.overlays, overlay, key=lambda one: (one.start, one.end, one.source, one.teller))

    def forget_overlays(self, instant: int) -> int:
        """Forget overlays that facts at or after an instant brought; from where to fold again."""
        gone = [overlay for overlay in self.overlays if overlay.end >= instant]
        if gone:
            self.overlays = [overlay for overlay in self.overlays if overlay.end < instant]
            self._noted.difference_update(gone)
        return min([instant, *(overlay.start for overlay in gone)])

    def checkpoint(self, at: int, facts: int) -> Checkpoint:
        """The state after all of an instant."""
        sources = {source: state.copy() for source, state in self._sources.items()}
        return Checkpoint(at, facts, len(self.times), self._spoken, sources)

    def restore(self, point: Checkpoint) -> None:
        """Go back to a checkpoint; what was noted since is dropped."""
        del self.times[point.changes :]
        del self.readings[point.changes :]
        del self.tellers[point.changes :]
        self._sources = {source: state.copy() for source, state in point.sources.items()}
        self._next_overlay = bisect_right(self.overlays, point.at, key=lambda one: one.start)
        self._active = [one for one in self.overlays[: self._next_overlay] if one.end > point.at]
        self._stale_not_before = EVER
        self._spoken = point.spoken
        self._changed = False
        self._teller = None

    # plain data

    def folded(self, first: int | None, last: int | None) -> Folded:
        """What it leaves behind after its last fact; `first` and `last` are the instants of its facts."""
        return Folded(
            first=first, last=last, spoken=self._spoken, times=tuple(self.times), readings=tuple(self.readings),
            tellers=tuple(self.tellers), overlays=tuple(self.overlays),
            sources=tuple(state.folded(source) for source, state in self._sources.items()),
        )  # fmt: skip

    def resume(self, folded: Folded, at: int) -> Checkpoint:
        """Go on from what another left behind; its checkpoint, as of an instant before every further fact."""
        self.times, self.readings = list(folded.times), list(folded.readings)
        self.tellers, self.overlays = list(folded.tellers), list(folded.overlays)
        self._noted = set(folded.overlays)
        sources = {one.name: SourceState.resumed(one) for one in folded.sources}
        point = Checkpoint(at, 0, len(self.times), folded.spoken, sources)
        self.restore(point)
        return point

    # reading

    def tail(self) -> Fold:
        """A fold that goes on from here alone: what silence brings after the last fact."""
        other = Fold(self._evidence, self._stale_after, self._weights, self.readings[-1])
        other._sources = {source: state.copy() for source, state in self._sources.items()}
        other._spoken = self._spoken
        return other

    def silent_from(self) -> dict[str, int]:
        """For each source that has spoken: its last word plus `stale_after`."""
        if self._stale_after is None:
            return {}
        return {
            source: state.last_word + self._stale_after
            for source, state in self._sources.items()
            if state.last_word is not None
        }

    def stretches(self, start: int, end: int) -> list[Stretch]:
        """What is noted of [start, end), in order and without gaps."""
        if start >= end:
            return []
        first, last = bisect_right(self.times, start), bisect_left(self.times, end)
        turns = self.times[first:last]
        return list(map(Stretch, [start, *turns], [*turns, end], self.readings[first - 1 : last]))
