"""The double figure: while a correction is open, a figure is shown as reported, and beside it as it would be."""

from __future__ import annotations

from dataclasses import dataclass

from shared.sla.changes.corrections import Correction
from shared.sla.figures import Figure


@dataclass(frozen=True, slots=True)
class Proposed:
    """The corrections that are open, in order of their proposal, and the figure had all of them been accepted."""

    corrections: tuple[Correction, ...]
    figure: Figure
