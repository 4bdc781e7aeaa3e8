"""Faults of an agreement document: each a sentence with its place, all of them collected before anyone is told.

A reader raises `Faulty` with what it found wrong in its part; whoever reads several parts gathers them. At the
end `BadAgreement` carries all faults in the order of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `field` is a path such as `objectives[0].target`, line and column count from 1."""

    line: int
    column: int
    field: str
    sentence: str

    def text(self, file: str) -> str:
        """The fault in one line, as compilers write it."""
        return f"{file}:{self.line}:{self.column}: {self.sentence}"


class Faulty(Exception):
    """What a reader found wrong in its part of the document."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.sentence for fault in self.faults))


class BadAgreement(ValueError):
    """The document is refused. `faults` stand in the order of the document; `file` names it."""

    def __init__(self, faults: Iterable[Fault], file: str) -> None:
        self.faults: Sequence[Fault] = tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
        self.file = file
        super().__init__("\n".join(fault.text(file) for fault in self.faults))
