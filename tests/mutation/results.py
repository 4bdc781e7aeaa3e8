"""What became of each mutant of a file: noticed by an example, or alive, and then explained or not."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

from tests.mutation.plan import source
from tests.mutation.tree import results_of, tree_of

EXPLAINED = Path(__file__).with_name("explained.toml")

_KILLED = frozenset({1, 3})
_TOO_LONG = frozenset({36, -24, 24, 152, 255, -9})
"""The tool's exit codes: an example failed; it ran many times as long as without the change, noticed too."""
NO_EXAMPLE = 33
"""No example comes by: alive."""


@dataclass(frozen=True, slots=True)
class Change:
    """A mutant by what it changes: stable where its number is not."""

    file: str
    function: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that every example let pass, and why that is right, if it is."""

    name: str
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


def codes_of(file: str) -> dict[str, int | None]:
    """The tool's exit code for each mutant of a file, None where it was not tried yet."""
    try:
        codes: dict[str, int | None] = json.loads(results_of(file).read_text())["exit_code_by_key"]
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return codes


def mark_all(file: str, code: int) -> None:
    """Note the same of every mutant of a file."""
    place = results_of(file)
    kept = json.loads(place.read_text())
    kept["exit_code_by_key"] = dict.fromkeys(kept["exit_code_by_key"], code)
    place.write_text(json.dumps(kept))


def results(file: str, explained: Mapping[Change, str]) -> Results:
    """What became of the mutants of a file."""
    codes = codes_of(file)
    tried = {name: code for name, code in codes.items() if code is not None}
    alive = [name for name, code in tried.items() if code not in _KILLED | _TOO_LONG]
    survivors = [_survivor(file, name, explained) for name in alive]
    endless = sum(code in _TOO_LONG for code in tried.values())
    return Results(file, len(codes), len(tried), len(tried) - len(alive), endless, survivors)


def _survivor(file: str, name: str, explained: Mapping[Change, str]) -> Survivor:
    with chdir(tree_of(file)):
        diff = get_diff_for_mutant(name, path=source(file))
    function, holder = orig_function_and_class_names_from_key(name)
    plain = function.rpartition(".")[2]
    change = Change(file, f"{holder}.{plain}" if holder else plain, _lines(diff, "-"), _lines(diff, "+"))
    return Survivor(name, change, diff, explained.get(change))


def _lines(diff: str, sign: str) -> str:
    told = diff.splitlines()[2:]
    return "\n".join(line[1:].strip() for line in told if line.startswith(sign)).strip()
