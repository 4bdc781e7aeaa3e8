"""One version of an agreement as its document says it, every default filled in (CONTRACT.md, section 1).

Dates are still those of the agreement's zone and hours are still named; `meaning` resolves both. Where the
calculus has the same idea, its own value stands here. Durations are microseconds, shares Fractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.agreements.forms import Moment
from shared.sla.agreed.clauses import Composite, CorrectionsClause, Evidence, Hours, Quota, StatusRule
from shared.sla.agreed.objectives import CalendarWindow, Credits, Indicator, RollingWindow, WarnAt


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the agreement is called. `id` is a slug and the same in every version; `version` counts from 1."""

    id: str
    title: str
    version: int
    description: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Someone to speak to."""

    name: str | None
    email: str | None
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who signs, supplies or observes."""

    id: str
    name: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Whose agreement it is."""

    provider: Party
    customer: Party
    suppliers: tuple[Party, ...]
    observers: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """[from_, until), `until` None for an open end."""

    from_: Moment
    until: Moment | None
    review_by: Moment | None
    takes_effect: str


@dataclass(frozen=True, slots=True)
class EveryYear:
    """A date of every year; the 29th of February comes in leap years only."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class DateRange:
    """From one date to another, both included; where both are of every year, it may run over New Year."""

    first: date | EveryYear
    last: date | EveryYear


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayClause:
    """Public holidays of a country (and a part of it), dates of one's own, or both."""

    country: str | None
    subdivision: str | None
    dates: tuple[DateRange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursClause:
    """Service hours by name. `weekly` holds seven tuples, Monday first."""

    time_zone: str | None
    weekly: tuple[tuple[Hours, ...], ...]
    holidays: HolidayClause | None
    on: Mapping[date, tuple[Hours, ...]]

    @property
    def crosses_midnight(self) -> bool:
        """Whether any hours run into the next day."""
        midnight = 86_400_000_000
        return any(hours.closes > midnight for day in (*self.weekly, *self.on.values()) for hours in day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceClause:
    """A service; `stale_after` None for `never`."""

    id: str
    name: str
    stale_after: int | None
    before_first_fact: str
    evidence: Evidence
    made_of: Composite | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceTerms:
    """When maintenance is valid; `within` names service hours."""

    notice: int
    acknowledged_by: str
    at_most: Quota | None
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveClause:
    """A promise; `service_hours` names service hours, `always` is built in."""

    id: str
    title: str
    owed_by: str
    services: tuple[str, ...]
    service_hours: str
    window: CalendarWindow | RollingWindow
    indicator: Indicator
    warn_at: WarnAt
    burn_alerts: bool
    credits: Credits | None
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of an agreement. `hash` names its canonical form, `sha256:…`."""

    hash: str
    metadata: Metadata
    parties: Parties
    in_force: InForce
    time_zone: str
    service_hours: Mapping[str, HoursClause]
    services: tuple[ServiceClause, ...]
    statuses: Mapping[str, StatusRule]
    maintenance: MaintenanceTerms
    corrections: CorrectionsClause
    grace: int
    late_after: int
    objectives: tuple[ObjectiveClause, ...]
