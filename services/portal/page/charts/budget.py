"""What was left of the budget over the period: the line as it was known then, the even pace, the horizon at zero, the
breach, and the biggest falls named where they happened.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from markupsafe import Markup

from services.portal.page.charts.axis import count_ticks, duration_ticks
from services.portal.page.charts.placing import Box, Placed, width_of
from services.portal.page.durations import short_duration
from services.portal.page.svg import SIZES, Scale, Size, drawing, element, joined, line, path, text
from services.portal.page.svg import at as coordinate

Point = tuple[int, Fraction]
_APART = 10
"""So far apart stand words below the axis."""


@dataclass(frozen=True, slots=True)
class Fall:
    """Bad time at a place of the line: from, until, how much of it is bad, and what it is called."""

    start: int
    end: int
    bad: Fraction
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChart:
    """All that is drawn. `days`: instants and labels of the ticks below; `pace`: whether an even pace is drawn;
    `breached_said`: the same in fewer and fewer words, for as much room as there is; `ahead_said`: of the line from now
    on, which is not drawn where it is empty; `counts`: how a number is written where the line is one of things, not of
    time.
    """

    points: Sequence[Point]
    start: int
    end: int
    now: int
    ended: bool
    breached_at: int | None
    breached_said: tuple[str, ...]
    now_said: str
    ahead_said: str
    falls: Sequence[Fall]
    days: Sequence[tuple[int, str]]
    pace: bool
    label: str
    counts: Callable[[int], str] | None = None


def budget(chart: BudgetChart) -> Markup:
    """The chart in every width; nothing where there is no line."""
    return joined(_draw(chart, size) for size in SIZES) if chart.points else Markup("")


def _draw(chart: BudgetChart, size: Size) -> Markup:
    west, right, top = (66, 6, 16) if size.narrow else (76, 12, 16)
    bottom = 186 if size.narrow else 266
    x = Scale(chart.start, chart.end, west, size.width - right)
    y = _vertical(chart, top, bottom)
    placed = Placed(Box(west, 4, size.width - west, bottom - 2))
    content = _axes(chart, x, y, size, west, right, bottom)
    highest = max(remaining for _, remaining in chart.points)
    if chart.pace:
        content.append(path([(x(chart.start), y(highest)), (x(chart.end), y(0))], "pace"))
    content += _line(chart, x, y)
    for (at, left), (following, then) in pairwise(chart.points):
        placed.occupy((x(at), y(left)), (x(following), y(then)))
    content += _now(chart, x, y, placed, size, top, bottom)
    content += _breach(chart, x, y, placed)
    if chart.pace:
        placed.occupy((x(chart.start), y(highest)), (x(chart.end), y(0)))
    content += _falls(chart, x, y, placed, size)
    return drawing(size, bottom + 22, chart.label, content, "budget")


def _vertical(chart: BudgetChart, top: int, bottom: int) -> Scale:
    values = [remaining for _, remaining in chart.points]
    high, low = max(*values, Fraction(0)), min(*values, Fraction(0))
    if high == low:
        high = Fraction(60_000_000 if chart.counts is None else 1)
    room = (high - low) / 12 if low < 0 else Fraction(0)
    return Scale(low - room, high, bottom, top)


def _axes(
    chart: BudgetChart, x: Scale, y: Scale, size: Size, left: int, right: int, bottom: int
) -> list[Markup]:
    content = []
    ticks, written = (duration_ticks, short_duration) if chart.counts is None else (count_ticks, chart.counts)
    for tick in ticks(Fraction(y.start), Fraction(y.end), 4 if size.narrow else 5):
        kind = "horizon" if tick == 0 else "axis"
        content.append(line(left, y(tick), size.width - right, y(tick), kind))
        content.append(text(left - 8, y(tick) + 4, written(tick), "end", "strong" if tick == 0 else None))
    return content + _days(chart, x, size.width, bottom + 18)


def _days(chart: BudgetChart, x: Scale, edge: int, y: int) -> list[Markup]:
    """The days below the axis, as many as stand apart; the one that names its month is among them."""
    content: list[Markup] = []
    named = next((place for place, (_, said) in enumerate(chart.days) if "\u00a0" in said), 0)
    free = Fraction(0)
    for place, (instant, said) in enumerate(chart.days):
        wide = width_of(said)
        left = x(instant) - (wide / 2 if place else 0)
        later = chart.days[named] if place < named else None
        crowds = later is not None and left + wide + _APART > x(later[0]) - width_of(later[1]) / 2
        if left < free or crowds or left + wide > edge:
            continue
        content.append(text(x(instant), y, said, "middle" if place else "start"))
        free = left + wide + _APART
    return content


def _line(chart: BudgetChart, x: Scale, y: Scale) -> list[Markup]:
    """In its own colour above the horizon, in another below it; dashed from now on, if nothing more fails."""
    above, below = _split(chart.points)
    content = [path([(x(at), y(left)) for at, left in part], "budget") for part in above]
    content += [path([(x(at), y(left)) for at, left in part], "over") for part in below]
    last = chart.points[-1]
    if chart.ahead_said and not chart.ended:
        content.append(path([(x(last[0]), y(last[1])), (x(chart.end), y(last[1]))], "ahead"))
    return content


def _split(points: Sequence[Point]) -> tuple[list[list[Point]], list[list[Point]]]:
    """The parts of the line at or above zero, and those below it, cut exactly where it crosses."""
    above: list[list[Point]] = []
    below: list[list[Point]] = []
    previous: Point | None = None
    for at, left in points:
        if previous is not None and (previous[1] < 0) != (left < 0):
            share = previous[1] / (previous[1] - left)
            cross = (previous[0] + round((at - previous[0]) * share), Fraction(0))
            (below if previous[1] < 0 else above)[-1].append(cross)
            (below if left < 0 else above).append([cross])
        elif previous is None:
            (below if left < 0 else above).append([])
        (below if left < 0 else above)[-1].append((at, left))
        previous = (at, left)
    return above, below


def _now(
    chart: BudgetChart, x: Scale, y: Scale, placed: Placed, size: Size, top: int, bottom: int
) -> list[Markup]:
    if chart.ended:
        return []
    here = x(chart.now)
    content = [line(here, top, here, bottom, "axis")]
    content += placed.near(here, Fraction(top + 8), chart.now_said, None, gap=6)
    if chart.ahead_said and not size.narrow:
        content += placed.near(here, y(chart.points[-1][1]), chart.ahead_said, None, gap=8)
    last = y(chart.points[-1][1])
    placed.occupy((here, last), (x(chart.end), last))
    if size.narrow:  # where there is room, words may lie over this line
        placed.occupy((here, Fraction(top)), (here, Fraction(bottom)))
    return content


def _breach(chart: BudgetChart, x: Scale, y: Scale, placed: Placed) -> list[Markup]:
    if chart.breached_at is None:
        return []
    here = x(chart.breached_at)
    spot = element("circle", cx=coordinate(here), cy=coordinate(y(0)), r=5, class_="c-down")
    for said in chart.breached_said:
        words = placed.near(here, y(0), said, "bad", gap=10)
        if words:
            return [spot, *words]
    return [spot]


def _falls(chart: BudgetChart, x: Scale, y: Scale, placed: Placed, size: Size) -> list[Markup]:
    """The biggest falls by name, as many as find a place."""
    content: list[Markup] = []
    for fall in sorted(chart.falls, key=lambda fall: -fall.bad)[: 0 if size.narrow else 4]:
        left = _left_at(chart.points, (fall.start + fall.end) // 2)
        content += placed.near(x(fall.end), y(left), fall.said, None, gap=8)
    return content


def _left_at(points: Sequence[Point], instant: int) -> Fraction:
    for (at, left), (following, then) in pairwise(points):
        if at <= instant <= following and following > at:
            return left + (then - left) * Fraction(instant - at, following - at)
    return points[-1][1]
