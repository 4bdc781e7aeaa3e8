"""How the trends that go out differ from what holds: the figures in each, and whether the last of each still stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from services.evaluator.verdicts.deciding import SETTLE
from services.evaluator.verdicts.reviewing import TREND_EVERY
from shared.contracts.instants import format_instant, parse_instant
from tests.integration.live.evaluated import Known
from tests.integration.live.fold import PeriodName
from tests.integration.live.standing import Holding, holding, said
from tests.oracle.agreement import differences

NOTHING: Final[dict[str, Any]] = {"figures": {}}
CREDIT: Final = "credit_percent"
TURNS: Final = ("state", "breached_at", CREDIT)
"""What of a figure changes at an instant; the rest moves with time, and is shown every five minutes, as is that time
begins to count at all, what enters a rolling window or leaves it, and a credit that grows with the time spent.
"""


@dataclass
class Shown:
    """The last trend of each period."""

    last: dict[PeriodName, dict[str, Any]] = field(default_factory=dict)

    def take(self, trend: Mapping[str, Any], rolling: frozenset[tuple[str, int]]) -> None:
        """One trend more."""
        data = trend["data"]
        objective, version = data["objective"]["id"], data["agreement"]["version"]
        start = None if (objective, version) in rolling else data["period"]["from"]
        self.last[objective, version, start] = data

    def untrue(self, known: Known, now: Holding) -> Iterator[str]:
        """Trends of this very clock with other figures than they should have, and old ones that do not stand."""
        clock = known.clock or 0
        old = list(_turned(self.last, now))
        if old:
            before = {*_turned(self.last, holding(known, clock - SETTLE))}
            while_away = {*_turned(self.last, holding(known, clock - TREND_EVERY))}
            for name, what in old:
                last = self.last.get(name, NOTHING)
                waits = name[2] is None or last["figures"].get("state") == "no_data"
                young = "as_known_at" in last and clock < parse_instant(last["as_known_at"]) + TREND_EVERY
                if (name, what) not in before or (waits and (young or (name, what) not in while_away)):
                    continue
                if not (young and _time_gave_credit(name, last, known, now)):
                    yield f"{name}: shown is {what}"
        for name, data in self.last.items():
            if data["as_known_at"] == format_instant(clock) and name in now.periods:
                entry = now.periods[name]
                yield from differences(f"{name}", data["figures"], said(entry))
                status = entry.figure.period.status.value
                yield from differences(f"{name} status", data["period"]["status"], status)


def _time_gave_credit(name: PeriodName, last: Mapping[str, Any], known: Known, now: Holding) -> bool:
    """Whether the credit alone is another, and by all that is known now was the one shown when it was shown."""
    shown, then = last["figures"], holding(known, parse_instant(last["as_known_at"])).periods.get(name)
    figures = said(now.periods[name])
    return (
        all(shown[turn] == figures[turn] for turn in TURNS if turn != CREDIT)
        and then is not None
        and shown[CREDIT] == said(then)[CREDIT]
    )


def _turned(last: Mapping[PeriodName, dict[str, Any]], now: Holding) -> Iterator[tuple[PeriodName, str]]:
    for name, entry in now.periods.items():
        figures = said(entry)
        shown = last.get(name, NOTHING)["figures"]
        if [shown.get(turn) for turn in TURNS] != [figures[turn] for turn in TURNS]:
            yield name, str({turn: shown.get(turn) for turn in TURNS})
