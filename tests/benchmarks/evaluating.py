"""`eyelevel evaluate` as a whole process: a year of fifty services under ten objectives, and how soon it starts.

Beside it a Python that only reads the same lines and parses their JSON; beside the start one that does nothing.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks import fifty
from tests.benchmarks.processes import Spent, eyelevel, in_turn, python
from tests.benchmarks.tables import Say, Table, count, duration, ratio, unsaid
from tests.benchmarks.timing import Times, middle

_READ_ONLY = "import json, sys\nfor line in open(sys.argv[1], 'rb'):\n    json.loads(line)\n"


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """A row for the evaluation and for its start, each with what it is put beside."""
    rounds, size = (1, 300) if short else (5, 100_000)
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        document, facts, none = (Path(folder, name) for name in ("a.yaml", "facts.jsonl", "none.jsonl"))
        document.write_text(fifty.document())
        with facts.open("wb") as file:
            file.writelines(fifty.lines(size))
        none.write_bytes(b"")
        as_of = ("--as-of", fifty.AS_OF)
        reads, idles = "reads and parses the lines", "an empty Python"
        commands = {
            f"evaluate, {count(size)} facts": (eyelevel("evaluate", document, facts, *as_of), reads),
            reads: (python("-c", _READ_ONLY, facts), reads),
            "evaluate, no facts": (eyelevel("evaluate", document, none, *as_of), idles),
            "eyelevel --help": (eyelevel("--help"), idles),
            idles: (python("-c", "pass"), idles),
        }
        found = in_turn({name: command for name, (command, _) in commands.items()}, rounds)
        for name, each in found.items():
            rows.append(_row(name, each, found[commands[name][1]]))
            say(rows[-1])
    return Table(
        "eyelevel evaluate, a year of 50 services under 10 objectives, as a whole process",
        ("command", "wall", "processor", "peak memory", "processor beside its baseline"),
        rows,
        (
            "Medians of the rounds. The first two are put beside reading and parsing the lines, the others beside an",
            "empty Python. No peak is shown below that of the process that measures.",
        ),
    )


def _row(name: str, each: list[Spent], base: list[Spent]) -> list[str]:
    walls, cpu = Times(tuple(one.wall for one in each)), Times(tuple(one.cpu for one in each))
    return [
        name,
        f"{duration(walls.median)} ({duration(min(walls.took))} to {duration(max(walls.took))})",
        duration(cpu.median),
        f"{count(middle([one.peak for one in each]) // 1_000_000)} MB",
        ratio(cpu.beside(Times(tuple(one.cpu for one in base)))),
    ]
