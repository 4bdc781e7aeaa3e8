"""The readings of one service over time, folded from its availability facts.

The facts are kept in order; the fold is lazy. Adding a fact at the end costs its place in the list; one that
comes late lowers the point from which the next question folds again, from the nearest checkpoint before it.
Only changes of the service's reading are kept, so that repeats cost nothing when a period is read.

A timeline can go on from what another had folded before a horizon. Then nothing may be told of the time before that:
neither a fact nor to what one dates an outage back.

A `down` that dates back (`first_failed_at`) changes what was folded already: it is noted as an overlay
[from, its instant) of its source, and the fold goes back to where that begins.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import Weights
from shared.sla.facts import AvailabilityTold, OrderKey, State
from shared.sla.spans import EVER, MICROSECOND, NEVER
from shared.sla.states.fold import Checkpoint, Fold
from shared.sla.states.folded import Folded, Overlay
from shared.sla.states.readings import UNKNOWN_BEFORE_FIRST_FACT, UP_BEFORE_FIRST_FACT
from shared.sla.states.stretches import Stretch, Teller

_CHECKPOINT_EVERY = 512


def _order(fact: AvailabilityTold) -> OrderKey:
    return fact.order


class ServiceTimeline:
    """What is known of one service, by its own clauses; composites are made of several of these."""

    def __init__(
        self, service: Service, weights: Weights, before: Folded | None = None, horizon: int = EVER
    ) -> None:
        """`before`: what was folded of the facts before the horizon."""
        at_first = UP_BEFORE_FIRST_FACT if service.up_before_first_fact else UNKNOWN_BEFORE_FIRST_FACT
        self._fold = Fold(service.evidence, service.stale_after, weights, at_first)
        self._facts: list[AvailabilityTold] = []
        self._checkpoints: list[Checkpoint] = []
        self._folded = 0
        self._dirty_from: int | None = None
        self._tail: Fold | None = None
        self._readers: list[Callable[[int], None]] = []
        self._before = before
        if before is not None:
            self._checkpoints.append(self._fold.resume(before, horizon - MICROSECOND))

    @property
    def _first(self) -> int | None:
        """The instant of the first fact."""
        if self._before is not None and self._before.first is not None:
            return self._before.first
        return self._facts[0].at if self._facts else None

    @property
    def _last(self) -> int | None:
        """The instant of the last fact."""
        if self._facts:
            return self._facts[-1].at
        return None if self._before is None else self._before.last

    def folded(self) -> Folded:
        """What all facts so far leave behind."""
        self._bring_up_to_date()
        return self._fold.folded(self._first, self._last)

    def tell(self, reader: Callable[[int], None]) -> None:
        """Let a reader be told of each instant from which on the readings may have changed."""
        self._readers.append(reader)

    def _changed_from(self, instant: int) -> None:
        for reader in self._readers:
            reader(instant)

    def add(self, fact: AvailabilityTold) -> None:
        """Take a fact of a listed source, in any order of time."""
        self._tail = None
        self._changed_from(fact.at)
        if not self._facts or self._facts[-1].order < fact.order:
            self._facts.append(fact)
            return
        insort(self._facts, fact, key=_order)
        if self._dirty_from is None or fact.at < self._dirty_from:
            self._dirty_from = fact.at

    def between(self, start: int, end: int) -> list[Stretch]:
        """The stretches of [start, end), in order and without gaps; beyond the last fact silence is judged."""
        self._bring_up_to_date()
        found = self._fold.stretches(start, end)
        last = self._last
        if last is not None and end > last:
            tail = self._silence()
            first = tail.times[1] if len(tail.times) > 1 else NEVER
            if first < end:
                known = [stretch.until(first) for stretch in found if stretch.start < first]
                return known + tail.stretches(max(first, start), end)
        return found

    def first_known(self) -> int | None:
        """The instant of the first fact, or to which one dates an outage back before it; None without any."""
        self._bring_up_to_date()
        first = self._first
        if first is None:
            return None
        overlays = self._fold.overlays
        return min(first, overlays[0].start) if overlays else first

    def changes(self, start: int, end: int) -> list[tuple[int, Teller]]:
        """The instants in [start, end) at which the reading changed, and the fact that changed it, if one did."""
        self._bring_up_to_date()
        times, tellers = self._fold.times, self._fold.tellers
        first, last = bisect_left(times, start), bisect_left(times, end)
        return list(zip(times[first:last], tellers[first:last], strict=True))

    def dated_back(self) -> list[Overlay]:
        """What facts date back: each with the fact that does, by start."""
        self._bring_up_to_date()
        return self._fold.overlays

    def stale_from(self) -> dict[str, int]:
        """For each source that has spoken: when it goes, or went, stale after its last word."""
        self._bring_up_to_date()
        return self._fold.silent_from()

    def _silence(self) -> Fold:
        if self._tail is None:
            self._tail = self._fold.tail()
            self._tail.pass_time(NEVER)
        return self._tail

    def _bring_up_to_date(self) -> None:
        if self._dirty_from is not None:
            self._go_back(self._fold.forget_overlays(self._dirty_from))
            self._dirty_from = None
        while self._folded < len(self._facts):
            overlay = self._take_instant()
            if overlay is not None:
                self._fold.note_overlay(overlay)
                self._go_back(overlay.start)

    def _take_instant(self) -> Overlay | None:
        """Fold all facts of the next instant; an overlay that is not noted yet, if one of them brings it."""
        fold, facts = self._fold, self._facts
        at = facts[self._folded].at
        if self._checkpoints and self._checkpoints[-1].at == at:
            self._checkpoints.pop()
        fold.pass_time(at)
        while self._folded < len(facts) and facts[self._folded].at == at:
            fact = facts[self._folded]
            if fact.first_failed_at is not None and fact.state is State.DOWN and fact.condition is None:
                overlay = fold.dates_back(fact)
                if overlay is not None:
                    return overlay
            fold.hear(fact)
            self._folded += 1
        fold.settle(at)
        last = self._checkpoints[-1].facts if self._checkpoints else 0
        if self._folded - last >= _CHECKPOINT_EVERY:
            self._checkpoints.append(fold.checkpoint(at, self._folded))
        return None

    def _go_back(self, instant: int) -> None:
        """Restore the last checkpoint before an instant, or the beginning."""
        self._changed_from(instant)
        del self._checkpoints[bisect_left(self._checkpoints, instant, key=lambda point: point.at) :]
        if self._checkpoints:
            point = self._checkpoints[-1]
            self._fold.restore(point)
            self._folded = point.facts
        else:
            self._fold.restart()
            self._folded = 0
