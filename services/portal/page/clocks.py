"""The clocks of incidents in one period: which go on, which are decided, and which the next deadline is."""

from collections.abc import Sequence

from services.portal.page.seen import Clock

FAR = 1 << 62


def running(clocks: Sequence[Clock]) -> list[Clock]:
    """Those that run and are not decided yet, the next deadline first."""
    found = [clock for clock in clocks if clock.state == "running"]
    return sorted(found, key=lambda clock: (FAR if clock.deadline is None else clock.deadline, clock.start))


def paused(clocks: Sequence[Clock]) -> list[Clock]:
    """Those that stand still and are not decided yet."""
    return sorted((clock for clock in clocks if clock.state == "paused"), key=lambda clock: clock.start)


def overdue(clocks: Sequence[Clock]) -> list[Clock]:
    """Those that were breached and that nobody has ended, the longest first."""
    found = [clock for clock in clocks if clock.state == "breached" and clock.going]
    return sorted(found, key=lambda clock: (clock.deadline or 0, clock.start))


def next_due(clocks: Sequence[Clock]) -> int | None:
    """The next deadline of those that run."""
    return next((clock.deadline for clock in running(clocks)), None)


def in_order(clocks: Sequence[Clock]) -> list[Clock]:
    """As one reads them: what goes on by its deadline, the overdue first, the paused after; then what is decided, the
    latest first; what was released last.
    """
    decided = [clock for clock in clocks if clock.state in {"fulfilled", "breached"} and not clock.going]
    released = [clock for clock in clocks if clock.state == "released"]
    return [
        *overdue(clocks),
        *running(clocks),
        *paused(clocks),
        *sorted(decided, key=lambda clock: (-(clock.stopped_at or 0), clock.incident)),
        *sorted(released, key=lambda clock: (-clock.start, clock.incident)),
    ]
