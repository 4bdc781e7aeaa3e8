"""The clauses of an agreement version that its objectives share: hours, services, maintenance, corrections.

Names and meaning are those of CONTRACT.md, section 1. Durations are integers of microseconds.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from shared.sla.spans import DAY


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of one day, in wall time since its local midnight (µs); `closes` > 24 h where they cross
    midnight.
    """

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Weekly wall-clock hours in a zone, minus holidays, replaced on given dates (`on` wins over holidays).

    `weekly` holds seven tuples, Monday first. `holidays` is asked `date in holidays` for local dates.
    Where an objective's or a clause's hours are None, the built-in `always` is meant.
    """

    name: str
    zone: str
    weekly: tuple[tuple[Hours, ...], ...]
    holidays: Container[date] = frozenset()
    on: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)


class EvidenceRule(Enum):
    """How the states of several sources become one (SEMANTICS.md, the state of a service, 2)."""

    ANY = "any"
    ALL = "all"
    MAJORITY = "majority"
    AUTHORITATIVE = "authoritative"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whose word counts for a service. `sources` None: all of them."""

    sources: frozenset[str] | None = None
    rule: EvidenceRule = EvidenceRule.ANY
    authoritative: str | None = None


class Quorum(Enum):
    """`all`: as bad as the worst part; `any`: as the best; `at_least` k: as the k-th best."""

    ALL = "all"
    ANY = "any"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Composite:
    """What a service is made of: service ids or composites again. `at_least` is set with that quorum only."""

    quorum: Quorum
    of: tuple[str | Composite, ...]
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the agreement.

    `stale_after` in µs, None for `never`; `up_before_first_fact` as the clause says.
    """

    id: str
    stale_after: int | None = None
    up_before_first_fact: bool = False
    evidence: Evidence = Evidence()
    made_of: Composite | None = None


@dataclass(frozen=True, slots=True)
class StatusRule:
    """What a status does to clocks whose objective does not say: `reason` as in the document, None if not
    told.
    """

    pauses: bool = False
    reason: str | None = None


class CalendarUnit(Enum):
    """Units of calendar windows and of quotas, local to the agreement's zone; weeks are ISO weeks."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Quota:
    """`at_most` of the maintenance clause: a number of changes, clock time in µs, or both, per unit of
    their start.
    """

    per: CalendarUnit
    count: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class MaintenanceClause:
    """When maintenance is valid.

    `notice` in µs; `acknowledged_by` the id of the party that must, None for nobody.
    """

    notice: int = 0
    acknowledged_by: str | None = None
    quota: Quota | None = None
    within: ServiceHours | None = None


@dataclass(frozen=True, slots=True)
class CorrectionsClause:
    """Until when a correction must be decided (µs after its proposal), and what silence means then."""

    decide_within: int = 14 * DAY
    silence_accepts: bool = False
