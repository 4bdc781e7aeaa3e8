"""The terms of one agreement version, as the calculus needs them (CONTRACT.md, section 1).

Everything is resolved: instants and durations are integers of microseconds, shares are Fractions, parties
are named by their ids, dates of force are instants, holidays answer `date in holidays`, and every default
of the document is filled in. Nothing is checked here: the reader of the document refuses what is wrong.
The clauses stand in `clauses`, the objectives and their indicators in `objectives`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shared.sla.agreed.clauses import Composite, CorrectionsClause, MaintenanceClause, Service, StatusRule
from shared.sla.agreed.objectives import Objective
from shared.sla.spans import DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One version of one agreement. Force is [force_from, force_until), `force_until` None for an open end.

    `next_period`: `in_force.takes_effect` is next_period. `grace` and `late_after` (late_facts.older_than)
    in µs.
    """

    agreement: str
    version: int
    zone: str
    provider: str
    customer: str
    force_from: int
    objectives: tuple[Objective, ...]
    services: tuple[Service, ...]
    force_until: int | None = None
    next_period: bool = False
    suppliers: tuple[str, ...] = ()
    statuses: Mapping[str, StatusRule] = field(default_factory=dict)
    maintenance: MaintenanceClause = field(default_factory=MaintenanceClause)
    corrections: CorrectionsClause = field(default_factory=CorrectionsClause)
    grace: int = 7 * DAY
    late_after: int = 400 * DAY


def parts_of(service: str, terms: Terms) -> Iterator[str]:
    """The services that a service is made of, and those that these are made of."""
    clause = next((one for one in terms.services if one.id == service), None)
    waiting: list[str | Composite] = [clause.made_of] if clause and clause.made_of else []
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
            yield from parts_of(part, terms)
        else:
            waiting.extend(part.of)
