"""What was measured, as a table that people read: sizes, medians, and ratios with their spread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Say = Callable[[Sequence[str]], None]
"""Is told each row as soon as it is there: a long measurement shows that it goes on."""

_UNITS = ((1, "ns"), (1_000, "µs"), (1_000_000, "ms"), (1_000_000_000, "s"))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under columns; `notes` say what the figures mean."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def text(self) -> str:
        """Aligned: the first column to the left, the others to the right."""
        lines = [list(self.columns), *(list(row) for row in self.rows)]
        widths = [max(len(line[index]) for line in lines) for index in range(len(self.columns))]
        lines.insert(1, ["-" * width for width in widths])
        text = [
            "  ".join(cell.rjust(width) if index else cell.ljust(width) for index, (cell, width) in pairs)
            for pairs in (list(enumerate(zip(line, widths, strict=True))) for line in lines)
        ]
        return "\n".join([self.title, "", *(line.rstrip() for line in text), "", *self.notes]).rstrip() + "\n"


def unsaid(_row: Sequence[str]) -> None:
    """Nobody waits for the rows."""


def duration(nanoseconds: int) -> str:
    """Three digits and a unit: `12.3 µs`."""
    unit, name = max(
        (one for one in _UNITS if nanoseconds >= one[0]), key=lambda one: one[0], default=_UNITS[0]
    )
    return f"{_digits(Fraction(nanoseconds, unit))} {name}"


def ratio(found: tuple[Fraction, Fraction, Fraction]) -> str:
    """A ratio with the least and the most of the rounds: `1.04 (0.98 to 1.12)`."""
    median, least, most = (_digits(one) for one in found)
    return f"{median} ({least} to {most})"


def count(number: int) -> str:
    """With a comma at the thousands."""
    return f"{number:,}"


def _digits(value: Fraction) -> str:
    places = Decimal("0.01") if value < 10 else Decimal("0.1") if value < 100 else Decimal(1)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(places, ROUND_HALF_UP):,}"
