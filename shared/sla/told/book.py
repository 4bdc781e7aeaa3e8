"""The facts of one agreement by kind, and what is folded from them, all of them known.

A book holds facts that are all known at the instants it is asked about; `history` keeps one with everything,
and makes another for an instant before the newest fact.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence

from shared.sla.agreed.clauses import ServiceHours
from shared.sla.agreed.objectives import Objective, Ratio, Weights
from shared.sla.agreed.terms import Terms, parts_of
from shared.sla.changes.corrections import Correction, CorrectionFact, judge
from shared.sla.changes.maintenance import Change, ChangeFact, judge_changes
from shared.sla.changes.quotas import apply_quota
from shared.sla.counts.counted import CountedCounts
from shared.sla.counts.counters import CountSeries
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeTold,
    CorrectionProposed,
    CorrectionTold,
    Fact,
    FeedbackGiven,
    IncidentStep,
    IncidentTold,
    MeasurementTaken,
    OrderKey,
    RequestsCounted,
)
from shared.sla.incidents.incidents import Incident, life
from shared.sla.incidents.settled import SettledClocks
from shared.sla.ledger.running_sums import RunningSums
from shared.sla.ledger.setting import Setting
from shared.sla.samples.counted import CountedSamples
from shared.sla.samples.samples import Samples, SampleSeries
from shared.sla.samples.yardsticks import Yardstick
from shared.sla.spans import Span, Spans
from shared.sla.states.composites import Timeline
from shared.sla.states.open_conditions import OpenCondition
from shared.sla.time.hours import OpenTime, open_time
from shared.sla.told.acceptance import is_late, refusal
from shared.sla.told.before import Before
from shared.sla.told.words import Words


def _order(fact: Fact) -> OrderKey:
    return fact.order


class Book:
    """Facts of the kinds that tell of time, and the timelines, changes and corrections they make."""

    def __init__(self, spans_a_block: int, before: Before | None = None) -> None:
        """`before`: what is left of the availability facts before a horizon, which it is not told."""
        self._spans_a_block = spans_a_block
        self._running: dict[tuple[int, str], RunningSums] = {}
        self._words = Words(before)
        self._changes: list[ChangeFact] = []
        self._corrections: list[CorrectionFact] = []
        self._judged: dict[int, list[Change]] = {}
        self._hours: dict[int, tuple[ServiceHours, OpenTime]] = {}
        self._counts: dict[str, list[RequestsCounted]] = {}
        self._series: dict[tuple[str, int], CountSeries] = {}
        self._counted: dict[tuple[int, str], CountedCounts] = {}
        self._sampled: dict[tuple[int, str], CountedSamples] = {}
        self._samples = Samples()
        self._incidents: dict[str, list[IncidentTold]] = {}
        self._lives: dict[int, dict[str, Incident | None]] = {}
        self._settled: dict[tuple[int, str], SettledClocks] = {}
        self._first: dict[tuple[int, str], int] = dict(before.first) if before is not None else {}

    def add(self, fact: Fact, versions: Iterable[Terms]) -> None:
        """Take a fact that counts under at least one version, in any order."""
        match fact:
            case AvailabilityTold():
                self._words.add(fact)
            case IncidentTold():
                self._add_incident(fact, list(versions))
                return
            case RequestsCounted():
                self._counts.setdefault(fact.service, []).append(fact)
                for (service, late_after), series in self._series.items():
                    if service == fact.service and not is_late(fact, late_after):
                        series.add(fact)
            case FeedbackGiven() | MeasurementTaken():
                self._samples.add(fact)
            case ChangeAnnounced() | ChangeTold():
                insort(self._changes, fact, key=_order)
                self._judged.clear()
                return
            case CorrectionProposed() | CorrectionTold():
                self._add_correction(fact)
                return
            case _:
                pass
        for terms in versions:
            self._note_first(fact, terms)

    def _add_correction(self, fact: CorrectionFact) -> None:
        insort(self._corrections, fact, key=_order)
        for settled in self._settled.values():
            settled.move_all()

    def _add_incident(self, fact: IncidentTold, versions: Sequence[Terms]) -> None:
        for lives in self._lives.values():
            lives.pop(fact.incident, None)
        for settled in self._settled.values():
            settled.move(fact.incident)
        facts = self._incidents.setdefault(fact.incident, [])
        opened = any(one.step is IncidentStep.OPENED for one in facts)
        insort(facts, fact, key=_order)
        noted: list[IncidentTold] = []
        if opened:
            noted = [fact]
        elif fact.step is IncidentStep.OPENED:
            noted = facts
        for one in noted:
            for terms in versions:
                self._note_first(one, terms)

    def _note_first(self, fact: Fact, terms: Terms) -> None:
        key = terms.version, fact.service
        first = self._first.get(key)
        if (first is None or fact.at < first) and refusal(fact, terms) is None:
            self._first[key] = fact.at

    def first_fact(self, terms: Terms, service: str) -> int | None:
        """The instant of the earliest fact used about a service, changes and corrections aside."""
        names = {service, *parts_of(service, terms)}
        found = [self._first.get((terms.version, name)) for name in names]
        return min((at for at in found if at is not None), default=None)

    # what is folded

    def timeline(self, terms: Terms, service: str, weights: Weights) -> Timeline:
        """The readings of a service under a version."""
        return self._words.timeline(terms, service, weights)

    def open_conditions(self, terms: Terms, services: Iterable[str]) -> list[OpenCondition]:
        """What is open of services, and of the parts that they are made of."""
        return self._words.open_conditions(terms, services)

    def before(self, horizon: int, versions: Sequence[Terms]) -> Before:
        """What its availability facts, all of them before a horizon, leave behind."""
        return self._words.before(horizon, versions, self._first)

    def running(self, terms: Terms, objective: Objective, setting: Setting) -> RunningSums:
        """The running sums of an objective's time, as a setting sees it."""
        key = terms.version, objective.id
        known = self._running.get(key)
        if known is None:
            known = self._running[key] = RunningSums(setting.counts, self._spans_a_block)
            setting.timeline.tell(known.cut)
        known.follow(setting)
        return known

    def counts(self, terms: Terms, service: str) -> CountSeries:
        """The counts of a service that are not late under a version."""
        key = service, terms.late_after
        known = self._series.get(key)
        if known is None:
            known = self._series[key] = CountSeries()
            for fact in sorted(self._counts.get(service, []), key=lambda one: one.start):
                if not is_late(fact, terms.late_after):
                    known.add(fact)
        return known

    def counted_counts(
        self, terms: Terms, objective: Objective, ratio: Ratio, series: CountSeries, setting: Setting
    ) -> CountedCounts:
        """The running sums of what is counted of a series, as a setting sees it."""
        key = terms.version, objective.id
        known = self._counted.get(key)
        if known is None:
            known = self._counted[key] = CountedCounts(ratio, series)
            series.tell(known.cut)
        known.follow(setting)
        return known

    def samples(self, terms: Terms, objective: Objective) -> SampleSeries:
        """The samples that an objective takes under a version, late ones aside."""
        return self._samples.series(terms, objective, lambda fact: is_late(fact, terms.late_after))

    def counted_samples(self, terms: Terms, objective: Objective, yardstick: Yardstick) -> CountedSamples:
        """The running sums of what is counted of them."""
        key = terms.version, objective.id
        known = self._sampled.get(key)
        if known is None:
            series = self.samples(terms, objective)
            known = self._sampled[key] = CountedSamples(yardstick, series)
            series.tell(known.cut)
        return known

    def sample_counts(self, terms: Terms, objective: Objective) -> CountSeries:
        """The same samples as counts, each good or not by itself."""
        return self._samples.counts(terms, objective, lambda fact: is_late(fact, terms.late_after))

    def incidents(self, terms: Terms, services: Sequence[str]) -> Iterator[Incident]:
        """The opened incidents of some services, from the facts that are not late under a version."""
        for name in sorted(self._incidents):
            found = self.incident(terms, name)
            if found is not None and found.service in services:
                yield found

    def incident(self, terms: Terms, name: str) -> Incident | None:
        """One opened incident, as `incidents` has it."""
        lives = self._lives.setdefault(terms.late_after, {})
        if name not in lives:
            facts = [fact for fact in self._incidents.get(name, []) if not is_late(fact, terms.late_after)]
            lives[name] = life(name, facts)
        return lives[name]

    @property
    def words(self) -> Words:
        """What was told of the states of services."""
        return self._words

    def change_facts(self, terms: Terms) -> list[ChangeFact]:
        """What was told of changes, in order, those aside that are late under a version."""
        return [fact for fact in self._changes if not is_late(fact, terms.late_after)]

    def correction_facts(self, terms: Terms) -> list[CorrectionFact]:
        """What was told of corrections, in the same way."""
        return [fact for fact in self._corrections if not is_late(fact, terms.late_after)]

    def incident_facts(self, terms: Terms) -> dict[str, list[IncidentTold]]:
        """What was told of each incident, in the same way; by its name."""
        return {
            name: [fact for fact in self._incidents[name] if not is_late(fact, terms.late_after)]
            for name in self.incident_names()
        }

    def incident_names(self) -> list[str]:
        """Every incident that was told of, by name."""
        return sorted(self._incidents)

    def settled(self, terms: Terms, objective: str, force: Span) -> SettledClocks:
        """The clocks of an objective that no instant changes any more.

        Those of an incident move again with a new fact of it, all with a fact of a correction.
        """
        key = terms.version, objective
        known = self._settled.get(key)
        if known is None:
            known = self._settled[key] = SettledClocks(force, self._incidents)
        return known

    def never_opened(self) -> list[IncidentTold]:
        """The facts of incidents that have no opening."""
        return [
            fact
            for facts in self._incidents.values()
            if all(one.step is not IncidentStep.OPENED for one in facts)
            for fact in facts
        ]

    def changes(self, terms: Terms, service: str) -> list[Change]:
        """The changes announced for a service, judged by a version's clause."""
        judged = self._judged.get(terms.version)
        if judged is None:
            known = (fact for fact in self._changes if not is_late(fact, terms.late_after))
            judged = judge_changes(known, terms.maintenance, self._hours_within)
            if terms.maintenance.quota is not None:
                judged = apply_quota(judged, terms.maintenance.quota, terms.zone)
            self._judged[terms.version] = judged
        return [change for change in judged if service in change.announcement.services]

    def corrections(self, terms: Terms, as_of: int) -> list[Correction]:
        """Every correction, judged by a version's clause."""
        if not self._corrections:
            return []
        known = (fact for fact in self._corrections if not is_late(fact, terms.late_after))
        return judge(known, terms, as_of)

    def hours(self, hours: ServiceHours | None) -> OpenTime:
        """Service time of a clause's hours, expanded once."""
        if hours is None:
            return open_time(None)
        known = self._hours.get(id(hours))
        if known is None:
            known = self._hours[id(hours)] = (hours, open_time(hours))
        return known[1]

    def _hours_within(self, hours: ServiceHours, span: Span) -> Spans:
        return self.hours(hours).within(span)
