"""The clocks of a period as a table: what goes on first, the rest folded away where it is long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.portal.page.agreed import Agreed
from services.portal.page.clocks import in_order
from services.portal.page.moments import Calendar, Moment
from services.portal.page.seen import Clock, Figure
from shared.agreements.document import ObjectiveClause
from shared.agreements.meaning import hours_of
from shared.contracts.instants import format_instant
from shared.sla.time.hours import Always, OpenHours, OpenTime

SHOWN: Final = 12
"""So many decided clocks are shown at once; whatever goes on always is."""
MOST: Final = 400
CLOCK_COLUMNS: Final = (
    "incident", "priority", "started_at", "deadline", "state", "elapsed_us", "paused_us", "remaining_us", "stopped_at",
    "breached_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock. `note`: what one would not guess, such as a deadline that is closing time."""

    incident: str
    priority: str
    start: Moment
    deadline: Moment | None
    state: str
    state_said: str
    elapsed: str
    paused: str
    remaining: str
    late: bool
    note: str


@dataclass(frozen=True, slots=True)
class ClocksView:
    """`rows` at once, `folded` below; `more` says how many are left to the file. Priorities are shown where told."""

    caption: str
    rows: tuple[ClockRow, ...]
    folded: tuple[ClockRow, ...]
    more: str
    priorities: bool
    pauses: bool


def clocks_view(
    figure: Figure, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar, period: str
) -> ClocksView:
    """All clocks of the period; without rows where the indicator has none."""
    found = in_order(figure.clocks)
    going = sum(clock.going for clock in found)
    at_once = max(going, min(len(found), SHOWN))
    if len(found) - at_once <= 3:
        at_once = len(found)
    hours = _hours(clause, agreed)
    rows = [_row(clock, agreed, calendar, hours) for clock in found[: at_once + MOST]]
    more = ""
    if len(found) > len(rows):
        more = agreed.say.text("clocks.more", shown=len(rows), count=len(found))
    return ClocksView(
        caption=agreed.say.text("clocks.caption", period=period),
        rows=tuple(rows[:at_once]),
        folded=tuple(rows[at_once:]),
        more=more,
        priorities=any(clock.priority is not None for clock in found),
        pauses=any(clock.paused for clock in found),
    )


def clock_lines(clocks: Sequence[Clock]) -> list[list[str]]:
    """The clocks for a file, in its columns, exact: instants in UTC, durations in microseconds of service time."""
    return [
        [
            clock.incident,
            clock.priority or "",
            _utc(clock.start),
            _utc(clock.deadline),
            clock.state,
            str(clock.elapsed),
            str(clock.paused),
            "" if clock.remaining is None else str(clock.remaining),
            _utc(clock.stopped_at),
            _utc(clock.breached_at),
        ]
        for clock in in_order(clocks)
    ]


def _row(clock: Clock, agreed: Agreed, calendar: Calendar, hours: OpenTime) -> ClockRow:
    say = agreed.say
    return ClockRow(
        incident=clock.incident,
        priority=clock.priority or "",
        start=calendar.short(clock.start),
        deadline=None if clock.deadline is None else calendar.short(clock.deadline),
        state=clock.state,
        state_said=say.text(f"clock.{clock.state}"),
        elapsed=agreed.service_time(clock.elapsed),
        paused=agreed.service_time(clock.paused) if clock.paused else "",
        remaining="" if clock.remaining is None else agreed.service_time(clock.remaining),
        late=clock.remaining is not None and clock.remaining < 0,
        note=_note(clock, agreed, calendar, hours),
    )


def _note(clock: Clock, agreed: Agreed, calendar: Calendar, hours: OpenTime) -> str:
    """Still open after its breach; when it stopped; a deadline that is closing time, after which nothing counts until
    the next opening (SEMANTICS.md, clocks of incidents); a paused one's deadline, which moves on.
    """
    say = agreed.say
    if clock.state == "breached" and clock.stopped_at is None:
        return say.text("clocks.still_open")
    if clock.stopped_at is not None:
        return say.text("clocks.stopped", when=calendar.short(clock.stopped_at).text)
    if clock.state == "paused":
        return say.text("clocks.moves")
    if clock.state == "running" and clock.deadline is not None and not hours.is_open(clock.deadline):
        opens = hours.deadline(clock.deadline, 0)
        if opens is not None and opens > clock.deadline:
            return say.text("clocks.closing", when=calendar.short(opens).text)
    return ""


def _hours(clause: ObjectiveClause, agreed: Agreed) -> OpenTime:
    name, document = clause.service_hours, agreed.document
    if name not in document.service_hours:
        return Always()
    return OpenHours(hours_of(name, document.service_hours[name], document.time_zone))


def _utc(instant: int | None) -> str:
    return "" if instant is None else format_instant(instant)
