"""How far a long evaluation is: a bar on standard error where that is a terminal and the input is long."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from shared.agreements.evaluation import Asked

_LONG: Final = 2_000_000
"""Bytes from which reading is worth a bar, about 10,000 facts."""


class Progress:
    """Told what was read and which periods are computed; shows it on a bar where it has one."""

    def __init__(self, bar: Bar | None, size: int | None) -> None:
        self._bar = bar
        self._reading = None if bar is None else bar.add_task("Reading facts", total=size)

    def read(self, size: int) -> None:
        """So many bytes more were read."""
        if self._bar is not None and self._reading is not None:
            self._bar.advance(self._reading, size)

    def periods(self, periods: Sequence[Asked]) -> Iterable[Asked]:
        """The periods of all objectives one by one, as each is asked for."""
        if self._bar is None:
            return iter(periods)
        return self._bar.track(periods, description="Computing periods")


@contextmanager
def progress_over(size: int | None) -> Iterator[Progress]:
    """Progress over an input of so many bytes, None where that is not known."""
    if not sys.stderr.isatty() or (size is not None and size < _LONG):
        yield Progress(None, size)
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        yield Progress(bar, size)
