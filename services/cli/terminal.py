"""Where text of the command goes out: line by line, with nothing in a line that a terminal would obey.

Facts and agreements are written by others. What they put into a reason or a title is shown as it stands, and cannot
move up, erase, hide or turn around what the command says of it, nor begin a line of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from shared.agreements.visible import visible


def show(*lines: str) -> None:
    """Each line on standard output."""
    sys.stdout.write(_written(lines))


def complain(*sentences: str) -> None:
    """Each sentence on standard error."""
    sys.stderr.write(_written(sentences))


def _written(lines: Iterable[str]) -> str:
    return "".join(f"{visible(line)}\n" for line in lines)
