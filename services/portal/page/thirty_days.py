"""The last thirty local days of an objective in one line: of time the worst class of each, of clocks what was late, of
counts whether the day by itself was below the target.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from services.portal.page.charts.strip import Day, strip, worst
from services.portal.page.moments import Calendar, local
from services.portal.page.numbers import number
from services.portal.page.phrases import Phrases
from services.portal.page.seen import Clock, CountedPart, Stretch

DAYS: Final = 30


def days_of_time(stretches: Sequence[Stretch], as_of: int, calendar: Calendar, say: Phrases) -> Markup:
    """Today the last; a day is drawn as its worst class."""
    kinds: dict[date, set[str]] = {}
    for stretch in stretches:
        day = local(stretch.start, calendar.zone).date()
        last = local(max(stretch.end - 1, stretch.start), calendar.zone).date()
        while day <= last:
            kinds.setdefault(day, set()).add(stretch.kind)
            day += timedelta(days=1)
    found = {day: kind for day, those in kinds.items() if (kind := worst(sorted(those)))}
    days = _days({day: (kind, say.text(f"class.{kind}")) for day, kind in found.items()}, as_of, calendar)
    bad = sum(day.kind in {"down", "degraded"} for day in days)
    unknown = sum(day.kind == "unknown" for day in days)
    parts = [say.many_text("strip.bad", bad)] if bad else []
    parts += [say.many_text("strip.unknown", unknown)] if unknown else []
    return _drawn(days, ", ".join(parts) or say.text("strip.calm"), say)


def days_of_clocks(clocks: Sequence[Clock], as_of: int, calendar: Calendar, say: Phrases) -> Markup:
    """Today the last; a day is tall where a clock was breached on it, low where all that ended were in time."""
    found: dict[date, str] = {}
    for clock in clocks:
        at = clock.breached_at if clock.state == "breached" else clock.stopped_at
        if at is not None and clock.state in {"fulfilled", "breached"}:
            day = local(at, calendar.zone).date()
            found[day] = "down" if found.get(day) == "down" or clock.state == "breached" else "up"
    names = {"down": say.text("clock.breached"), "up": say.text("clock.fulfilled")}
    days = _days({day: (kind, names[kind]) for day, kind in found.items()}, as_of, calendar)
    late = sum(day.kind == "down" for day in days)
    return _drawn(days, say.many_text("strip.late", late) if late else say.text("strip.none_late"), say)


def days_of_counts(
    counted: Sequence[CountedPart], target: Fraction, as_of: int, calendar: Calendar, say: Phrases
) -> Markup:
    """Today the last; a day is tall where what was counted on it lies below the target (in percent) by itself."""
    sums: dict[date, tuple[int, int]] = {}
    for part in counted:
        if part.total:
            day = local(part.start, calendar.zone).date()
            good, total = sums.get(day, (0, 0))
            sums[day] = good + part.good, total + part.total
    found = {}
    for day, (good, total) in sums.items():
        kind = "down" if Fraction(good * 100, total) < target else "up"
        parts = {"good": number(good, say.language), "total": number(total, say.language)}
        found[day] = kind, say.text("strip.counted", **parts)
    days = _days(found, as_of, calendar)
    below = sum(day.kind == "down" for day in days)
    return _drawn(days, say.many_text("strip.below", below) if below else say.text("strip.none_below"), say)


def _days(found: Mapping[date, tuple[str, str]], as_of: int, calendar: Calendar) -> list[Day]:
    """The kind and the name of each day of which something is known."""
    today = local(as_of, calendar.zone).date()
    days = []
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        said = calendar.day(day)
        kind, name = found.get(day, (None, ""))
        days.append(Day(kind, f"{said}: {name}" if kind else said))
    return days


def _drawn(days: Sequence[Day], summary: str, say: Phrases) -> Markup:
    return strip(days, say.text("strip.label", summary=summary))
