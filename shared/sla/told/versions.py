"""Which version of an agreement rules when, and which periods an objective has (SEMANTICS.md, closing; CONTRACT.md).

A version rules the time in which it is in force, up to the next one's beginning. One that starts inside a
window gives the window twice, once for each, the other's part not in force, unless it takes effect with the
next period: then the old one runs on to the end of the window.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.sla.agreed.objectives import CalendarWindow, Objective
from shared.sla.agreed.terms import Terms
from shared.sla.figures import PeriodOf, Status
from shared.sla.spans import NEVER, Span
from shared.sla.time.windows import window_at, windows_between


def objective_of(terms: Terms, name: str) -> Objective | None:
    """The objective of a version by its id, None where it has none."""
    return next((one for one in terms.objectives if one.id == name), None)


def force_of(versions: Sequence[Terms], version: int, objective: str) -> Span:
    """The time in which a version rules an objective; `versions` in the order of their numbers."""
    index = next(i for i, terms in enumerate(versions) if terms.version == version)
    terms = versions[index]
    start = _begins(versions, index, objective)
    end = terms.force_until if terms.force_until is not None else NEVER
    for later in range(index + 1, len(versions)):
        end = min(end, _begins(versions, later, objective))
    return Span(start, max(start, end))


def _begins(versions: Sequence[Terms], index: int, objective: str) -> int:
    """When a version takes effect for an objective."""
    terms = versions[index]
    if not terms.next_period or index == 0:
        return terms.force_from
    before = versions[index - 1]
    old = objective_of(before, objective)
    if old is None or not isinstance(old.window, CalendarWindow):
        return terms.force_from
    running = window_at(old.window.unit, before.zone, terms.force_from)
    return terms.force_from if running.start == terms.force_from else running.end


def status_of(span: Span, grace: int, as_of: int, *, rolling: bool) -> Status:
    """Open until its end, provisional until `grace` later, then closed; a rolling window is always open."""
    if rolling or as_of < span.end:
        return Status.OPEN
    return Status.PROVISIONAL if as_of < span.end + grace else Status.CLOSED


def periods_of(
    terms: Terms, objective: Objective, force: Span, since: int | None, as_of: int
) -> list[PeriodOf]:
    """Every period begun before `as_of`, from the start of force or of `since`, the later."""
    if isinstance(objective.window, CalendarWindow):
        begin = force.start if since is None else max(force.start, since)
        windows = windows_between(objective.window.unit, terms.zone, begin, min(force.end, as_of))
        return [
            PeriodOf(terms.version, span, status_of(span, terms.grace, as_of, rolling=False))
            for span in windows
        ]
    span = Span(as_of - objective.window.length, as_of)
    if not span.cut(force):
        return []
    return [PeriodOf(terms.version, span, Status.OPEN)]
