"""What the evaluator's read API said, as values: instants in microseconds, numbers exact (`reading` makes them)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Said = Mapping[str, str]
"""A sentence by language: `en`, `de`."""


@dataclass(frozen=True, slots=True)
class Period:
    """[start, end), and whether it can still change."""

    start: int
    end: int
    status: str


@dataclass(frozen=True, slots=True)
class Budget:
    """In the unit of the indicator, microseconds for time; `remaining` is signed."""

    allowed: Fraction
    spent: Fraction
    remaining: Fraction


@dataclass(frozen=True, slots=True)
class Outage:
    """A whole outage, `end` None while it lasts; `counted` microseconds of it count in the period."""

    start: int
    end: int | None
    counted: Fraction
    cause: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the ledger: its class (`kind`), and what explains it."""

    start: int
    end: int
    kind: str
    severity: str | None = None
    cause: str | None = None
    why: str | None = None
    of: str | None = None

    @property
    def length(self) -> int:
        """Microseconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock of an incident; durations in microseconds of service time, `remaining` signed.

    `deadline` is None where hours never reach it, and for a released one.
    """

    incident: str
    priority: str | None
    start: int
    deadline: int | None
    state: str
    elapsed: int
    paused: int
    remaining: int | None
    stopped_at: int | None
    breached_at: int | None

    @property
    def going(self) -> bool:
        """Whether it has not stopped: it runs, is paused, or is breached and nobody has ended it yet."""
        return self.state in {"running", "paused"} or (self.state == "breached" and self.stopped_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One objective in one period. `sli` and `target` are in percent (99.9), None where there is none.

    `good`, `total` and the budget are microseconds, or counts for ratios, clocks and samples; `value` is that of an
    indicator that is no share: a count, microseconds, or a score. `ledger` is empty where no time is classed.
    """

    objective: str
    version: int
    period: Period
    state: str
    good: Fraction
    total: Fraction
    sli: Fraction | None
    target: Fraction | None
    value: Fraction | None
    ledger: Mapping[str, int]
    budget: Budget | None
    breached_at: int | None
    outages: tuple[Outage, ...]
    credit: Fraction | None
    clocks: tuple[Clock, ...]

    @property
    def bad(self) -> Fraction:
        """What counts and is not good."""
        return self.total - self.good

    @property
    def ended(self) -> bool:
        """Whether the period is over."""
        return self.period.status != "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Burn:
    """A pair of windows, long and short (microseconds), and how many times faster than an even pace the budget goes in
    each, None where a window has no history; `exceeded` where both are above the bound `rate`.
    """

    rate: Fraction
    windows: tuple[int, int]
    measured: tuple[Fraction | None, Fraction | None]
    exceeded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Two plain ones: when the budget runs out if the present state lasts, None: not in this period; and the share in
    percent at the period's end at the pace of the last days, None where nothing counted in them.
    """

    runs_out_at: int | None
    at_end: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedStep:
    """A step of the formula in each language: its name, in words, in numbers, and what comes of it."""

    name: Said
    words: Said
    numbers: Said
    result: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRow:
    """What the period holds of one kind: so many microseconds (`timed`) or things, how it counts, and a sentence.

    `counts` is good, bad, in_part or not_counted.
    """

    kind: str
    timed: bool
    amount: int
    counts: str
    label: Said
    sentence: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The calculation as the calculus explains it (`shared.agreements.explanation_json`), in each language."""

    steps: tuple[ExplainedStep, ...]
    compared: Said | None
    rows: tuple[ExplainedRow, ...]
    credit: Mapping[str, tuple[str, ...]]
    clauses: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a source says is wrong now: its condition (None: its own), with its state, and since when."""

    service: str
    source: str
    name: str | None
    state: str
    severity: str | None
    cause: str | None
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """A closed period whose figures changed: which in number, at which log clock that was known, and what moved."""

    number: int
    known_at: int
    sentence: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One that is proposed and not decided; `by` a party's id, `of` the service, or the incident where it is of one,
    `before` its deadline.
    """

    name: str
    by: str
    start: int
    end: int
    to: str
    of: str
    reason: str | None
    before: int
    of_incident: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Announced maintenance in [start, end), and why it would not count as such (`falls_short`)."""

    name: str
    title: str | None
    services: tuple[str, ...]
    start: int
    end: int
    announced_at: int
    falls_short: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The figure as it would be if what is still open were accepted."""

    figure: Figure
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class CountedPart:
    """What was counted in [start, end), a part of one local day, and what was left of the budget after it."""

    start: int
    end: int
    good: int
    total: int
    left: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A figure with all that explains it, as of an instant.

    `line`: what was left of the budget of time; `counted`, `left_at_start`: of counts, part by part.
    """

    figure: Figure
    as_of: int
    stretches: tuple[Stretch, ...]
    line: tuple[tuple[int, Fraction], ...]
    facts: int
    engine: str
    tzdata: str
    burn: tuple[Burn, ...] = ()
    forecast: Forecast | None = None
    explained: Explained | None = None
    restated: tuple[Restated, ...] = ()
    proposed: Proposed | None = None
    conditions: tuple[Condition, ...] = ()
    changes: tuple[Change, ...] = ()
    counted: tuple[CountedPart, ...] = ()
    left_at_start: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSeen:
    """One fact of the evidence, for people: when, what, from whom."""

    id: str
    source: str
    type: str
    at: int
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A page of the facts that a figure rests on, each with its role, and how many there are of each on all pages."""

    span: tuple[int, int]
    roles: Mapping[str, int]
    facts: Sequence[tuple[FactSeen, str]]
    next: str | None
