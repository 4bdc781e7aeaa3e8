"""`make mutants`: change the calculus in small ways, and see that an example notices each.

python -m tests.mutation [--shard 1/8] [--file incidents/clocks …] [--jobs 2] [--fresh]
                         [--explained] [--report] [--sample]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from tests.mutation.campaign import run
from tests.mutation.changes import Change
from tests.mutation.plan import FILES, Shard
from tests.mutation.reach import ExamplesFail
from tests.mutation.results import Results, explanations, results
from tests.mutation.sample import ask_sample

_SEED = "PYTHONHASHSEED"


def main() -> int:
    """Run, report, and tell by the exit status whether a survivor is unexplained (1) or nothing ran (2)."""
    if os.environ.get(_SEED) != "0":
        # The order of a set must not decide whether a mutant lives.
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.mutation", *sys.argv[1:]],
            {**os.environ, _SEED: "0"},
        )
    told = _arguments()
    if told.sample:
        return _sample(told.jobs)
    files = tuple(told.file or told.shard.files())
    if not told.report:
        try:
            run(files, told.jobs, fresh=told.fresh, proven=told.explained)
        except ExamplesFail as failure:
            sys.stderr.write(f"The examples fail without any change.\n{failure}\n")
            return 2
    known = explanations()
    found = [results(file, known) for file in files]
    _print(found)
    idle = _idle(found, known)
    for change in idle:
        sys.stdout.write(
            f"explained, but it does not survive: {change.file} {change.function}: {change.after}\n"
        )
    return 1 if idle or any(one.unexplained for one in found) else 0


def _sample(jobs: int) -> int:
    """0 where each change of the sample was noticed and no change at all was not."""
    changed, itself = ask_sample(jobs)
    alive = [one for one in changed if one.noticed_by is None]
    sys.stdout.write(json.dumps({"changed": len(changed), "noticed": len(changed) - len(alive)}) + "\n")
    for one in alive:
        sys.stderr.write(f"no example near notices\n{one.mutant.diff}\n")
    if itself.noticed_by is not None:
        sys.stderr.write(f"{itself.noticed_by} fails where a function is exchanged for itself\n")
    return 1 if alive or itself.noticed_by is not None else 0


def _idle(found: list[Results], known: Mapping[Change, str]) -> list[Change]:
    """Explanations of these files that no survivor needs."""
    needed = {survivor.change for one in found for survivor in one.survivors}
    whole = {one.file for one in found if one.tried == one.mutants > 0}
    return [change for change in known if change.file in whole and change not in needed]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument(
        "--shard", type=Shard.read, default=Shard(1, 1), help="a part of the files, such as 1/8"
    )
    parser.add_argument("--file", nargs="+", choices=FILES, metavar="NAME", help="these files alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants at once")
    parser.add_argument("--explained", action="store_true", help="ask about explained survivors as well")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument(
        "--sample", action="store_true", help="some seconds' worth of mutants, always the same"
    )
    parser.add_argument("--report", action="store_true", help="tell what is known, and run nothing")
    return parser.parse_args()


def _print(found: list[Results]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 110)
    for one in found:
        for survivor in one.unexplained:
            sys.stdout.write(f"\n{survivor.diff}\n")
    table = Table("file", "mutants", "tried", "killed", "of them endless", "explained", "survived", "score")
    for column in table.columns[1:]:
        column.justify = "right"
    for one in [*found, _sum(found)]:
        numbers = (one.mutants, one.tried, one.killed, one.endless, one.explained, len(one.unexplained))
        table.add_row(one.file, *map(str, numbers), _score(one))
    console.print(table)


def _sum(found: list[Results]) -> Results:
    survivors = [survivor for one in found for survivor in one.survivors]
    return Results(
        file="all",
        mutants=sum(one.mutants for one in found),
        tried=sum(one.tried for one in found),
        killed=sum(one.killed for one in found),
        endless=sum(one.endless for one in found),
        survivors=survivors,
    )


def _score(one: Results) -> str:
    """Of the mutants that differ from the original, those that an example notices; rounded down."""
    differ = one.tried - one.explained
    if not differ:
        return "-"
    tenths = 1000 * one.killed // differ
    return f"{tenths // 10}.{tenths % 10} %"


if __name__ == "__main__":
    sys.exit(main())
