"""SVG as text: elements with escaped attributes, coordinates exact until they are written, to a tenth.

No `style` attribute is written: the page's policy allows none. Colours come from classes of the sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

Coordinate = Fraction | int


def element(name: str, content: Markup | str = "", **attributes: object) -> Markup:
    """`<name …>content</name>`; `_` in attribute names becomes `-`, `class_` is `class`, None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = escape(content)
    closing = f">{inner}</{name}>" if inner else "/>"
    return Markup(f"<{name}{written}{closing}")  # noqa: S704 - every part was escaped


def joined(parts: Iterable[Markup]) -> Markup:
    """Elements one after another."""
    return Markup("").join(parts)


def at(value: Coordinate) -> str:
    """A coordinate to a tenth of a unit: far below what a screen shows."""
    tenths = round(Fraction(value) * 10)
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from [start, end] of what is measured to [first, last] of the drawing."""

    start: Coordinate
    end: Coordinate
    first: Coordinate
    last: Coordinate

    def __call__(self, value: Coordinate) -> Fraction:
        """Where a value is drawn."""
        share = Fraction(value - self.start) / Fraction(self.end - self.start)
        return self.first + share * (self.last - self.first)


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing is made anew for each of these, never shrunk: its name is the class that shows or hides it."""

    name: str
    width: int

    @property
    def narrow(self) -> bool:
        """Fewer ticks, shorter labels."""
        return self.width < 500


SIZES = (Size("wide", 1100), Size("middle", 720), Size("small", 460), Size("slim", 290))


def drawing(size: Size, height: Coordinate, label: str, content: Iterable[Markup], key: str) -> Markup:
    """One picture with its name for those who listen. `key` is unique on the page."""
    title = element("title", label, id=f"{key}-{size.name}")
    return element(
        "svg",
        title + joined(content),
        class_=f"drawn {size.name}",
        viewBox=f"0 0 {size.width} {at(height)}",
        role="img",
        aria_labelledby=f"{key}-{size.name}",
    )


def text(
    x: Coordinate, y: Coordinate, said: str, anchor: str | None = None, kind: str | None = None
) -> Markup:
    """Words in a drawing; `anchor` is `middle` or `end`."""
    return element("text", said, x=at(x), y=at(y), text_anchor=anchor, class_=kind)


def line(x1: Coordinate, y1: Coordinate, x2: Coordinate, y2: Coordinate, kind: str) -> Markup:
    """A straight line of a class."""
    return element("line", x1=at(x1), y1=at(y1), x2=at(x2), y2=at(y2), class_=kind)


def rectangle(
    x: Coordinate,
    y: Coordinate,
    width: Coordinate,
    height: Coordinate,
    kind: str,
    said: str = "",
    rx: int | None = None,
) -> Markup:
    """A box of a class; `said` is shown when one points at it."""
    title = element("title", said) if said else ""
    return element("rect", title, x=at(x), y=at(y), width=at(width), height=at(height), rx=rx, class_=kind)


def path(points: Iterable[tuple[Coordinate, Coordinate]], kind: str) -> Markup:
    """A line through points."""
    steps = "L".join(f"{at(x)},{at(y)}" for x, y in points)
    return element("path", d=f"M{steps}", class_=kind)
