"""A slow second implementation of the ledger: a walk over every microsecond, each judged from all the facts.

It shares no rule with the calculus: no fold, no spans, no inversion. Only good for periods of some hundred
microseconds and one agreement version.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from shared.sla.clauses import Composite, EvidenceRule, Quorum, Service
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeStep,
    ChangeTold,
    CorrectedTo,
    CorrectionProposed,
    CorrectionStep,
    CorrectionTold,
    Fact,
    State,
)
from shared.sla.figures import TimeClass as C
from shared.sla.objectives import MaintenanceCounts, Objective, UnknownCounts
from shared.sla.terms import Terms

Told = tuple[State, str | None]


class Walk:
    """One availability objective at one instant."""

    def __init__(self, terms: Terms, objective: Objective, facts: Sequence[Fact], as_of: int) -> None:
        self.terms, self.objective, self.as_of = terms, objective, as_of
        self.counts = objective.indicator.counts
        self.facts = sorted((f for f in facts if f.at <= as_of), key=lambda f: f.order)
        self.service = objective.services[0]
        self.accepted = self._accepted()
        self.state = cache(self.state)
        self.class_at = cache(self.class_at)
        self.maintenance_at = cache(self.maintenance_at)

    # states

    def weight(self, severity: str | None) -> Fraction:
        return self.counts.degraded.of(severity)

    def rank(self, told: Told) -> tuple[int, Fraction]:
        order = {State.DOWN: 2, State.DEGRADED: 1, State.UP: 0}[told[0]]
        return order, self.weight(told[1]) if told[0] is State.DEGRADED else Fraction(0)

    def source_at(self, facts: Sequence[AvailabilityTold], stale_after: int | None, t: int) -> Told | None:
        for index, fact in enumerate(facts):
            if fact.first_failed_at is None or fact.state is not State.DOWN or fact.condition is not None:
                continue
            ups = [f.at for f in facts[:index] if f.state is State.UP and f.condition is None]
            if max([fact.first_failed_at, *ups]) <= t < fact.at:
                return State.DOWN, None
        said = [f for f in facts if f.at <= t]
        if not said:
            return None
        if stale_after is not None and t >= said[-1].at + stale_after:
            return State.UNKNOWN, None
        last = {f.condition: (f.state, f.severity) for f in said}
        standing = [told for told in last.values() if told[0] is not State.UP]
        known = [told for told in standing if told[0] is not State.UNKNOWN]
        if known:
            return max(known, key=self.rank)
        return (State.UNKNOWN, None) if standing else (State.UP, None)

    def service_at(self, service: Service, t: int) -> Told:
        if service.made_of is not None:
            return self.composite_at(service.made_of, t)
        facts = [f for f in self.facts if isinstance(f, AvailabilityTold) and f.service == service.id]
        listed = service.evidence.sources
        facts = [f for f in facts if listed is None or f.source in listed]
        told = {}
        for source in {f.source for f in facts}:
            one = self.source_at([f for f in facts if f.source == source], service.stale_after, t)
            if one is not None:
                told[source] = one
        if not told and service.up_before_first_fact and not any(f.at <= t for f in facts):
            return State.UP, None
        known = {source: one for source, one in told.items() if one[0] is not State.UNKNOWN}
        rule = service.evidence.rule
        if rule is EvidenceRule.AUTHORITATIVE:
            return known.get(service.evidence.authoritative, (State.UNKNOWN, None))
        if not known:
            return State.UNKNOWN, None
        worst_first = sorted(known.values(), key=self.rank, reverse=True)
        place = {EvidenceRule.ANY: 0, EvidenceRule.ALL: -1, EvidenceRule.MAJORITY: len(known) // 2}[rule]
        return worst_first[place]

    def composite_at(self, composite: Composite, t: int) -> Told:
        parts = []
        for part in composite.of:
            if isinstance(part, str):
                parts.append(self.service_at(next(s for s in self.terms.services if s.id == part), t))
            else:
                parts.append(self.composite_at(part, t))
        best = {Quorum.ALL: len(parts), Quorum.ANY: 1, Quorum.AT_LEAST: composite.at_least}[composite.quorum]
        outcomes = []
        for guess in (State.DOWN, State.UP):
            guessed = [(guess, None) if part[0] is State.UNKNOWN else part for part in parts]
            outcomes.append(sorted(guessed, key=self.rank)[best - 1])
        return outcomes[0] if self.rank(outcomes[0]) == self.rank(outcomes[1]) else (State.UNKNOWN, None)

    # corrections and maintenance

    def _accepted(self) -> list[tuple[object, CorrectionProposed, int]]:
        found = []
        proposals: dict[str, CorrectionProposed] = {}
        for fact in self.facts:
            if isinstance(fact, CorrectionProposed):
                proposals.setdefault(fact.correction, fact)
        other = {self.terms.provider: self.terms.customer, self.terms.customer: self.terms.provider}
        for name, proposal in proposals.items():
            until = proposal.at + self.terms.corrections.decide_within
            words = [f for f in self.facts if isinstance(f, CorrectionTold) and f.correction == name]
            words = [w for w in words if w.order > proposal.order and w.at < until]
            ends = [
                w
                for w in words
                if (w.step is CorrectionStep.WITHDRAWN and w.by == proposal.by)
                or (w.step is not CorrectionStep.WITHDRAWN and w.by == other.get(proposal.by))
            ]
            if ends:
                if ends[0].step is CorrectionStep.ACCEPTED:
                    found.append((ends[0].order, proposal, ends[0].at))
            elif self.as_of >= until and self.terms.corrections.silence_accepts:
                found.append(((until, *proposal.order[1:]), proposal, until))
        return sorted(found, key=lambda one: (one[0], one[1].order))

    def correction_at(self, t: int) -> tuple[CorrectionProposed, int] | None:
        for _, proposal, since in reversed(self.accepted):
            if proposal.of_service == self.service and proposal.start <= t < proposal.end:
                return proposal, since
        return None

    def maintenance_at(self, t: int) -> int | None:
        """Since when it is known that this instant is valid maintenance; None where it is not."""
        known = []
        clause = self.terms.maintenance
        for name in {f.change for f in self.facts if isinstance(f, ChangeAnnounced)}:
            told = [f for f in self.facts if isinstance(f, ChangeAnnounced) and f.change == name][-1]
            words = [f for f in self.facts if isinstance(f, ChangeTold) and f.change == name]
            started = [w.at for w in words if w.step is ChangeStep.STARTED]
            finished = [w.at for w in words if w.step is ChangeStep.FINISHED]
            start = max([told.start, *started[-1:]])
            end = min([told.end, *finished[-1:]])
            acks = [w for w in words if w.step in (ChangeStep.ACKNOWLEDGED, ChangeStep.DECLINED)]
            acks = [
                w for w in acks if w.by == clause.acknowledged_by and w.order > told.order and w.at < start
            ]
            since = told.at
            if self.service not in told.services or told.at + clause.notice > told.start:
                continue
            if any(w.step is ChangeStep.CANCELLED for w in words):
                continue
            if clause.acknowledged_by is not None:
                if not acks or acks[-1].step is ChangeStep.DECLINED:
                    continue
                since = acks[-1].at
            if start <= t < end:
                known.append(since)
        return min(known, default=None)

    # classes

    def state(self, t: int) -> Told:
        found = self.correction_at(t)
        if found is not None and found[0].to in (CorrectedTo.UP, CorrectedTo.DOWN, CorrectedTo.DEGRADED):
            return State(found[0].to.value), found[0].severity
        return self.service_at(next(s for s in self.terms.services if s.id == self.service), t)

    def is_out(self, t: int) -> bool:
        state = self.state(t)[0]
        return state is State.DOWN or (state is State.UNKNOWN and self.counts.unknown is UnknownCounts.DOWN)

    def outage_at(self, t: int, floor: int) -> tuple[int, int]:
        start = end = t
        while start > floor and self.is_out(start - 1):
            start -= 1
        while end < self.as_of and self.is_out(end):
            end += 1
        return start, end

    def is_tolerated(self, t: int, floor: int) -> bool:
        if not self.counts.outages_shorter_than or not self.is_out(t):
            return False
        start, end = self.outage_at(t, floor)
        only_unknown = all(self.state(i)[0] is State.UNKNOWN for i in range(start, end))
        return end - start < self.counts.outages_shorter_than and not only_unknown

    def class_at(self, t: int, floor: int) -> C:
        if not self.terms.force_from <= t or (
            self.terms.force_until is not None and t >= self.terms.force_until
        ):
            return C.NOT_IN_FORCE
        as_is = self.counts.maintenance is MaintenanceCounts.COUNTS_AS_IS
        found = self.correction_at(t)
        if found is not None and found[0].to is CorrectedTo.EXCUSED:
            return C.EXCUSED
        if found is not None and found[0].to is CorrectedTo.MAINTENANCE and not as_is:
            return C.MAINTENANCE
        if found is None and not as_is and self.maintenance_at(t) is not None:
            return C.MAINTENANCE
        if self.is_tolerated(t, floor):
            return C.TOLERATED
        return C(self.state(t)[0].value)

    def bad_at(self, t: int, floor: int) -> Fraction | None:
        """The bad share of an instant, None where it does not count."""
        match self.class_at(t, floor):
            case C.UP | C.TOLERATED:
                return Fraction(0)
            case C.DOWN:
                return Fraction(1)
            case C.DEGRADED:
                return self.weight(self.state(t)[1])
            case C.UNKNOWN:
                return {"excluded": None, "up": Fraction(0), "down": Fraction(1)}[self.counts.unknown.value]
            case C.MAINTENANCE:
                up = self.counts.maintenance is MaintenanceCounts.COUNTS_AS_UP
                return Fraction(0) if up else None
            case _:
                return None

    # breach

    def planned(self, t: int, end: int) -> int:
        found = 0
        for i in range(t, end):
            if (
                self.terms.force_until is not None and i >= self.terms.force_until
            ) or i < self.terms.force_from:
                continue
            corrected = self.correction_at(i)
            if corrected is None:
                known = self.maintenance_at(i)
            else:
                known = corrected[1] if corrected[0].to is CorrectedTo.MAINTENANCE else None
            excluded = self.counts.maintenance is MaintenanceCounts.EXCLUDED
            found += not (excluded and known is not None and known <= t)
        return found

    def breached_at(self, start: int, end: int, floor: int, target: Fraction) -> int | None:
        bad, total = Fraction(0), 0
        for t in range(start, min(end, self.as_of) + 1):
            if bad > (1 - target) * (total + self.planned(t, end)):
                return t - 1
            if t < min(end, self.as_of):
                share = self.bad_at(t, floor)
                bad, total = bad + (share or 0), total + (share is not None)
        return None

    def rolling_margin(self, t: int, length: int, floor: int, target: Fraction) -> Fraction:
        shares = [self.bad_at(i, floor) for i in range(t - length, t)]
        counted = [share for share in shares if share is not None]
        return sum(counted, Fraction(0)) - (1 - target) * len(counted)
