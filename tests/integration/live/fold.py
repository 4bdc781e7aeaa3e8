"""Where everything stands, by the verdicts alone: what a receiver knows who keeps the webhooks and nothing else.

| verdict | what it does to what stands |
| --- | --- |
| `objective.at_risk` | the share, or the pair of burn windows, is noted as told; nothing takes that back |
| `objective.breached` | the period or rolling window is breached, from this `time`; no share is warned of now |
| `objective.recovered` | the rolling window is not breached any more |
| `breach.amended` | the breach that `amends` names, of an objective or a clock, is at this `time` instead |
| `breach.withdrawn` | the breach that `amends` names is none |
| `clock.at_risk` | noted |
| `clock.breached`, `.fulfilled`, `.released` | the clock is decided so; with `amends`, its end has moved |
| `clock.withdrawn` | the end that `amends` names is none |
| `period.closed` | the figures are final |
| `period.restated` | and are replaced: `was` is what they were, `restatement` counts from 1 |
| `source.silent`, `source.heard` | the source knows nothing since `time`; it is heard again |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.contracts.envelope import TYPE_PREFIX

Event = Mapping[str, Any]
PeriodName = tuple[str, int, str | None]
"""(objective, version, start; None of a rolling window)."""
ClockName = tuple[str, int, str, str]
"""(objective, version, incident, start)."""


@dataclass
class Period:
    """A period as it was told.

    `warned` holds shares and pairs of burn windows; of what was `broken` none is warned of any more. `breach` is its
    instant, `final` the figures told last of a closed one.
    """

    warned: set[str] = field(default_factory=set)
    broken: bool = False
    breach: str | None = None
    final: Mapping[str, Any] | None = None
    restatement: int = 0


@dataclass
class Clock:
    """A clock as it was told. Of two with one start nobody can say which is meant: they stand together, and `ends`
    are those of both, by the verdicts that told them first."""

    breach: str | None = None
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def state(self) -> str | None:
        """None until it is decided, and after that was withdrawn."""
        return "breached" if self.breach is not None else self._last[0]

    @property
    def stopped(self) -> str | None:
        """When it ended."""
        return self._last[1]

    @property
    def _last(self) -> tuple[str | None, str | None]:
        return list(self.ends.values())[-1] if self.ends else (None, None)


@dataclass
class Standing:
    """All that stands. `rolling` names the objectives whose window rolls, which receivers know from the agreement."""

    rolling: frozenset[tuple[str, int]] = frozenset()
    periods: dict[PeriodName, Period] = field(default_factory=dict)
    clocks: dict[ClockName, Clock] = field(default_factory=dict)
    silent: dict[tuple[str, str], str] = field(default_factory=dict)
    _breaches: dict[str, Period | Clock] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """One verdict more."""
        data = event["data"]
        kind = event["type"].removeprefix(TYPE_PREFIX)
        match kind.split("."):
            case "objective" | "period", what:
                self._of_period(what, event, self._period(data))
            case "clock", what:
                self._of_clock(what, event, self._clock(data))
            case "breach", what:
                self._of_breach(what, event)
            case "source", what:
                source = data["source"]
                self._of_source(what, event, (source["service"], source["source"]))

    def _of_period(self, what: str, event: Event, period: Period) -> None:
        match what:
            case "at_risk":
                period.warned.add(_warning(event["data"]))
            case "breached":
                period.broken = True
                self._breached(event, period)
            case "recovered":
                period.breach = None
            case "closed":
                assert period.final is None, "a period is closed once"
                period.final = event["data"]["figures"]
            case "restated":
                _restated(period, event["data"])

    def _of_clock(self, what: str, event: Event, clock: Clock) -> None:
        match what:
            case "breached":
                self._breached(event, clock)
            case "fulfilled" | "released":
                first = event["data"].get("amends")
                assert first is None or first in clock.ends, "what is moved was told"
                clock.ends[first or event["id"]] = what, event["time"]
            case "withdrawn":
                assert clock.ends.pop(event["data"]["amends"], None), "what is withdrawn was told"

    def _of_breach(self, what: str, event: Event) -> None:
        named = event["data"]["amends"]
        if what == "amended":
            self._breaches[named].breach = event["time"]
        else:
            _withdrawn(self._breaches.pop(named))

    def _of_source(self, what: str, event: Event, source: tuple[str, str]) -> None:
        if what == "silent":
            self.silent[source] = event["time"]
        else:
            del self.silent[source]

    def _breached(self, event: Event, what: Period | Clock) -> None:
        assert what.breach is None, "what is breached is not told so again"
        what.breach = event["time"]
        self._breaches[event["id"]] = what

    def _period(self, data: Event) -> Period:
        objective, version = data["objective"]["id"], data["agreement"]["version"]
        start = None if (objective, version) in self.rolling else data["period"]["from"]
        return self.periods.setdefault((objective, version, start), Period())

    def _clock(self, data: Event) -> Clock:
        told = data["clock"]
        name = data["objective"]["id"], data["agreement"]["version"], told["incident"], told["started_at"]
        return self.clocks.setdefault(name, Clock())


def _restated(period: Period, data: Event) -> None:
    assert period.final is not None, "only what is closed is restated"
    assert data["was"] == period.final, "a restatement says what the figures were"
    assert data["figures"] != period.final, "figures that are the same are not restated"
    assert data["restatement"] == period.restatement + 1, "restatements are counted from 1"
    period.final, period.restatement = data["figures"], data["restatement"]


def _withdrawn(what: Period | Clock) -> None:
    assert what.breach is not None, "what is withdrawn was told"
    what.breach = None


def _warning(data: Event) -> str:
    return str(data["share"]) if "share" in data else " ".join(data["burn"]["windows"])
