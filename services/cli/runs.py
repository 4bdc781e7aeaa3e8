"""Results as the page of text tells them: one by one, but periods without any data of one objective together.

A service that reports since May has a year behind it of which there is nothing to say twelve times.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.agreements.evaluation import Entry
from shared.sla.agreed.objectives import Objective
from shared.sla.figures import Figure, Verdict


@dataclass(frozen=True, slots=True)
class Run:
    """Entries of one objective in one version that are told together, in the order of their periods."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Figure:
        """The figure of the first period."""
        return self.entries[0].figure

    @property
    def last(self) -> Figure:
        """The figure of the last period."""
        return self.entries[-1].figure

    @property
    def objective(self) -> Objective:
        """That of them all."""
        return self.entries[0].objective


def runs_of(entries: Iterable[Entry]) -> list[Run]:
    """The entries in their order; what follows one another without data is one run."""
    found: list[list[Entry]] = []
    for entry in entries:
        if found and _is_empty(entry) and _is_empty(found[-1][-1]) and _go_on(found[-1][-1], entry):
            found[-1].append(entry)
        else:
            found.append([entry])
    return [Run(tuple(run)) for run in found]


def _is_empty(entry: Entry) -> bool:
    """Without data, and without answers that were too few."""
    return entry.figure.state is Verdict.NO_DATA and not entry.figure.total


def _go_on(one: Entry, other: Entry) -> bool:
    before, after = one.figure, other.figure
    return (before.objective, before.version, before.period.span.end) == (
        after.objective,
        after.version,
        after.period.span.start,
    )
