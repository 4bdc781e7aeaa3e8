"""Where words go in a picture: beside their point, on the first side where they cover no other words and fit."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from services.portal.page.svg import text

_LETTER: Final = Fraction(68, 10)
"""About how wide a letter is at the size in which drawings are lettered; a little too wide on purpose."""
_HIGH: Final = 13


def width_of(said: str) -> Fraction:
    """About how wide words are."""
    return _LETTER * len(said)


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

    def occupy(self, x: Fraction, y: Fraction) -> None:
        """A turn of a line, which words should not cover."""
        self.taken.append(Box(x - 1, y - 1, 2, 2))

    def near(self, x: Fraction, y: Fraction, said: str, kind: str | None, gap: int) -> list[Markup]:
        """The words beside a point: right above, right below, left below, left above; none where none fits."""
        wide = width_of(said)
        for right, below in ((True, False), (True, True), (False, True), (False, False)):
            base = y + gap + 6 if below else y - gap
            left = x + gap if right else x - gap - wide
            box = Box(left, base - _HIGH + 2, wide, _HIGH)
            if self.frame.holds(box) and not any(box.meets(other) for other in self.taken):
                self.taken.append(box)
                anchor = None if right else "end"
                return [text(x + gap if right else x - gap, base, said, anchor, kind)]
        return []
