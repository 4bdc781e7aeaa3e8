"""One objective in one period at one instant, by its indicator: what of the book each of them is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from shared.sla.agreed.objectives import (
    Availability,
    Clock,
    Counts,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    Objective,
    OutageCount,
    Ratio,
    RollingWindow,
    Satisfaction,
    UnknownCounts,
)
from shared.sla.agreed.terms import Terms
from shared.sla.availability.availability import AvailabilityCase
from shared.sla.changes.corrections import Correction, as_if_accepted, of_service
from shared.sla.counts.counted import CountedCounts
from shared.sla.counts.counters import CountSeries
from shared.sla.counts.ratio import RatioCase
from shared.sla.figures import PeriodOf
from shared.sla.incidents.figures import ClockCase
from shared.sla.incidents.incidents import Incident
from shared.sla.incidents.settled import SettledClocks
from shared.sla.ledger.basis import basis_of
from shared.sla.ledger.classes import counted_time
from shared.sla.ledger.running_sums import RunningSums
from shared.sla.ledger.setting import Setting
from shared.sla.outages.figures import OutageCase
from shared.sla.samples.counted import CountedSamples
from shared.sla.samples.figures import SampleCase, samples_in
from shared.sla.samples.samples import TAKEN, WITHIN
from shared.sla.samples.yardsticks import yardstick_of
from shared.sla.spans import Span
from shared.sla.told.book import Book
from shared.sla.told.versions import force_of, status_of

Case = AvailabilityCase | OutageCase | RatioCase | ClockCase | SampleCase
"""One objective in one period at one instant."""


def case_of(
    versions: Sequence[Terms],
    book: Book,
    terms: Terms,
    objective: Objective,
    period: Span,
    as_of: int,
    *,
    asked: bool = False,
    supposing: bool = False,
) -> Case:
    """An objective of a version; a span that was `asked` for is one window, also where a rolling one is as long.

    `supposing`: had every correction that is still open been accepted now. Nothing of that is kept in the book.
    """
    window = objective.window
    rolling = not asked and isinstance(window, RollingWindow) and period == Span(as_of - window.length, as_of)
    of = PeriodOf(terms.version, period, status_of(period, terms.grace, as_of, rolling=rolling))
    force = force_of(versions, terms.version, objective.id)
    corrections = book.corrections(terms, as_of)
    if supposing:
        corrections = as_if_accepted(corrections, as_of)
    match objective.indicator:
        case Availability() as indicator:
            setting = _setting(book, terms, objective, indicator.counts, force, corrections, as_of)
            running = _sums_of(setting) if supposing else book.running(terms, objective, setting)
            return AvailabilityCase(objective, indicator, setting, running, of, rolling)
        case OutageCount() | LongestOutage() | MeanTimeToRestore() | MeanTimeBetweenFailures() as measure:
            setting = _setting(book, terms, objective, measure.counts, force, corrections, as_of)
            running = _sums_of(setting) if supposing else book.running(terms, objective, setting)
            return OutageCase(objective, measure, setting, running, of, rolling)
        case Ratio() as ratio:
            counts = Counts(UnknownCounts.EXCLUDED, ratio.maintenance)
            setting = _setting(book, terms, objective, counts, force, corrections, as_of)
            counters = book.counts(terms, objective.services[0])
            counted = (
                _counted_of(ratio, counters, setting)
                if supposing
                else book.counted_counts(terms, objective, ratio, counters, setting)
            )
            return RatioCase(objective, ratio, setting, counters, counted, of, rolling)
        case Measurement(target=Fraction() as target):
            setting = _setting(
                book, terms, objective, Counts(UnknownCounts.EXCLUDED), force, corrections, as_of
            )
            counters = book.sample_counts(terms, objective)
            each = Ratio(WITHIN, TAKEN, target)
            counted = (
                _counted_of(each, counters, setting)
                if supposing
                else book.counted_counts(terms, objective, each, counters, setting)
            )
            return RatioCase(objective, each, setting, counters, counted, of, rolling)
        case Satisfaction() | Measurement() as sampled:
            setting = _setting(
                book, terms, objective, Counts(UnknownCounts.EXCLUDED), force, corrections, as_of
            )
            opinion = isinstance(sampled, Satisfaction)  # of which maintenance takes nothing away
            time = setting.service_time if opinion else partial(counted_time, setting)
            series, yardstick = book.samples(terms, objective), yardstick_of(sampled)
            taken, sums = partial(samples_in, series, time), book.counted_samples(terms, objective, yardstick)
            if supposing:
                sums = CountedSamples(yardstick, series)
            sums.follow(basis_of(setting), time)
            return SampleCase(objective, yardstick, taken, sums, setting.force, of, rolling, as_of)
        case Clock() as clock:
            incidents = Incidents(book, terms, objective.services, force)
            settled = (
                SettledClocks(force, book.incident_names())
                if supposing
                else book.settled(terms, objective.id, force)
            )
            hours, agreed = book.hours(objective.hours), tuple(corrections)
            find = incidents.find
            return ClockCase(
                objective, clock, terms, hours, force, incidents, agreed, find, settled, of, rolling, as_of
            )


@dataclass(frozen=True, slots=True)
class Incidents:
    """The incidents of some services that were opened while a version was in force, read when they are asked for."""

    book: Book
    terms: Terms
    services: Sequence[str]
    force: Span

    def __iter__(self) -> Iterator[Incident]:
        return (one for one in self.book.incidents(self.terms, self.services) if one.opened_at in self.force)

    def find(self, name: str) -> Incident | None:
        """One of them by its name."""
        found = self.book.incident(self.terms, name)
        if found is None or found.service not in self.services or found.opened_at not in self.force:
            return None
        return found


def _sums_of(setting: Setting) -> RunningSums:
    """Running sums for one question alone."""
    running = RunningSums(setting.counts)
    running.follow(setting)
    return running


def _counted_of(ratio: Ratio, counters: CountSeries, setting: Setting) -> CountedCounts:
    """Running sums of counts for one question alone."""
    counted = CountedCounts(ratio, counters)
    counted.follow(setting)
    return counted


def _setting(
    book: Book,
    terms: Terms,
    objective: Objective,
    counts: Counts,
    force: Span,
    corrections: Sequence[Correction],
    as_of: int,
) -> Setting:
    service = objective.services[0]
    return Setting(
        timeline=book.timeline(terms, service, counts.degraded),
        force=force,
        hours=book.hours(objective.hours),
        counts=counts,
        corrections=of_service(corrections, service),
        changes=book.changes(terms, service),
        as_of=as_of,
    )
