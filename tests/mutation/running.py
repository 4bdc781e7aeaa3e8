"""Mutants put to examples: each in a process forked from one that has read all examples and run none.

Nothing is copied, written or imported anew, so a mutant costs what its examples cost until the first that fails. A
mutant that takes many times the processor time of the original, or fills the memory, is noticed by that.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

import pytest

from tests.mutation.changes import Mutant
from tests.mutation.plan import ROOT
from tests.mutation.switching import switch_to

ENDLESS = "endless"
"""Told in place of an example where a mutant did not come to an end."""

_MEMORY = 4 << 30
_SWITCHED = "switched"


@dataclass(frozen=True, slots=True)
class Question:
    """A mutant, and the names of the examples that may notice it, each with the processor time it may take."""

    mutant: Mutant
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """The example that noticed a mutant, `endless` where it did not end, None where it lives."""

    mutant: Mutant
    noticed_by: str | None


class CouldNotRun(Exception):
    """A mutant could not be put in place, or no example could be read."""


def with_examples(paths: Iterable[str], act: Callable[[Sequence[pytest.Item]], None]) -> None:
    """Read these files of examples and hand them on; CouldNotRun where they cannot be read."""
    told = [
        "-c",
        "/dev/null",
        "--rootdir",
        str(ROOT),
        "--import-mode=importlib",
        "--assert=plain",
        "-s",
        "--noconftest",
    ]
    told += ["-m", "not hypothesis", "-W", "error", "--assert=plain", "-s"]
    for plugin in ("cacheprovider", "asyncio", "timeout", "xdist", "terminal", "randomly"):
        told += ["-p", f"no:{plugin}"]
    code = pytest.main([*told, *paths], plugins=[_Loop(act)])
    if code != pytest.ExitCode.OK:
        raise CouldNotRun(f"the examples cannot be read: {code!r}")


@dataclass
class _Loop:
    """Takes the place of running the examples one after another."""

    act: Callable[[Sequence[pytest.Item]], None]

    def pytest_configure(self, config: pytest.Config) -> None:
        config.option.tbstyle = "no"  # to put a traceback into words takes longer than most examples

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.freeze()
        self.act(session.items)
        return True


def run_item(item: pytest.Item) -> bool:
    """Run one example here; whether it passes."""
    seen = _Seen()
    item.config.pluginmanager.register(seen)
    try:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
    finally:
        item.config.pluginmanager.unregister(seen)
    return not seen.failed


@dataclass
class _Seen:
    failed: bool = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


@dataclass
class Asking:
    """Asks about mutants, as many at once as there are jobs."""

    items: Sequence[pytest.Item]
    jobs: int
    _running: dict[Connection, tuple[Question, ForkProcess]] = field(default_factory=dict)

    def ask(self, questions: Iterable[Question], tell: Callable[[Answer], None]) -> None:
        """Put each question, and tell each answer as it comes."""
        by_name = {item.nodeid: item for item in self.items}
        for question in questions:
            self._start(question, [(by_name[name], limit) for name, limit in question.seconds.items()])
            while len(self._running) >= self.jobs:
                self._take(tell)
        while self._running:
            self._take(tell)

    def _start(self, question: Question, items: Sequence[tuple[pytest.Item, float]]) -> None:
        here, there = get_context("fork").Pipe(duplex=False)
        process = get_context("fork").Process(target=_try, args=(question.mutant, items, there))
        process.start()
        there.close()
        self._running[here] = question, process

    def _take(self, tell: Callable[[Answer], None]) -> None:
        for ready in wait(list(self._running)):
            assert isinstance(ready, Connection)
            question, process = self._running.pop(ready)
            tell(Answer(question.mutant, _heard(question, ready)))
            process.join()


def _heard(question: Question, told: Connection) -> str | None:
    try:
        if told.recv() != _SWITCHED:
            raise CouldNotRun(question.mutant.diff)
        noticed_by: str | None = told.recv()
    except EOFError:
        return ENDLESS
    finally:
        told.close()
    return noticed_by


def _try(mutant: Mutant, items: Sequence[tuple[pytest.Item, float]], answer: Connection) -> None:
    """Run one mutant: tell that it is in place, then who noticed it."""
    switch_to(mutant)
    answer.send(_SWITCHED)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for said in (sys.stdout, sys.stderr):
        os.dup2(nowhere, said.fileno())
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for item, seconds in items:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        if not run_item(item):
            answer.send(item.nodeid)
            return
    answer.send(None)
