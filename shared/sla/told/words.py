"""What is told of services: availability facts, the timelines folded from them, and the conditions they leave open.

A timeline is made when it is first asked for, and fed from then on. Facts before a horizon may be gone: then each
timeline goes on from what was folded of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shared.sla.agreed.clauses import Composite, Service
from shared.sla.agreed.objectives import Clock, Indicator, Measurement, Ratio, Satisfaction, Weights
from shared.sla.agreed.terms import Terms, parts_of
from shared.sla.facts import AvailabilityTold, OrderKey
from shared.sla.states.composites import CompositeTimeline, Timeline
from shared.sla.states.open_conditions import OpenCondition, open_conditions
from shared.sla.states.timeline import ServiceTimeline
from shared.sla.told.acceptance import belongs
from shared.sla.told.before import Before, ConditionsKey, FirstKey, Forgotten, TimelineKey


def _order(fact: AvailabilityTold) -> OrderKey:
    return fact.order


class Words:
    """The availability facts of one book, and what is folded from them."""

    def __init__(self, before: Before | None = None) -> None:
        self._before = before
        self._told: dict[str, list[AvailabilityTold]] = {}
        self._timelines: dict[TimelineKey, ServiceTimeline] = {}
        self._fed: dict[str, list[tuple[TimelineKey, ServiceTimeline]]] = {}

    def add(self, fact: AvailabilityTold) -> None:
        """Take a fact, in any order."""
        self._told.setdefault(fact.service, []).append(fact)
        for key, timeline in self._fed.get(fact.service, []):
            if belongs(fact, key[0], key[1]):
                timeline.add(fact)

    def timeline(self, terms: Terms, service: str, weights: Weights) -> Timeline:
        """The readings of a service under a version."""
        clause = next(one for one in terms.services if one.id == service)
        if clause.made_of is not None:
            return self._composite(terms, clause.made_of, weights)
        return self.own(terms, clause, weights)

    def own(self, terms: Terms, clause: Service, weights: Weights) -> ServiceTimeline:
        """The readings of a service that is made of no others."""
        key = clause, terms.late_after, frozenset(weights.by_severity.items()), weights.other
        known = self._timelines.get(key)
        if known is None:
            known = self._timelines[key] = self._begun(key, weights)
            for fact in self._about(clause.id, clause, terms.late_after):
                known.add(fact)
            self._fed.setdefault(clause.id, []).append((key, known))
        return known

    def _begun(self, key: TimelineKey, weights: Weights) -> ServiceTimeline:
        if self._before is None:
            return ServiceTimeline(key[0], weights)
        if key not in self._before.timelines:
            raise Forgotten(f"what was told of service '{key[0].id}' was never folded in this way")
        return ServiceTimeline(key[0], weights, self._before.timelines[key], self._before.horizon)

    def _about(self, service: str, clause: Service, late_after: int) -> list[AvailabilityTold]:
        told = sorted(self._told.get(service, []), key=_order)
        return [fact for fact in told if belongs(fact, clause, late_after)]

    def told(self, terms: Terms, clause: Service) -> list[AvailabilityTold]:
        """The words about a service that belong to it under a version, in order; Forgotten where some are gone."""
        if self._before is not None:
            raise Forgotten(f"what was told of service '{clause.id}' before {self._before.horizon} is gone")
        return self._about(clause.id, clause, terms.late_after)

    def _composite(self, terms: Terms, composite: Composite, weights: Weights) -> Timeline:
        parts = [
            self.timeline(terms, part, weights)
            if isinstance(part, str)
            else self._composite(terms, part, weights)
            for part in composite.of
        ]
        return CompositeTimeline(composite, parts, weights)

    def open_conditions(self, terms: Terms, services: Iterable[str]) -> list[OpenCondition]:
        """What is open of services, and of the parts that they are made of."""
        clauses = {one.id: one for one in terms.services}
        names = sorted({part for service in services for part in (service, *parts_of(service, terms))})
        told = [fact for name in names for fact in self._about(name, clauses[name], terms.late_after)]
        known = self._before.conditions if self._before is not None else {}
        before = [one for name in names for one in known.get((clauses[name], terms.late_after), ())]
        return open_conditions(told, before)

    # forgetting

    def before(self, horizon: int, versions: Sequence[Terms], first: Mapping[FirstKey, int]) -> Before:
        """What these facts, all of them before a horizon, leave behind for every timeline of some versions."""
        keys = self.make_all(versions)
        timelines = {key: self._timelines[key].folded() for key in keys}
        conditions = {
            (clause, late_after): tuple(self._open(clause, late_after))
            for clause, late_after in conditions_keys(versions)
        }
        return Before(horizon, timelines, conditions, dict(first))

    def make_all(self, versions: Sequence[Terms]) -> list[TimelineKey]:
        """Make every timeline that objectives of some versions ask for; the keys of all that there are."""
        for terms in versions:
            for objective in terms.objectives:
                weights = _weights_of(objective.indicator)
                if weights is not None:
                    self.timeline(terms, objective.services[0], weights)
        return list(self._timelines)

    def _open(self, clause: Service, late_after: int) -> list[OpenCondition]:
        known = self._before.conditions if self._before is not None else {}
        return open_conditions(
            self._about(clause.id, clause, late_after), known.get((clause, late_after), ())
        )


def conditions_keys(versions: Sequence[Terms]) -> list[ConditionsKey]:
    """The services of some versions that facts tell of, in the versions' order."""
    found = (
        (clause, terms.late_after)
        for terms in versions
        for clause in terms.services
        if clause.made_of is None
    )
    return list(dict.fromkeys(found))


def _weights_of(indicator: Indicator) -> Weights | None:
    """By which weights an objective reads its service; None where it reads none (`cases`)."""
    match indicator:
        case Clock():
            return None
        case Ratio() | Satisfaction() | Measurement():
            return Weights()
        case _:
            return indicator.counts.degraded
