"""The month, hour by hour: a column a day, midnight at the top, by the wall clock of the agreement's zone.

Stretches are cut at midnights and where clocks change: the hour that comes twice is drawn twice in one place, the
one that never comes stays empty. A long period is drawn month by month, in rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from services.portal.page.charts.axis import spaced
from services.portal.page.charts.placing import width_of
from services.portal.page.moments import instant_of, local
from services.portal.page.svg import SIZES, Scale, Size, drawing, joined, rectangle, text

DAY: Final = 86_400_000_000
_HOUR: Final = DAY // 24
_LEFT: Final = 30
_BACKGROUND: Final = frozenset({"up", "future", "not_in_force", "outside_service_hours"})
_LEAST: Final = 3
"""No stretch is drawn lower than this, so that a minute is seen."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch to be drawn, with what is said when one points at it."""

    start: int
    end: int
    kind: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A part of a piece on one local day: wall-clock microseconds since midnight."""

    day: date
    opens: int
    closes: int
    kind: str
    said: str


def hours(pieces: Sequence[Piece], start: int, end: int, zone: ZoneInfo, label: str) -> Markup:
    """The chart in every width. `pieces` cover [start, end) in order."""
    days = _days(start, end, zone)
    cuts = [cut for piece in pieces for cut in _cuts(piece, zone)]
    return joined(_draw(days, cuts, label, size) for size in SIZES)


def _days(start: int, end: int, zone: ZoneInfo) -> Sequence[date]:
    first, last = local(start, zone).date(), local(end - 1, zone).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _cuts(piece: Piece, zone: ZoneInfo) -> Iterable[_Cut]:
    """Parts between midnights and changes of the clocks; within one, wall time passes as time does."""
    at = piece.start
    while at < piece.end:
        there = local(at, zone)
        midnight = datetime.combine(there.date() + timedelta(days=1), datetime.min.time(), zone)
        until = min(piece.end, max(instant_of(midnight), at + 1))
        until = _before_change(at, until, zone)
        opens = ((there.hour * 60 + there.minute) * 60 + there.second) * 1_000_000 + there.microsecond
        yield _Cut(there.date(), opens, min(opens + until - at, DAY), piece.kind, piece.said)
        at = until


def _before_change(at: int, until: int, zone: ZoneInfo) -> int:
    """The first instant in (at, until] at which the offset from UTC is another one; `until` where there is none."""
    offset = local(at, zone).utcoffset()
    if local(until - 1, zone).utcoffset() == offset:
        return until
    low, high = at, until - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if local(middle, zone).utcoffset() == offset else (low, middle)
    return high


def _draw(days: Sequence[date], cuts: Sequence[_Cut], label: str, size: Size) -> Markup:
    most = 31 if size.narrow else 62 if size.width < 900 else 93
    rows = (
        [list(days)]
        if len(days) <= most
        else [list(group) for _, group in groupby(days, lambda day: day.replace(day=1))]
    )
    tall = 168 if len(rows) == 1 else 72
    gap = 34
    columns = max(len(row) for row in rows)
    slot = min(Fraction(size.width - _LEFT, columns), Fraction(46))
    content: list[Markup] = []
    for place, row in enumerate(rows):
        top = 6 + place * (tall + gap)
        content += _row(row, cuts, top, tall, slot, size, named=len(rows) > 1)
    return drawing(size, 6 + len(rows) * (tall + gap) - gap + 24, label, content, "hours")


def _row(
    row: Sequence[date], cuts: Sequence[_Cut], top: int, tall: int, slot: Fraction, size: Size, *, named: bool
) -> list[Markup]:
    scale = Scale(0, DAY, top, top + tall)
    wide = slot - min(Fraction(2), slot / 4)
    columns = {day: _LEFT + slot * place for place, day in enumerate(row)}
    content = [
        text(_LEFT - 6, scale(hour * _HOUR) + 4, f"{hour:02d}", "end")
        for hour in ((0, 6, 12, 18, 24) if tall > 100 else (0, 12, 24))
    ]
    drawn: set[tuple[date, int, str]] = set()
    here = [cut for cut in cuts if cut.day in columns]
    for cut in sorted(here, key=lambda cut: cut.kind not in _BACKGROUND):
        y, height = scale(cut.opens), scale(cut.closes) - scale(cut.opens)
        if cut.kind not in _BACKGROUND:
            height = max(height, Fraction(_LEAST))
            y = min(y, top + tall - height)
            cell = (cut.day, int(y), cut.kind)
            if height == _LEAST and cell in drawn:
                continue  # one mark where many would cover each other
            drawn.add(cell)
        kind = {"outside_service_hours": "outside", "not_in_force": "future"}.get(cut.kind, cut.kind)
        content.append(rectangle(columns[cut.day], y, wide, height, f"c-{kind}", cut.said))
    below = top + tall + 16
    places = _labelled(row, size)
    for place in places:
        said = f"{row[place].day}.{row[place].month}." if named and place == 0 else str(row[place].day)
        middle = _LEFT + slot * place + wide / 2
        if middle + width_of(said) / 2 > size.width:
            content.append(text(size.width, below, said, "end"))
        else:
            content.append(text(middle, below, said, "middle"))
    return content


def _labelled(row: Sequence[date], size: Size) -> Sequence[int]:
    """Which columns carry their day: the first, then each fifth of the month, as the width allows."""
    if len(row) <= (8 if size.narrow else 16):
        return range(len(row))
    if row[0].day == 1 and len(row) <= 31:
        return [place for place, day in enumerate(row) if day.day in {1, 5, 10, 15, 20, 25, 30}]
    return spaced(len(row), 7 if size.narrow else 14)
