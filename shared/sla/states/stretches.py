"""Stretches of one reading, the form in which a service's state over time is read."""

from __future__ import annotations

from typing import NamedTuple

from shared.sla.facts import CorrectionProposed
from shared.sla.states.readings import Reading

Teller = tuple[str, str] | None
"""(source, id) of the fact behind a change; None where silence or time made it."""


class Stretch(NamedTuple):
    """A stretch [start, end) of one reading, and the correction that says so, if one does."""

    start: int
    end: int
    reading: Reading
    correction: CorrectionProposed | None = None

    def until(self, end: int) -> Stretch:
        """Itself, ending there at the latest."""
        return self if self.end <= end else self._replace(end=end)
