"""What maintenance takes out of the time that is still planned, and whether that alone lost a period.

Planned time falls by excluded maintenance from the instant at which that is known (SEMANTICS.md, Breach): its
announcement, the acknowledgement where one is asked, the acceptance of a correction. Where the last of these is the
instant from which a period can no longer be met, and it could be without, that is what decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from shared.sla.availability.breach import Course
from shared.sla.explanation.explanation import FactName, KnownBy, Taken
from shared.sla.explanation.rows import by_agreement, by_change
from shared.sla.facts import CorrectedTo
from shared.sla.ledger.setting import Excluded, Setting
from shared.sla.outages.sums import OutageSums
from shared.sla.spans import MICROSECOND, Span, Spans


def taken_ahead(course: Course, instant: int) -> tuple[Taken, ...]:
    """What was known at an instant of a calendar window to come out of the time after it, in order of that time."""
    setting = course.reckoning.setting
    ahead = Span(max(instant, course.period.start), course.period.end).cut(setting.force)
    if not ahead:
        return ()
    named = list(_named(setting))
    found: dict[tuple[str, int], Taken] = {}
    for one in course.excluded(ahead):
        part = Span(one.start, one.end).cut(ahead)
        if part and one.known_at <= instant:
            name, by, facts = next(_of(one, named))
            before = found.get((name, one.known_at))
            time = part.length + (0 if before is None else before.time)
            found[name, one.known_at] = Taken(name, by, one.known_at, time, facts)
    return tuple(found.values())


def decided_by(
    course: Course, breached_at: int | None, could_be_met: Callable[[int, int], bool]
) -> tuple[Taken, ...]:
    """What became known at the instant of breach and brought it about; empty where something else did.

    `could_be_met(instant, planned)`: whether the period could be met, were so much planned from an instant on.
    """
    if breached_at is None or breached_at >= course.period.end:
        return ()
    lost = breached_at + MICROSECOND
    found = tuple(one for one in taken_ahead(course, lost) if one.known_at == lost)
    planned = course.planned(lost) + sum(one.time for one in found)
    return found if found and could_be_met(lost, planned) else ()


def can_reach_target(course: Course, target: Fraction) -> Callable[[int, int], bool]:
    """Whether no more is bad than may be."""

    def holds(instant: int, planned: int) -> bool:
        bad, total = course.spent(instant)
        return Fraction(bad, course.reckoning.whole) <= (1 - target) * (total + planned)

    return holds


def can_reach_mean(course: Course, at_least: int) -> Callable[[int, int], bool]:
    """Whether enough good time can come between the failures that began before."""

    def holds(instant: int, planned: int) -> bool:
        bad, total = course.spent(instant)
        begun = OutageSums(Course(Span(course.period.start, instant), course.reckoning)).begun
        return at_least * begun <= total - Fraction(bad, course.reckoning.whole) + planned

    return holds


_Named = tuple[Spans, int, tuple[str, KnownBy, tuple[FactName, ...]]]
"""Stretches, since when they are known, and what they are of."""


def _named(setting: Setting) -> Iterator[_Named]:
    """Corrections first, as they rule over changes."""
    ruling = {id(one.proposal) for one in setting.corrected}
    for correction in setting.corrections:
        if id(correction.proposal) in ruling and correction.proposal.to is CorrectedTo.MAINTENANCE:
            of = correction.proposal.correction, KnownBy.ACCEPTANCE, by_agreement(correction)
            yield (correction.span,), correction.since, of
    for change in setting.changes:
        at = change.announcement.at
        by = KnownBy.ANNOUNCEMENT if change.known_at == at else KnownBy.ACKNOWLEDGEMENT
        yield change.valid, change.known_at, (change.name, by, by_change(change))


def _of(one: Excluded, named: Iterable[_Named]) -> Iterator[tuple[str, KnownBy, tuple[FactName, ...]]]:
    for spans, known_at, of in named:
        if known_at == one.known_at and any(span.start <= one.start < span.end for span in spans):
            yield of
