"""Stretches of one reading, the form in which a service's state over time is read."""

from __future__ import annotations

from dataclasses import dataclass

from shared.sla.readings import Reading

Teller = tuple[str, str] | None
"""(source, id) of the fact behind a change; None where silence or time made it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch [start, end) of one reading."""

    start: int
    end: int
    reading: Reading

    def until(self, end: int) -> Stretch:
        """Itself, ending there at the latest."""
        return self if self.end <= end else Stretch(self.start, end, self.reading)
