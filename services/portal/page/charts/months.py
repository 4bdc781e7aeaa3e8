"""How it goes over the periods: a bar each, the bound across. Where words would touch, as on a phone, bars lie down."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from services.portal.page.charts.axis import base_below
from services.portal.page.charts.placing import width_of
from services.portal.page.svg import SIZES, Scale, Size, drawing, joined, line, rectangle, text

_RIGHT = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its label, its value (None: no figure), its value as said, the bound, its state."""

    label: str
    value: Fraction | None
    said: str
    target: Fraction | None
    target_said: str
    state: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the bars begin, and where they would touch the edge."""

    base: Fraction
    top: Fraction


def percentages(bars: Sequence[Bar]) -> Reach:
    """Of shares in percent: up to a hundred, from a little below the lowest."""
    values = _values(bars)
    return Reach(base_below(min(values)) if values else Fraction(0), Fraction(100))


def amounts(bars: Sequence[Bar]) -> Reach:
    """Of numbers: from zero (or below, where one is) to a little above the highest."""
    values = [*_values(bars), Fraction(0)]
    low, high = min(values), max(values)
    return Reach(low, high + (high - low) / 12 if high > low else low + 1)


def months(bars: Sequence[Bar], reach: Reach, label: str) -> Markup:
    """The chart in every width."""
    return joined(
        _standing(bars, reach, label, size) if _fits(bars, size) else _lying(bars, reach, label, size)
        for size in SIZES
    )


def _fits(bars: Sequence[Bar], size: Size) -> bool:
    """Whether the words under standing bars stand apart."""
    widest = max(
        (width_of(said, bold=True) for bar in bars for said in (bar.label, bar.said)), default=Fraction(0)
    )
    return not size.narrow and (size.width - _margin(bars) - _RIGHT) / max(len(bars), 1) >= widest


def _margin(bars: Sequence[Bar]) -> int:
    """Room at the left for the bound in words."""
    return 16 + max(56, *(int(width_of(bar.target_said, bold=True)) for bar in bars))


def _values(bars: Sequence[Bar]) -> list[Fraction]:
    return [value for bar in bars for value in (bar.value, bar.target) if value is not None]


def _kind(bar: Bar) -> str:
    kinds = {"breached": "c-down", "at_risk": "c-degraded", "not_assessable": "c-unknown"}
    return kinds.get(bar.state, "c-up")


def _standing(bars: Sequence[Bar], reach: Reach, label: str, size: Size) -> Markup:
    left, right, top, bottom = _margin(bars), _RIGHT, 14, 150
    height = Scale(reach.base, reach.top, bottom, top)
    slot = Fraction(size.width - left - right, max(len(bars), 1))
    slot = min(slot, Fraction(120))
    wide = slot * Fraction(84, 100)
    content = []
    for place, bar in enumerate(bars):
        x = left + slot * place + (slot - wide) / 2
        if bar.value is None:
            content.append(rectangle(x, bottom - 12, wide, 12, "c-none", bar.said))
        else:
            y = min(height(bar.value), Fraction(bottom - 2))
            content.append(rectangle(x, y, wide, bottom - y, _kind(bar), f"{bar.label}: {bar.said}", rx=2))
        content.append(text(x + wide / 2, bottom + 17, bar.label, "middle"))
        content.append(text(x + wide / 2, bottom + 33, bar.said, "middle", _emphasis(bar)))
        if bar.target is not None:
            y = height(bar.target)
            content.append(line(left + slot * place, y, left + slot * (place + 1), y, "horizon"))
    first = next((bar for bar in bars if bar.target is not None), None)
    if first is not None and first.target is not None:
        content.append(text(left - 8, height(first.target) + 4, first.target_said, "end", "strong"))
    return drawing(size, bottom + 42, label, content, "months")


def _lying(bars: Sequence[Bar], reach: Reach, label: str, size: Size) -> Markup:
    left = 12 + max(40, *(int(width_of(bar.label)) for bar in bars))
    right = size.width - 12 - max(54, *(int(width_of(bar.said, bold=True)) for bar in bars))
    row = 26
    width = Scale(reach.base, reach.top, left, right)
    content = []
    for place, bar in enumerate(bars):
        y = 22 + place * row
        content.append(text(left - 8, y + 13, bar.label, "end"))
        if bar.value is None:
            content.append(rectangle(left, y + 6, 12, 8, "c-none", bar.said))
        else:
            x = max(width(bar.value), Fraction(left + 2))
            content.append(rectangle(left, y, x - left, row - 8, _kind(bar), rx=2))
        content.append(text(size.width, y + 13, bar.said, "end", _emphasis(bar)))
        if bar.target is not None:
            x = width(bar.target)
            content.append(line(x, y - 4, x, y + row - 4, "horizon"))
    first = next((bar for bar in bars if bar.target is not None), None)
    if first is not None and first.target is not None:
        content.append(_above(width(first.target), first.target_said, size))
    return drawing(size, 26 + row * len(bars), label, content, "months")


def _above(x: Fraction, said: str, size: Size) -> Markup:
    """The bound over its line; at the edge beside it."""
    half = width_of(said, bold=True) / 2
    if x + half > size.width:
        return text(size.width, 12, said, "end", "strong")
    return text(max(x, half), 12, said, "middle", "strong")


def _emphasis(bar: Bar) -> str:
    return "bad" if bar.state == "breached" else "strong"
