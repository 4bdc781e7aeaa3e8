"""Time measured: what one period sums up to at an instant, and what is planned after it.

Everything that availability and the measures of outages say of time is read from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from shared.sla.availability.breach import Course
from shared.sla.ledger.sums import Sums


@dataclass(frozen=True, slots=True)
class Measured:
    """One period up to an instant: its sums, its bad time and the service time planned (µs)."""

    sums: Sums
    bad: Fraction
    planned: int

    @property
    def total(self) -> int:
        """Good and bad time, µs."""
        return self.sums.total

    @property
    def good(self) -> Fraction:
        """Time that is not bad, µs."""
        return self.total - self.bad


def measured(course: Course, *, rolling: bool) -> Measured:
    """A period up to the instant of its reckoning; in a rolling window nothing is planned."""
    sums = course.sums(course.known_until)
    planned = 0 if rolling else course.planned(course.reckoning.setting.as_of)
    return Measured(sums, Fraction(sums.bad, course.reckoning.whole), planned)
