"""What became of each mutant of a file: noticed by an example, or alive, and then explained or not.

It is kept from run to run. An answer holds until the calculus changes, or the file of the example that gave it; what
was alive is asked again after a change of any example. The example that noticed a mutant before is asked first.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from tests.mutation.changes import Change
from tests.mutation.plan import PLACE
from tests.mutation.running import Answer
from tests.mutation.states import States

EXPLAINED = Path(__file__).with_name("explained.toml")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant; `state` is that of the example that noticed it, or of all where none did."""

    noticed_by: str | None
    endless: bool
    state: str | None


@dataclass(slots=True)
class Known:
    """What is known of a file's mutants by their keys, as of one state of the calculus."""

    file: str
    calculus: str = ""
    mutants: int = 0
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    alive: dict[str, tuple[Change, str]] = field(default_factory=dict)

    def note(self, answer: Answer, now: States) -> None:
        """Note what became of a mutant."""
        mutant = answer.mutant
        self.outcomes[mutant.key] = Outcome(answer.noticed_by, answer.endless, now.of(answer.noticed_by))
        if answer.noticed_by is None:
            self.alive[mutant.key] = mutant.change, mutant.diff

    def noticed_by(self, key: str) -> str | None:
        """The example that noticed a mutant, whether that still holds or not."""
        return self.outcomes[key].noticed_by if key in self.outcomes else None

    def at(self, now: States, keys: Collection[str]) -> Known:
        """What of it still holds for these mutants."""
        mine = Known(self.file, now.calculus, len(keys))
        if self.calculus == now.calculus:
            holds = {key: one for key, one in self.outcomes.items() if one.state == now.of(one.noticed_by)}
            mine.outcomes = {key: one for key, one in holds.items() if key in keys}
            mine.alive = {key: one for key, one in self.alive.items() if key in mine.outcomes}
        return mine

    def keep(self) -> None:
        """Write it down for the next run, whole or not at all."""
        written = _place(self.file).with_suffix(".new")
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(json.dumps(asdict(self)))
        written.replace(_place(self.file))


def known(file: str) -> Known:
    """What earlier runs found out about a file."""
    if not _place(file).exists():
        return Known(file)
    told = json.loads(_place(file).read_text())
    if told.keys() != {one.name for one in fields(Known)}:
        return Known(file)  # written in an earlier form
    told["outcomes"] = {key: Outcome(**one) for key, one in told["outcomes"].items()}
    told["alive"] = {key: (Change(**change), diff) for key, (change, diff) in told["alive"].items()}
    return Known(**told)


def _place(file: str) -> Path:
    return PLACE / f"{file}.json"


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that every example let pass, and why that is right, if it is."""

    change: Change
    diff: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Results:
    """One file: how many mutants there are, were tried and noticed (`endless`: by never ending), and what lives."""

    file: str
    mutants: int
    tried: int
    killed: int
    endless: int
    survivors: Sequence[Survivor]

    @property
    def explained(self) -> int:
        """Survivors that behave as the original does, with the reason."""
        return sum(one.reason is not None for one in self.survivors)

    @property
    def unexplained(self) -> list[Survivor]:
        """Survivors that nobody has accounted for."""
        return [one for one in self.survivors if one.reason is None]


def explanations() -> dict[Change, str]:
    """The kept list of survivors that change nothing anyone could see."""
    told = tomllib.loads(EXPLAINED.read_text()).get("survivor", [])
    return {
        Change(one["file"], one["function"], one["before"].strip(), one["after"].strip()): one["why"]
        for one in told
    }


def results(file: str, explained: Mapping[Change, str]) -> Results:
    """What became of the mutants of a file."""
    found = known(file)
    survivors = [Survivor(change, diff, explained.get(change)) for change, diff in found.alive.values()]
    tried = len(found.outcomes)
    endless = sum(one.endless for one in found.outcomes.values())
    return Results(file, found.mutants, tried, tried - len(survivors), endless, survivors)
