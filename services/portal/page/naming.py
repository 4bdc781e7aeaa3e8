"""What a period is called: in a heading, within a sentence, under a bar."""

from dataclasses import dataclass

from services.portal.page.durations import duration
from services.portal.page.moments import Calendar, local
from services.portal.page.phrases import Phrases
from services.portal.page.seen import Period
from shared.sla.agreed.objectives import CalendarWindow, RollingWindow

DAY = 86_400_000_000
Window = CalendarWindow | RollingWindow


@dataclass(frozen=True, slots=True)
class Named:
    """`long` with the year, `short` within a sentence, `label` under a bar, `word` the kind of period.

    `inside`: ` in the last 30 days`, empty for calendar periods.
    """

    long: str
    short: str
    label: str
    word: str
    inside: str = ""


def name_of(window: Window, period: Period, calendar: Calendar, say: Phrases) -> Named:
    """The names of a period of this window."""
    if isinstance(window, RollingWindow):
        length = _length(window.length, calendar)
        said = say.text("period.rolling", length=length)
        ends = calendar.day_of(period.end)
        inside = say.text("period.rolling.inside", length=_length(window.length, calendar, dative=True))
        return Named(said, said, ends, say.text("period.rolling.word"), f" {inside}")
    first = local(period.start, calendar.zone).date()
    unit = window.unit.value
    word = say.text(f"period.{unit}.word")
    if unit == "month":
        month = calendar.month(first, year=False)
        return Named(calendar.month(first), month, calendar.short_month(first), word)
    if unit == "year":
        return Named(str(first.year), str(first.year), str(first.year), word)
    if unit == "quarter":
        number = (first.month + 2) // 3
        long = say.text("period.quarter", number=number, year=first.year)
        return Named(long, say.text("period.quarter.short", number=number), f"Q{number} {first.year}", word)
    if unit == "week":
        long = say.text("period.week", start=calendar.long_day(first))
        short = say.text("period.week.short", start=calendar.long_day(first, year=False))
        return Named(long, short, calendar.day(first), word)
    short = say.text("period.day.short", start=calendar.long_day(first, year=False))
    return Named(calendar.long_day(first), short, calendar.day(first), word)


def _length(microseconds: int, calendar: Calendar, *, dative: bool = False) -> str:
    days, rest = divmod(microseconds, DAY)
    if rest or days < 2:
        return duration(microseconds, calendar.language)
    if calendar.language == "de":
        return f"{days} Tagen" if dative else f"{days} Tage"
    return f"{days} days"
