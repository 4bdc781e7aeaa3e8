"""From the document to the terms of the calculus: names become hours, dates become instants, parties their ids.

A date is the local midnight of the agreement's zone; where clocks skip it, it moves forward by the gap, where
they repeat it, the first is meant (SEMANTICS.md, Time).
"""

from __future__ import annotations

from datetime import date

from shared.agreements.document import Document, HoursClause, ObjectiveClause, ServiceClause
from shared.agreements.forms import Moment
from shared.agreements.holiday_dates import HolidayDates
from shared.agreements.names import ALWAYS
from shared.sla.agreed.clauses import MaintenanceClause, Service, ServiceHours
from shared.sla.agreed.objectives import Objective
from shared.sla.agreed.terms import Terms
from shared.sla.time.zones import midnight


def terms_of(document: Document) -> Terms:
    """The terms of one version."""
    hours = {
        name: hours_of(name, clause, document.time_zone) for name, clause in document.service_hours.items()
    }
    force = document.in_force
    return Terms(
        agreement=document.metadata.id,
        version=document.metadata.version,
        zone=document.time_zone,
        provider=document.parties.provider.id,
        customer=document.parties.customer.id,
        suppliers=tuple(party.id for party in document.parties.suppliers),
        force_from=instant_of(force.from_, document.time_zone),
        force_until=None if force.until is None else instant_of(force.until, document.time_zone),
        next_period=force.takes_effect == "next_period",
        services=tuple(_service(clause) for clause in document.services),
        statuses=document.statuses,
        maintenance=_maintenance(document, hours),
        corrections=document.corrections,
        grace=document.grace,
        late_after=document.late_after,
        objectives=tuple(_objective(clause, hours) for clause in document.objectives),
    )


def instant_of(moment: Moment, zone: str) -> int:
    """The instant at which a local date begins; an instant as it is."""
    return midnight(moment, zone) if isinstance(moment, date) else moment


def hours_of(name: str, clause: HoursClause, zone: str) -> ServiceHours:
    """Service hours as the calculus takes them; `zone` is the agreement's."""
    return ServiceHours(
        name=name,
        zone=clause.time_zone or zone,
        weekly=clause.weekly,
        holidays=frozenset() if clause.holidays is None else HolidayDates(clause.holidays),
        on=clause.on,
    )


def _service(clause: ServiceClause) -> Service:
    return Service(
        id=clause.id,
        stale_after=clause.stale_after,
        up_before_first_fact=clause.before_first_fact == "up",
        evidence=clause.evidence,
        made_of=clause.made_of,
    )


def _maintenance(document: Document, hours: dict[str, ServiceHours]) -> MaintenanceClause:
    clause, parties = document.maintenance, document.parties
    by = {"provider": parties.provider.id, "customer": parties.customer.id, "nobody": None}
    return MaintenanceClause(
        notice=clause.notice,
        acknowledged_by=by[clause.acknowledged_by],
        quota=clause.at_most,
        within=None if clause.within == ALWAYS else hours[clause.within],
    )


def _objective(clause: ObjectiveClause, hours: dict[str, ServiceHours]) -> Objective:
    return Objective(
        id=clause.id,
        title=clause.title,
        owed_by=clause.owed_by,
        services=clause.services,
        window=clause.window,
        indicator=clause.indicator,
        hours=None if clause.service_hours == ALWAYS else hours[clause.service_hours],
        warn_at=clause.warn_at,
        burn_alerts=clause.burn_alerts,
        credits=clause.credits,
        supports=clause.supports,
    )
