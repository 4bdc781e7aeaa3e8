"""Which periods of an agreement there are, and which of them are to be looked at now.

The list of periods is asked for again only when it can have grown: time has reached the next one, a version was put,
or a fact lies before the present one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.evaluator.clauses import Clauses
from services.evaluator.ports import PeriodKey, PeriodRow
from services.evaluator.told import Told
from services.evaluator.verdicts.touching import touched_since
from services.evaluator.watched import Watched
from shared.sla.agreed.objectives import CalendarWindow, Objective, RollingWindow
from shared.sla.history import History
from shared.sla.spans import EVER, MICROSECOND, NEVER, Span
from shared.sla.time.windows import window_at
from shared.sla.told.versions import force_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A period to be looked at. `decide` is False where only its figures are due to be shown again."""

    objective: Objective
    period: PeriodRow
    decide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One agreement at one log clock."""

    watched: Watched
    history: History
    versions: Mapping[int, Clauses]
    clock: int

    def away(self) -> list[PeriodKey]:
        """The periods put away that a fact may have changed: they are to be recalled before `due`."""
        found: list[PeriodKey] = []
        for version, objective in self._objectives():
            since = self._touched(version, objective)
            if since is not None:
                found += self.watched.reached(version, objective.id, since)
        return found

    def due(self) -> list[Listed]:
        """Everything to be looked at, by objective, version and start. Notes when the next period begins."""
        found = list(self._known())
        if self._may_have_begun():
            found += self._begun()
        return sorted(found, key=lambda listed: listed.period.key)

    def _known(self) -> Iterator[Listed]:
        touched = {
            (version, objective.id): self._touched(version, objective)
            for version, objective in self._objectives()
        }
        for period in self.watched.live.values():
            objective = self._objective(period)
            if objective is None:
                continue
            since = touched[period.version, period.objective]
            decide = (since is not None and period.until > since) or _reached(period.due, self.clock)
            if decide or _reached(period.show_due, self.clock):
                yield Listed(objective, period, decide)

    def _may_have_begun(self) -> bool:
        if _reached(self.watched.starts_at, self.clock):
            return True
        return any(self._may_list_more(version, objective) for version, objective in self._objectives())

    def _may_list_more(self, version: int, objective: Objective) -> bool:
        """Whether a fact lies before the present window: then the first fact, which begins the list, may be earlier."""
        since = self._touched(version, objective)
        if since is None:
            return False
        start = EVER
        if isinstance(objective.window, CalendarWindow):
            start = window_at(objective.window.unit, self.versions[version].terms.zone, self.clock).start
        return since < start or not self.watched.knows((self.watched.id, objective.id, version, start))

    def _begun(self) -> Iterator[Listed]:
        """The periods that have begun and were not known."""
        coming = []
        for version, objective in self._objectives():
            rolling = isinstance(objective.window, RollingWindow)
            listed = [one for one in self.history.periods(objective.id, self.clock) if one.version == version]
            ends = [] if rolling else [one.span.end for one in listed if one.span.end >= self.clock]
            if not rolling and not ends and self.clock in self._force(version, objective):
                ends = [self.clock]  # the first fact is of this very instant
            coming += ends  # at its very end the next one has not begun either
            coming += [at for at in self._turns(version, objective) if at >= self.clock]
            for period in listed:
                start, until = (EVER, NEVER) if rolling else (period.span.start, period.span.end)
                new = _new(self.watched.id, objective.id, version, start, until)
                if not self.watched.knows(new.key):
                    yield Listed(objective, new, True)
        # A period is there once time has passed in it.
        self.watched.starts_at = min((at + MICROSECOND for at in coming), default=None)

    def _turns(self, version: int, objective: Objective) -> Iterator[int]:
        """When a version takes effect for an objective, and when it leaves its rolling window to another."""
        force = self._force(version, objective)
        yield force.start
        if isinstance(objective.window, RollingWindow):
            yield force.end + objective.window.length

    def _force(self, version: int, objective: Objective) -> Span:
        return force_of(self.history.versions, version, objective.id)

    def _objectives(self) -> Iterator[tuple[int, Objective]]:
        for version, clauses in sorted(self.versions.items()):
            for objective in clauses.terms.objectives:
                yield version, objective

    def _objective(self, period: PeriodRow) -> Objective | None:
        clauses = self.versions.get(period.version)
        return None if clauses is None else clauses.objective(period.objective)

    def _touched(self, version: int, objective: Objective) -> int | None:
        return touched_since(self.watched.touched, objective, self.versions[version].terms)


def _reached(at: int | None, clock: int) -> bool:
    return at is not None and at <= clock


def _new(agreement: str, objective: str, version: int, start: int, until: int) -> PeriodRow:
    return PeriodRow(
        agreement=agreement, objective=objective, version=version, start=start, until=until,
        told=Told(), shown=b"", shown_at=None, show_due=None, due=None,
    )  # fmt: skip
