"""What became of each mutant of a file: noticed by an example, or alive, and then explained or not.

It is kept from run to run. After a change of the calculus or of the examples everything is asked again, but each mutant
first of the example that noticed it before.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.mutation.changes import Change, Mutant
from tests.mutation.plan import PLACE
from tests.mutation.running import ENDLESS

EXPLAINED = Path(__file__).with_name("explained.toml")


@dataclass(slots=True)
class Known:
    """What is known of a file's mutants by their keys, as of one state of the calculus and the examples."""

    file: str
    state: str = ""
    mutants: int = 0
    noticed_by: dict[str, str | None] = field(default_factory=dict)
    alive: dict[str, tuple[Change, str]] = field(default_factory=dict)

    def note(self, mutant: Mutant, noticed_by: str | None) -> None:
        """Note who noticed a mutant, None where nobody did."""
        self.noticed_by[mutant.key] = noticed_by
        if noticed_by is None:
            self.alive[mutant.key] = mutant.change, mutant.diff

    def keep(self) -> None:
        """Write it down for the next run, whole or not at all."""
        PLACE.mkdir(parents=True, exist_ok=True)
        written = _place(self.file).with_suffix(".new")
        written.write_text(json.dumps(asdict(self)))
        written.replace(_place(self.file))


def known(file: str) -> Known:
    """What earlier runs found out about a file."""
    if not _place(file).exists():
        return Known(file)
    told = json.loads(_place(file).read_text())
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
    tried = len(found.noticed_by)
    endless = sum(name == ENDLESS for name in found.noticed_by.values())
    return Results(file, found.mutants, tried, tried - len(survivors), endless, survivors)
