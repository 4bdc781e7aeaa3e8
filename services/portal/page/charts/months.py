"""How it goes over the periods: a bar each, the target across. On a phone the bars lie down."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from services.portal.page.charts.axis import base_below
from services.portal.page.svg import SIZES, Scale, Size, drawing, joined, line, rectangle, text


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its label, its value in percent (None: no figure), its value as said, its target, its state."""

    label: str
    value: Fraction | None
    said: str
    target: Fraction | None
    target_said: str
    state: str


def base_of(bars: Sequence[Bar]) -> Fraction:
    """Where the bars begin."""
    values = [value for bar in bars for value in (bar.value, bar.target) if value is not None]
    return base_below(min(values)) if values else Fraction(0)


def months(bars: Sequence[Bar], label: str) -> Markup:
    """The chart in every width."""
    base = base_of(bars)
    drawn = (
        _lying(bars, base, label, size) if size.narrow else _standing(bars, base, label, size)
        for size in SIZES
    )
    return joined(drawn)


def _kind(bar: Bar) -> str:
    return {"breached": "c-down", "not_assessable": "c-unknown"}.get(bar.state, "c-up")


def _standing(bars: Sequence[Bar], base: Fraction, label: str, size: Size) -> Markup:
    left, right, top, bottom = 72, 8, 14, 150
    height = Scale(base, Fraction(100), bottom, top)
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


def _lying(bars: Sequence[Bar], base: Fraction, label: str, size: Size) -> Markup:
    left, right, row = 52, size.width - 66, 26
    width = Scale(base, Fraction(100), left, right)
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
        content.append(text(width(first.target), 12, first.target_said, "middle", "strong"))
    return drawing(size, 26 + row * len(bars), label, content, "months")


def _emphasis(bar: Bar) -> str:
    return "bad" if bar.state == "breached" else "strong"
