"""What the page says of an agreement's document: names of parties, of causes, of services, and what counts how."""

from dataclasses import dataclass
from fractions import Fraction

from services.portal.page.durations import duration, service_time
from services.portal.page.language import Language
from services.portal.page.numbers import number
from services.portal.page.phrases import Phrases
from shared.agreements.document import Document, ObjectiveClause
from shared.sla.agreed.objectives import (
    Availability,
    Counts,
    LongestOutage,
    MaintenanceCounts,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    UnknownCounts,
)

_SPOKEN_CAUSES = ("open", "third_party", "force_majeure")


@dataclass(frozen=True, slots=True)
class Agreed:
    """One version of an agreement, as the page speaks of it."""

    document: Document
    say: Phrases

    @property
    def language(self) -> Language:
        """The page's."""
        return self.say.language

    @property
    def provider(self) -> str:
        """The provider's name."""
        return self.document.parties.provider.name

    @property
    def customer(self) -> str:
        """The customer's name."""
        return self.document.parties.customer.name

    def party(self, identity: str) -> str:
        """A party's name by its id; the id where the document does not name it."""
        parties = self.document.parties
        everyone = (parties.provider, parties.customer, *parties.suppliers, *parties.observers)
        return next((party.name for party in everyone if party.id == identity), identity)

    def owner(self, owed_by: str) -> str:
        """Whose promise it is: `provider`, `customer` or a supplier's id, as a name."""
        return {"provider": self.provider, "customer": self.customer}.get(owed_by) or self.party(owed_by)

    def cause(self, cause: str) -> str:
        """A cause in words: a party's name, or `open`, `a third party`, `force majeure`."""
        return self.say.text(f"cause.{cause}") if cause in _SPOKEN_CAUSES else self.owner(cause)

    def service(self, objective: ObjectiveClause) -> str:
        """The name of the service that an objective is about."""
        names = {service.id: service.name for service in self.document.services}
        return ", ".join(names.get(service, service) for service in objective.services)

    def objective(self, identity: str) -> ObjectiveClause | None:
        """An objective by its id."""
        return next((found for found in self.document.objectives if found.id == identity), None)

    def hours(self, objective: ObjectiveClause) -> str:
        """`day and night`, or the name of its service hours."""
        name = objective.service_hours
        return str(self.say("figure.always") if name == "always" else self.say("figure.hours", name=name))

    def length(self, microseconds: Fraction | int) -> str:
        """A duration in words."""
        return duration(microseconds, self.language)

    def service_time(self, microseconds: Fraction | int) -> str:
        """A length of service time in words, in hours and less."""
        return service_time(microseconds, self.language)

    def count(self, count: Fraction) -> str:
        """A number of things, of which an agreement may allow a part: whole where it is, or where it is large."""
        decimals = 0 if abs(count) >= 10 else 2
        return number(count, self.language, decimals, strip=True)


def counts_of(objective: ObjectiveClause) -> Counts | None:
    """How time counts; None for indicators that class none (counts, clocks, samples)."""
    own = objective.indicator
    timed = Availability | OutageCount | LongestOutage | MeanTimeToRestore | MeanTimeBetweenFailures
    return own.counts if isinstance(own, timed) else None


def weight_of(counts: Counts, severity: str | None) -> Fraction:
    """How much of degraded time of this severity is bad, between 0 and 1."""
    return counts.degraded.of(severity)


def is_bad(counts: Counts, kind: str, severity: str | None = None) -> Fraction:
    """How much of a class's time is bad, between 0 and 1."""
    if kind == "down" or (kind == "unknown" and counts.unknown is UnknownCounts.DOWN):
        return Fraction(1)
    return weight_of(counts, severity) if kind == "degraded" else Fraction(0)


def is_counted(counts: Counts, kind: str) -> bool:
    """Whether time of this class counts at all."""
    if kind == "unknown":
        return counts.unknown is not UnknownCounts.EXCLUDED
    if kind == "maintenance":
        return counts.maintenance is MaintenanceCounts.COUNTS_AS_UP
    return kind not in {"excused", "outside_service_hours", "not_in_force"}
