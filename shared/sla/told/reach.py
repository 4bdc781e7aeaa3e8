"""How far back a fact can change things: the earliest instant whose class can differ with it.

Figures of periods that end at or before that instant stay as they are. A word about a change or a correction
reaches back to the earliest start that was ever announced or proposed for it, one about an incident to the first
of it: a clock may be counted where its incident was opened. So these are remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.sla.agreed.objectives import Clock, Measurement, Ratio, Satisfaction
from shared.sla.agreed.terms import Terms
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeTold,
    CorrectionProposed,
    CorrectionTold,
    Fact,
    IncidentTold,
    RequestsCounted,
)
from shared.sla.spans import EVER
from shared.sla.time.windows import window_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a reach remembers, as plain data: rows of keys and instants (µs)."""

    dated_back: tuple[tuple[str, str, int, int], ...]
    announced: tuple[tuple[str, int], ...]
    proposed: tuple[tuple[str, int], ...]
    of_incident: tuple[tuple[str, int], ...]


class Reach:
    """The starts of what was announced and proposed so far, and the reach of each further fact under some versions."""

    def __init__(self, versions: Sequence[Terms]) -> None:
        self._versions = versions
        self._tolerated = _longest_tolerated(versions)
        self._dated_back: dict[tuple[str, str], tuple[int, int]] = {}
        """By service and source: the last instant from which an outage was dated back, and the longest such time."""
        self._announced: dict[str, int] = {}
        self._proposed: dict[str, int] = {}
        self._of_incident: dict[str, int] = {}

    def reached(self) -> Reached:
        """What it remembers."""
        return Reached(
            dated_back=tuple((*key, *value) for key, value in self._dated_back.items()),
            announced=tuple(self._announced.items()),
            proposed=tuple(self._proposed.items()),
            of_incident=tuple(self._of_incident.items()),
        )

    def resume(self, reached: Reached) -> None:
        """Remember what another did."""
        self._dated_back = {(one[0], one[1]): (one[2], one[3]) for one in reached.dated_back}
        self._announced, self._proposed = dict(reached.announced), dict(reached.proposed)
        self._of_incident = dict(reached.of_incident)

    def of(self, fact: Fact) -> int:
        """The earliest instant whose state a fact can change; it is remembered with those before."""
        match fact:
            case AvailabilityTold():
                return self._of_word(fact) - self._tolerated
            case RequestsCounted():
                return min(fact.at, fact.start)
            case ChangeAnnounced():
                known = self._announced.get(fact.change, fact.start)
                self._announced[fact.change] = min(known, fact.start)
                return _quota_start(min(fact.at, known, fact.start), self._versions)
            case ChangeTold():
                return _quota_start(min(fact.at, self._announced.get(fact.change, fact.at)), self._versions)
            case IncidentTold():
                known = self._of_incident.get(fact.incident, fact.at)
                self._of_incident[fact.incident] = min(known, fact.at)
                return min(fact.at, known)
            case CorrectionProposed():
                start = fact.start
                if fact.incident is not None:
                    start = min(start, self._of_incident.get(fact.incident, start))
                known = self._proposed.get(fact.correction, start)
                self._proposed[fact.correction] = min(known, start)
                return min(fact.at, known, start) - self._tolerated
            case CorrectionTold():
                return min(fact.at, self._proposed.get(fact.correction, fact.at)) - self._tolerated
            case _:
                return fact.at

    def _of_word(self, fact: AvailabilityTold) -> int:
        """A late word can also shorten an outage that was dated back over its instant: to its source's last `up`."""
        since = fact.at if fact.first_failed_at is None else min(fact.at, fact.first_failed_at)
        key = fact.service, fact.source
        latest, longest = self._dated_back.get(key, (EVER, 0))
        if since < fact.at:
            self._dated_back[key] = max(latest, fact.at), max(longest, fact.at - since)
        return min(since, fact.at - longest) if fact.at <= latest else since


def _longest_tolerated(versions: Sequence[Terms]) -> int:
    """The longest outage that any objective tolerates: a late fact can join or part outages within it."""
    return max(
        (
            objective.indicator.counts.outages_shorter_than
            for terms in versions
            for objective in terms.objectives
            if not isinstance(objective.indicator, Clock | Ratio | Satisfaction | Measurement)
        ),
        default=0,
    )


def _quota_start(instant: int, versions: Sequence[Terms]) -> int:
    """The start of the quota's unit, where one is agreed: changes of a unit share it."""
    starts = [
        window_at(terms.maintenance.quota.per, terms.zone, instant).start
        for terms in versions
        if terms.maintenance.quota is not None
    ]
    return min([instant, *starts])
