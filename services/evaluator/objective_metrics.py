"""Gauges of objectives, bounded: up to a cap, drops counted, a series removed when its objective is no more.

A series is that of the period that is open now, of the newest version that has one. One that was not looked at for a
quarter of an hour of the log's time (its agreement has ended) is removed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, Gauge

from shared.contracts.instants import MINUTE
from shared.sla.agreed.objectives import Objective
from shared.sla.figures import Figure, Status, Verdict

_LABELS: Final = ["agreement", "objective", "owed_by"]
_FORGOTTEN_AFTER: Final = 15 * MINUTE


@dataclass(slots=True)
class _Series:
    owed_by: str
    version: int
    number: int
    seen_at: int


class ObjectiveMetrics:
    """The gauges of at most `most` objectives."""

    def __init__(self, registry: CollectorRegistry, most: int) -> None:
        self._most = most
        self._series: dict[tuple[str, str], _Series] = {}
        self._dropped: set[tuple[str, str]] = set()
        self._swept_at = 0
        self._sli = Gauge(
            "eyelevel_objective_sli_ratio",
            "Good of total in the open period so far; absent where there is nothing to count.",
            _LABELS,
            registry=registry,
        )
        self._target = Gauge(
            "eyelevel_objective_target_ratio", "What is promised.", _LABELS, registry=registry
        )
        self._remaining = Gauge(
            "eyelevel_objective_budget_remaining_ratio",
            "What is left of the open period's error budget, of all of it; negative once overspent.",
            _LABELS,
            registry=registry,
        )
        self._state = Gauge(
            "eyelevel_objective_state",
            "1 for the state that the open period is in, 0 for the others.",
            [*_LABELS, "state"],
            registry=registry,
        )
        dropped = Gauge(
            "eyelevel_objectives_without_series",
            "Objectives beyond the cap, which have no gauges.",
            registry=registry,
        )
        dropped.set_function(lambda: float(len(self._dropped)))

    def show(self, number: int, agreement: str, objective: Objective, figure: Figure) -> None:
        """An objective was looked at, by the member that holds partition `number`."""
        self._sweep(figure.as_of)
        if figure.period.status is not Status.OPEN or figure.state is Verdict.NO_DATA:
            return
        key = agreement, objective.id
        series = self._series.get(key)
        if series is not None and series.version > figure.version:
            return
        if series is not None and series.owed_by != objective.owed_by:
            self._remove(key)
            series = None
        if series is None:
            if len(self._series) >= self._most:
                self._dropped.add(key)
                return
            series = self._series[key] = _Series(objective.owed_by, figure.version, number, figure.as_of)
        series.version, series.number, series.seen_at = figure.version, number, figure.as_of
        self._dropped.discard(key)
        self._set((agreement, objective.id, objective.owed_by), figure)

    def put(self, _number: int, agreement: str, objectives: Collection[Objective]) -> None:
        """A version was put: what it no longer promises goes, unless the old version still shows it."""
        kept = {objective.id for objective in objectives}
        for key in [key for key in self._series if key[0] == agreement and key[1] not in kept]:
            self._remove(key)

    def forget(self, number: int) -> None:
        """Another member holds the partition."""
        for key in [key for key, series in self._series.items() if series.number == number]:
            self._remove(key)

    def _set(self, labels: tuple[str, str, str], figure: Figure) -> None:
        if figure.sli is not None:
            self._sli.labels(*labels).set(float(figure.sli))
        if figure.target is not None:
            self._target.labels(*labels).set(float(figure.target))
        if figure.budget is not None and figure.budget.allowed:
            self._remaining.labels(*labels).set(float(figure.budget.remaining / figure.budget.allowed))
        for state in Verdict:
            self._state.labels(*labels, state.value).set(state is figure.state)

    def _sweep(self, clock: int) -> None:
        if clock < self._swept_at + MINUTE:
            return
        self._swept_at = clock
        old = clock - _FORGOTTEN_AFTER
        for key in [key for key, series in self._series.items() if series.seen_at < old]:
            self._remove(key)

    def _remove(self, key: tuple[str, str]) -> None:
        labels = (*key, self._series.pop(key).owed_by)
        for gauge in (self._sli, self._target, self._remaining):
            gauge.remove(*labels)  # by its place: `remove_by_labels` looks at every series
        for state in Verdict:
            self._state.remove(*labels, state.value)
