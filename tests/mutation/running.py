"""The tool, a file at a time, as many at once as there are jobs; a bar shows how far it is.

What is known of a mutant is kept in its file's copy, so a run that is stopped goes on where it was.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.mutation.plan import examples
from tests.mutation.results import NO_EXAMPLE, codes_of, explanations, mark_all, results
from tests.mutation.tree import forget, is_done, lay_out, note_done

_TOOL = Path(sys.executable).with_name("mutmut")
_NOTHING_REACHED = "could not find any test case for any mutant"
_LOOK_EVERY = 1.0


class CouldNotRun(Exception):
    """The tool failed before it tried a mutant; the message is its own."""


def run(files: Sequence[str], jobs: int, *, fresh: bool) -> None:
    """Mutate these files; CouldNotRun where the examples fail by themselves."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar, ThreadPoolExecutor(jobs) as pool:
        by_file = bar.add_task("files", total=len(files))
        by_mutant = bar.add_task("mutants", total=None)
        left: set[Future[str]] = {pool.submit(_mutate, file, fresh) for file in files}
        while left:
            done, left = wait(left, _LOOK_EVERY, FIRST_COMPLETED)
            bar.advance(by_file, len(done))
            codes = [code for file in files for code in codes_of(file).values()]
            bar.update(by_mutant, total=len(codes), completed=sum(code is not None for code in codes))
            for one in done:
                _check(one, left)


def _check(done: Future[str], left: set[Future[str]]) -> None:
    try:
        done.result()
    except CouldNotRun:
        for one in left:
            one.cancel()
        raise


def _mutate(file: str, fresh: bool) -> str:
    """Ask the examples near to a file, then all of them about what these let live without a reason."""
    if fresh:
        forget(file)
    known = explanations()
    if is_done(file):
        return file
    for paths in (examples(file), examples()):
        if not paths:
            continue
        _ask(file, lay_out(file, paths))
        if not results(file, known).unexplained:
            break
    note_done(file)
    return file


def _ask(file: str, tree: Path) -> None:
    # The order of a set must not decide whether a mutant lives; compiled modules are kept for the next run.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": ""}
    told = subprocess.run(
        [_TOOL, "run", "--max-children", "1"], cwd=tree, env=environment, capture_output=True, text=True
    )
    if _NOTHING_REACHED in told.stdout:
        mark_all(file, NO_EXAMPLE)
    elif told.returncode != 0 or not codes_of(file):
        raise CouldNotRun(f"{file}: {told.stdout[-3000:]}{told.stderr[-3000:]}")
