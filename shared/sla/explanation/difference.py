"""The difference of two figures of one period: what moved, from what, to what (SEMANTICS.md, closing).

A restatement shows it beside the old figure. Outages are the same where they begin at the same instant, or else
overlap; clocks where incident and start are the same, or else the incident. What the passing of time alone does to a
clock (its elapsed time) is no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from shared.sla.figures import Budget, ClockFigure, Figure, Outage, TimeClass, Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moved(Generic[T]):
    """Something that was one thing and is another."""

    was: T
    now: T


@dataclass(frozen=True, slots=True)
class Members(Generic[T]):
    """What came, what went, and what stayed but changed; each in the order of its figure."""

    come: tuple[T, ...] = ()
    gone: tuple[T, ...] = ()
    changed: tuple[Moved[T], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.come or self.gone or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What moved between two figures of one period; None or empty where nothing did.

    `ledger` holds the classes whose time changed, in µs; their changes sum to 0 where both figures are known
    equally far. `good` and `total` are in the figure's unit. It is false where the figures say the same.
    """

    was: Figure
    now: Figure
    state: Moved[Verdict] | None = None
    sli: Moved[Fraction | None] | None = None
    value: Moved[Fraction | None] | None = None
    good: Moved[Fraction] | None = None
    total: Moved[Fraction] | None = None
    ledger: Mapping[TimeClass, Moved[int]]
    budget: Moved[Budget | None] | None = None
    breached_at: Moved[int | None] | None = None
    credit: Moved[Fraction | None] | None = None
    outages: Members[Outage] = Members()
    clocks: Members[ClockFigure] = Members()

    def __bool__(self) -> bool:
        single = (
            self.state,
            self.sli,
            self.value,
            self.good,
            self.total,
            self.budget,
            self.breached_at,
            self.credit,
        )
        return any(one is not None for one in single) or bool(self.ledger or self.outages or self.clocks)


def difference(was: Figure, now: Figure, *, whole: bool = True) -> Difference:
    """What moved from one figure of a period to another of the same.

    `whole` False: of the old figure only the main numbers were kept; ledger, outages and clocks are not
    compared. ValueError where the two are not of one objective, version and period.
    """
    about, other = ((one.objective, one.version, one.period.span) for one in (was, now))
    if about != other:
        raise ValueError("the figures are not of one objective, version and period")
    return Difference(
        was=was,
        now=now,
        state=_moved(was.state, now.state),
        sli=_moved(was.sli, now.sli),
        value=_moved(was.value, now.value),
        good=_moved(was.good, now.good),
        total=_moved(was.total, now.total),
        ledger=_ledger(was.ledger, now.ledger) if whole else {},
        budget=_moved(was.budget, now.budget),
        breached_at=_moved(was.breached_at, now.breached_at),
        credit=_moved(was.credit, now.credit),
        outages=_outages(was.outages, now.outages) if whole else Members(),
        clocks=_met(_members(was.clocks, now.clocks, _clock_name, _clock_said), _of_one)
        if whole
        else Members(),
    )


def _moved(was: T, now: T) -> Moved[T] | None:
    return None if was == now else Moved(was, now)


def _ledger(
    was: Mapping[TimeClass, int] | None, now: Mapping[TimeClass, int] | None
) -> dict[TimeClass, Moved[int]]:
    if was is None or now is None:
        return {}
    pairs = {kind: Moved(was.get(kind, 0), now.get(kind, 0)) for kind in TimeClass}
    return {kind: pair for kind, pair in pairs.items() if pair.was != pair.now}


def _outages(was: Sequence[Outage] | None, now: Sequence[Outage] | None) -> Members[Outage]:
    if was is None or now is None:
        return Members()
    return _met(_members(was, now, lambda one: one.start, lambda one: one), _overlap)


def _clock_name(clock: ClockFigure) -> Hashable:
    return clock.incident, clock.started_at


def _clock_said(clock: ClockFigure) -> Hashable:
    """All but what the passing of time alone moves."""
    return clock.priority, clock.deadline, clock.state, clock.stopped_at, clock.breached_at


def _members(
    was: Sequence[T], now: Sequence[T], name: Callable[[T], Hashable], said: Callable[[T], Hashable]
) -> Members[T]:
    before, after = _named(was, name), _named(now, name)
    both = [(before[key], one) for key, one in after.items() if key in before]
    return Members(
        come=tuple(one for key, one in after.items() if key not in before),
        gone=tuple(one for key, one in before.items() if key not in after),
        changed=tuple(Moved(old, new) for old, new in both if said(old) != said(new)),
    )


def _overlap(one: Outage, other: Outage) -> bool:
    return (other.end is None or one.start < other.end) and (one.end is None or other.start < one.end)


def _of_one(one: ClockFigure, other: ClockFigure) -> bool:
    return one.incident == other.incident


def _met(members: Members[T], same: Callable[[T, T], bool]) -> Members[T]:
    """What went and what came in its place is one thing that changed, each but once."""
    gone, come, changed = list(members.gone), list[T](), list(members.changed)
    for new in members.come:
        place = next((at for at, old in enumerate(gone) if same(old, new)), None)
        if place is None:
            come.append(new)
        else:
            changed.append(Moved(gone.pop(place), new))
    return Members(tuple(come), tuple(gone), tuple(changed))


def _named(members: Sequence[T], name: Callable[[T], Hashable]) -> dict[Hashable, T]:
    """By name, and by which of that name it is: an incident that left and came back has two clocks of one start."""
    found: dict[Hashable, T] = {}
    counts: Counter[Hashable] = Counter()
    for one in members:
        called = name(one)
        found[called, counts[called]] = one
        counts[called] += 1
    return found
