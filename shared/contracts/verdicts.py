"""Verdicts, trends and deliveries: the data of what Eyelevel says (CONTRACT.md, section 4).

A verdict is a CloudEvent; its bytes on the topic are the bytes of the webhook's body. Fields that do not apply
are absent. Numbers that need not be whole are integers where they are, else exact text.
"""

import hashlib
from typing import Any, Literal, get_args

import msgspec

from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import format_instant
from shared.contracts.said import (
    BurnRateSaid,
    BurnSaid,
    ClockSaid,
    ForecastSaid,
    SentenceSaid,
    SourceSaid,
)

SOURCE = "eyelevel/evaluator"
Number = int | str

VerdictType = Literal[
    "objective.at_risk",
    "objective.breached",
    "objective.recovered",
    "breach.amended",
    "breach.withdrawn",
    "clock.at_risk",
    "clock.breached",
    "clock.fulfilled",
    "clock.released",
    "clock.withdrawn",
    "period.closed",
    "period.restated",
    "source.silent",
    "source.heard",
]
VERDICT_TYPES: tuple[VerdictType, ...] = get_args(VerdictType)


class AgreementSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Which agreement, under which version, between whom."""

    id: str
    version: int
    title: str
    provider: str
    customer: str


class ObjectiveSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Which promise, and who owes it."""

    id: str
    title: str
    owed_by: str
    indicator: str
    service: str


class PeriodSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Which period, half-open, and whether it can still change."""

    from_: str = msgspec.field(name="from")
    until: str
    status: Literal["open", "provisional", "closed"]


class BudgetSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The error budget: what may fail, what has, what is left (signed). In µs for time, else in counts."""

    allowed: Number
    spent: Number
    remaining: Number


class FiguresSaid(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """The figures as they stand (CONTRACT.md, section 3). Durations in µs."""

    state: Literal["met", "at_risk", "breached", "not_assessable", "no_data"]
    good: Number
    total: Number
    sli_percent: str | None
    target_percent: str | None
    budget: BudgetSaid | None
    breached_at: str | None
    credit_percent: str | None
    value: Number | None = None


class OutageSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The outage that a verdict speaks of; `until` is null while it lasts."""

    from_: str = msgspec.field(name="from")
    until: str | None


class FactNamed(msgspec.Struct, frozen=True, kw_only=True):
    """A fact by its identity."""

    source: str
    id: str


class EvidenceSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind the figures: how many facts, the last transitions (at most twenty), the chain's head."""

    count: int
    last: tuple[FactNamed, ...]
    url: str
    head: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The data of a verdict. One about a source speaks of no objective, period or figures.

    `was`: the figures before the restatement of this number. `amends`: the id of the verdict that is moved or taken
    back.
    """

    agreement: AgreementSaid
    objective: ObjectiveSaid | None = None
    period: PeriodSaid | None = None
    figures: FiguresSaid | None = None
    was: FiguresSaid | None = None
    restatement: int | None = None
    clock: ClockSaid | None = None
    source: SourceSaid | None = None
    sentence: SentenceSaid
    as_known_at: str
    url: str
    evidence: EvidenceSaid | None = None
    share: str | None = None
    burn: BurnSaid | None = None
    cause: str | None = None
    outage: OutageSaid | None = None
    amends: str | None = None


class Trend(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The latest figures of a period, on every change and at least every five minutes of the log's time."""

    agreement: AgreementSaid
    objective: ObjectiveSaid
    period: PeriodSaid
    figures: FiguresSaid
    burn: tuple[BurnRateSaid, ...] = ()
    forecast: ForecastSaid | None = None
    as_known_at: str


class Delivery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One party was told, or was tried to be told."""

    delivery: str
    verdict: str
    verdict_type: str
    agreement: str
    objective: str
    party: str
    side: Literal["provider", "customer"]
    receiver: str
    host: str
    state: Literal["waiting", "delivered", "gave_up"]
    attempt: int
    attempted_at: str
    seconds: str
    instant: str
    sentence: SentenceSaid
    status: int | None = None
    error: str | None = None


def verdict_id(*parts: object) -> str:
    """A name that depends on what the verdict is about alone, never on figures or text (docs/architecture.md).

    `parts` are agreement, version, objective, period's start, clock, type, share, n-th of its kind. No full stop:
    Standard Webhooks does not allow one in a message id.
    """
    said = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def event_of(kind: str, identity: str, subject: str, instant: int, data: msgspec.Struct) -> CloudEvent:
    """The CloudEvent of a verdict or trend: `kind` without the prefix, `instant` the moment it speaks of."""
    body: Any = msgspec.to_builtins(data)
    return CloudEvent(
        id=identity,
        source=SOURCE,
        type=TYPE_PREFIX + kind,
        subject=subject,
        time=format_instant(instant),
        datacontenttype="application/json",
        data=body,
    )
