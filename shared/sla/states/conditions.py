"""One source: the conditions that it opens and closes, and the reading that comes of them.

A condition has one state, that of its last fact, also across a silence; `up` closes it. The worst open one
is the source's state, with none open it is up; one that is `unknown` shows only where no other is open. A
source is stale from its last word plus `stale_after` until its next word (SEMANTICS.md, the state of a
service, 1).
"""

from __future__ import annotations

from shared.sla.agreed.objectives import Weights
from shared.sla.facts import AvailabilityTold, State
from shared.sla.spans import EVER
from shared.sla.states.folded import SourceFolded
from shared.sla.states.readings import STALE, UNKNOWN, UP, Reading, badness, told_together


class SourceState:
    """What one source has said so far, folded fact by fact in order."""

    __slots__ = ("_open", "_reading", "dated_back", "down_since", "last_up", "last_word", "stale")

    def __init__(self) -> None:
        self._open: dict[str | None, Reading] = {}
        self._reading: Reading = UP
        self.dated_back: Reading | None = None
        """The outage that a later fact dates back to now, while that lasts."""
        self.last_word: int | None = None
        self.last_up = EVER
        """The instant of the last `up` of its own condition."""
        self.stale = False
        self.down_since: int | None = None
        """Since when, without a break, its effective state has been down."""

    def copy(self) -> SourceState:
        """Itself at this point, to go back to."""
        other = SourceState()
        other._open = dict(self._open)
        other._reading = self._reading
        other.dated_back = self.dated_back
        other.last_word = self.last_word
        other.last_up = self.last_up
        other.stale = self.stale
        other.down_since = self.down_since
        return other

    def folded(self, name: str) -> SourceFolded:
        """Itself as plain data, where nothing is dated back to now."""
        return SourceFolded(
            name=name, open=tuple(self._open.items()), reading=self._reading, last_word=self.last_word,
            last_up=self.last_up, stale=self.stale, down_since=self.down_since,
        )  # fmt: skip

    @classmethod
    def resumed(cls, folded: SourceFolded) -> SourceState:
        """The state that was kept as plain data."""
        state = cls()
        state._open = dict(folded.open)
        state._reading = folded.reading
        state.last_word = folded.last_word
        state.last_up = folded.last_up
        state.stale = folded.stale
        state.down_since = folded.down_since
        return state

    def stale_from(self, stale_after: int | None) -> int | None:
        """When it goes stale if it says no more; None where it never does, or has not spoken."""
        if stale_after is None or self.last_word is None or self.stale:
            return None
        return self.last_word + stale_after

    def hear(self, fact: AvailabilityTold, weights: Weights) -> bool:
        """Take its next word; whether that can have changed its reading."""
        first = self.last_word is None
        self.last_word = fact.at
        if fact.state is State.UP and fact.condition is None:
            self.last_up = fact.at
        woken, self.stale = self.stale, False
        return self._tell(fact, weights) or woken or first

    def _tell(self, fact: AvailabilityTold, weights: Weights) -> bool:
        before = self._open.get(fact.condition)
        if fact.state is State.UP:
            if before is None:
                return False
            del self._open[fact.condition]
        else:
            cause = fact.cause
            if cause is None and before is not None and before.state is fact.state:
                cause = before.cause
            name = fact.condition if fact.condition is not None else fact.source
            told = Reading(fact.state, fact.severity, cause, (name,))
            if told == before:
                return False
            self._open[fact.condition] = told
        self._reading = self._worst(weights)
        return True

    def _worst(self, weights: Weights) -> Reading:
        known = [reading for reading in self._open.values() if reading.state is not State.UNKNOWN]
        if len(known) == 1:
            return known[0]
        if known:
            return told_together(max(known, key=lambda one: badness(one, weights)), known, weights)
        return UNKNOWN if self._open else UP

    def reading(self) -> Reading | None:
        """Its effective reading, None while it has said nothing; a stale or unknown one does not know.

        What is dated back tells of time in which its words do not say that it was down.
        """
        told = None if self.last_word is None else STALE if self.stale else self._reading
        if self.dated_back is not None and (told is None or told.state is not State.DOWN):
            return self.dated_back
        return told

    def note_down(self, at: int) -> None:
        """Keep since when it has been down, after its effective reading may have changed at an instant."""
        reading = self.reading()
        if reading is None or reading.state is not State.DOWN:
            self.down_since = None
        elif self.down_since is None:
            self.down_since = at
