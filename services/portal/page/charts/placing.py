"""Where words go in a picture: beside their point, on the first side where they cover no other words and fit."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from services.portal.page.svg import text

_LETTER: Final = Fraction(68, 10)
"""About how wide a letter is at the size in which drawings are lettered; a little too wide on purpose."""
_HIGH: Final = 13
_STEP: Final = 8
_PLACES: Final = tuple(
    (away, right, below)
    for away in (1, 3)
    for right, below in ((True, False), (True, True), (False, True), (False, False))
)


def width_of(said: str, *, bold: bool = False) -> Fraction:
    """About how wide words are."""
    return _LETTER * len(said) * (Fraction(118, 100) if bold else 1)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing."""

    left: Fraction | int
    top: Fraction | int
    width: Fraction | int
    height: Fraction | int

    def meets(self, other: "Box") -> bool:
        """Whether the two share any place."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.left + other.width <= self.left + self.width
            and other.top + other.height <= self.top + self.height
        )


@dataclass(slots=True)
class Placed:
    """The words placed so far within a frame."""

    frame: Box
    taken: list[Box] = field(default_factory=list)

    def occupy(self, start: tuple[Fraction, Fraction], end: tuple[Fraction, Fraction]) -> None:
        """A straight line, which words should not cover: as a row of small boxes along it."""
        (x, y), (across, down) = start, (end[0] - start[0], end[1] - start[1])
        steps = max(1, int(max(abs(across), abs(down)) / _STEP))
        for step in range(steps + 1):
            self.taken.append(Box(x + across * step / steps - 1, y + down * step / steps - 1, 2, 2))

    def near(self, x: Fraction, y: Fraction, said: str, kind: str | None, gap: int) -> list[Markup]:
        """The words beside a point: right above, right below, left below, left above, then farther away.

        None where no place is free.
        """
        wide = width_of(said, bold=kind is not None)
        for away, right, below in _PLACES:
            base = y + gap * away + 6 if below else y - gap * away
            left = x + gap if right else x - gap - wide
            box = Box(left, base - _HIGH + 2, wide, _HIGH)
            if self.frame.holds(box) and not any(box.meets(other) for other in self.taken):
                self.taken.append(box)
                anchor = None if right else "end"
                return [text(x + gap if right else x - gap, base, said, anchor, kind)]
        return []
