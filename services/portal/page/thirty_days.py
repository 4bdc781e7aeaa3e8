"""The last thirty local days of an objective in one line: of time the worst class of each, of clocks what was late."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from services.portal.page.charts.strip import Day, strip, worst
from services.portal.page.moments import Calendar, local
from services.portal.page.phrases import Phrases
from services.portal.page.seen import Clock, Stretch

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
    found = {day: worst(sorted(those)) for day, those in kinds.items()}
    days = _days(found, {kind: say.text(f"class.{kind}") for kind in found.values() if kind}, as_of, calendar)
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
    days = _days(found, names, as_of, calendar)
    late = sum(day.kind == "down" for day in days)
    return _drawn(days, str(say.many("strip.late", late) if late else say("strip.none_late")), say)


def _days(
    kinds: Mapping[date, str | None], names: Mapping[str, str], as_of: int, calendar: Calendar
) -> list[Day]:
    today = local(as_of, calendar.zone).date()
    days = []
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        kind = kinds.get(day)
        said = calendar.day(day)
        days.append(Day(kind, said if kind is None else f"{said}: {names[kind]}"))
    return days


def _drawn(days: Sequence[Day], summary: str, say: Phrases) -> Markup:
    return strip(days, say.text("strip.label", summary=summary))
