"""What the evaluator's read API said, as values: instants in microseconds, numbers exact.

The one place that knows the shape of those answers (CONTRACT.md section 3, and the read API around it).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from services.portal.page.numbers import exact
from shared.contracts.instants import parse_instant

Answer = Mapping[str, Any]


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
class Figure:
    """One objective in one period. `sli` and `target` are in percent (99.9), None where there is none."""

    objective: str
    version: int
    period: Period
    state: str
    good: Fraction
    total: Fraction
    sli: Fraction | None
    target: Fraction | None
    ledger: Mapping[str, int]
    budget: Budget | None
    breached_at: int | None
    outages: tuple[Outage, ...]
    credit: Fraction | None

    @property
    def bad(self) -> Fraction:
        """What counts and is not good."""
        return self.total - self.good

    @property
    def ended(self) -> bool:
        """Whether the period is over."""
        return self.period.status != "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A figure with all that explains it, as of an instant."""

    figure: Figure
    as_of: int
    stretches: tuple[Stretch, ...]
    line: tuple[tuple[int, Fraction], ...]
    facts: int
    engine: str
    tzdata: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSeen:
    """One fact of the evidence, for people: when, what, from whom."""

    id: str
    source: str
    type: str
    at: int
    data: Mapping[str, Any]


def read_figure(said: Answer) -> Figure:
    """One entry of CONTRACT.md section 3."""
    budget = said.get("budget_us")
    return Figure(
        objective=said["objective"],
        version=said["version"],
        period=_period(said["period"]),
        state=said["state"],
        good=exact(said.get("good_us", 0)),
        total=exact(said.get("total_us", 0)),
        sli=_number(said.get("sli_percent")),
        target=_number(said.get("target_percent")),
        ledger=said.get("ledger_us") or {},
        budget=None if budget is None else Budget(*(exact(budget[name]) for name in _BUDGET)),
        breached_at=_instant(said.get("breached_at")),
        outages=tuple(_outage(outage) for outage in said.get("outages") or ()),
        credit=_number(said.get("credit_percent")),
    )


def read_detail(said: Answer) -> Detail:
    """The answer of `GET /v1/figures/{agreement}/{objective}/{from}`."""
    return Detail(
        figure=read_figure(said["figure"]),
        as_of=parse_instant(said["as_of"], "as_of"),
        stretches=tuple(_stretch(span) for span in said["spans"]),
        line=tuple(
            (parse_instant(point["at"], "at"), exact(point["remaining_us"])) for point in said["budget_line"]
        ),
        facts=said["facts"],
        engine=said["engine"],
        tzdata=said["tzdata"],
    )


def read_periods(said: Answer) -> Sequence[Figure]:
    """The answer of `GET /v1/figures/{agreement}/{objective}`, by start, then version."""
    figures = [read_figure(entry) for entry in said["periods"]]
    return sorted(figures, key=lambda figure: (figure.period.start, figure.version))


def read_evidence(said: Answer) -> Sequence[FactSeen]:
    """The facts of one page of evidence, in the order in which they are told."""
    return [_fact(entry) for entry in said["facts"]]


_BUDGET = ("allowed", "spent", "remaining")


def _fact(entry: Answer) -> FactSeen:
    event = entry.get("event", entry)
    return FactSeen(
        id=event["id"],
        source=event["source"],
        type=event["type"],
        at=parse_instant(event["time"], "time"),
        data=event.get("data") or {},
    )


def _period(said: Answer) -> Period:
    return Period(parse_instant(said["from"], "from"), parse_instant(said["until"], "until"), said["status"])


def _outage(said: Answer) -> Outage:
    return Outage(
        start=parse_instant(said["from"], "from"),
        end=_instant(said["until"]),
        counted=exact(said["counted_us"]),
        cause=said.get("cause") or "open",
        conditions=tuple(said.get("conditions") or ()),
    )


def _stretch(said: Answer) -> Stretch:
    return Stretch(
        start=parse_instant(said["from"], "from"),
        end=parse_instant(said["until"], "until"),
        kind=said["class"],
        severity=said.get("severity"),
        cause=said.get("cause"),
        why=said.get("why"),
        of=said.get("of"),
    )


def _instant(text: str | None) -> int | None:
    return None if text is None else parse_instant(text)


def _number(text: str | int | None) -> Fraction | None:
    return None if text is None else exact(text)
