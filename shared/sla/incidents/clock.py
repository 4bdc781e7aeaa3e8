"""One clock of an incident, and what has become of it (SEMANTICS.md, clocks of incidents)."""

from __future__ import annotations

from dataclasses import dataclass

from shared.sla.incidents.bounds import Bound


@dataclass(slots=True)
class IncidentClock:
    """One clock and what has become of it; `due` is the instant that puts it into a period."""

    entered_at: int
    start: int
    priority: str | None
    bound: Bound
    stopped_at: int | None = None
    released_at: int | None = None
    left_at: int | None = None
    breached_at: int | None = None
    deadline: int | None = None
    due: int | None = None

    @property
    def runs(self) -> bool:
        """Whether it has neither stopped nor left, breached or not."""
        return self.stopped_at is None and self.released_at is None and self.left_at is None

    @property
    def undecided(self) -> bool:
        """Whether it is running or paused."""
        return self.stopped_at is None and self.released_at is None and self.breached_at is None

    def run_on(self) -> None:
        """Forget the stop; unless it was breached before, it is decided anew."""
        self.stopped_at = None
        if self.breached_at is None:
            self.deadline = self.due = None

    def reconsider(self, at: int) -> None:
        """Forget a breach of this very instant: a change then comes in time, and the last rules."""
        if self.breached_at == at:
            self.breached_at = self.deadline = self.due = None
