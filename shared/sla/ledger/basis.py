"""What sums are made with, beside what is told of the service itself: the corrections and changes that rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from shared.sla.changes.corrections import Corrected, Correction
from shared.sla.changes.maintenance import Change
from shared.sla.ledger.setting import Setting
from shared.sla.spans import NEVER


@dataclass(frozen=True, slots=True)
class Basis:
    """Corrections, what they rule, and the changes of one service, as one setting sees them."""

    corrections: Sequence[Correction]
    corrected: Sequence[Corrected]
    changes: Sequence[Change]

    def first_difference(self, other: Basis) -> int:
        """The first instant of which two of them do not say alike; NEVER where there is none."""
        differ = set(self.changes) ^ set(other.changes) if self.changes != other.changes else set()
        by_changes = min((span.start for change in differ for span in change.valid), default=NEVER)
        if self.corrected == other.corrected:
            return by_changes
        pairs = ((a, b) for a, b in zip_longest(self.corrected, other.corrected) if a != b)
        return min(by_changes, *(side.start for side in next(pairs) if side is not None))


def basis_of(setting: Setting) -> Basis:
    """The basis of a setting."""
    return Basis(setting.corrections, setting.corrected, setting.changes)
