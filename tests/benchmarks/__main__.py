"""`python -m tests.benchmarks [--short] [NAME[=ROW] ...]`: measure, and print a table for each."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.benchmarks.measurements import MEASUREMENTS


def say(row: Sequence[str]) -> None:
    """A row, as soon as it is there."""
    sys.stderr.write(f"  {', '.join(cell for cell in row if cell)}\n")


def main(arguments: list[str]) -> int:
    """All measurements, or those named; `facts=rolling` only the rows whose name holds the word."""
    short = "--short" in arguments
    asked = dict(one.partition("=")[::2] for one in arguments if not one.startswith("--"))
    unknown = sorted(asked.keys() - MEASUREMENTS.keys())
    if unknown:
        sys.stderr.write(f"No measurement {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}\n")
        return 2
    for name in asked or MEASUREMENTS:
        sys.stderr.write(f"Measuring {name}\n")
        table = MEASUREMENTS[name](short=short, only=asked.get(name, ""), say=say)
        sys.stdout.write(table.text() + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
