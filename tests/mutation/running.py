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
from ctypes import c_int
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Final

import pytest

from tests.mutation.changes import Mutant
from tests.mutation.plan import ROOT
from tests.mutation.switching import switch_to

_MEMORY = 4 << 30
_SWITCHED = "switched"
_FORK: Final = get_context("fork")


@dataclass(frozen=True, slots=True)
class Question:
    """A mutant, and the names of the examples that may notice it, each with the processor time it may take."""

    mutant: Mutant
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """The example that noticed a mutant, None where it lives; `endless`: by not coming to an end."""

    mutant: Mutant
    noticed_by: str | None
    endless: bool = False


class CouldNotRun(Exception):
    """A mutant could not be put in place, or no example could be read."""


def with_examples(paths: Iterable[str], act: Callable[[Sequence[pytest.Item]], None]) -> None:
    """Read these files of examples and hand them on; CouldNotRun where they cannot be read."""
    told = ["-c", os.devnull, "--rootdir", str(ROOT), "--import-mode=importlib", "--noconftest"]
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
    _running: dict[Connection, _Asked] = field(default_factory=dict)

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
        here, there = _FORK.Pipe(duplex=False)
        place = _FORK.RawValue("i", 0)
        process = _FORK.Process(target=_try, args=(question.mutant, items, place, there))
        process.start()
        there.close()
        self._running[here] = _Asked(question, process, place)

    def _take(self, tell: Callable[[Answer], None]) -> None:
        for ready in wait(list(self._running)):
            assert isinstance(ready, Connection)
            asked = self._running.pop(ready)
            tell(_answer(asked, ready))
            asked.process.join()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A running question; `place`: the number of the example that it has come to."""

    question: Question
    process: ForkProcess
    place: c_int


def _answer(asked: _Asked, told: Connection) -> Answer:
    mutant = asked.question.mutant
    try:
        if told.recv() != _SWITCHED:
            raise CouldNotRun(mutant.diff)
    except EOFError as error:
        told.close()
        raise CouldNotRun(mutant.diff) from error
    try:
        return Answer(mutant, told.recv())
    except EOFError:
        return Answer(mutant, list(asked.question.seconds)[asked.place.value], endless=True)
    finally:
        told.close()


def _try(
    mutant: Mutant, items: Sequence[tuple[pytest.Item, float]], place: c_int, answer: Connection
) -> None:
    """Run one mutant: tell that it is in place, then who noticed it."""
    switch_to(mutant)
    answer.send(_SWITCHED)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for said in (sys.stdout, sys.stderr):
        os.dup2(nowhere, said.fileno())
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for number, (item, seconds) in enumerate(items):
        place.value = number
        signal.setitimer(signal.ITIMER_PROF, seconds)
        if not run_item(item):
            answer.send(item.nodeid)
            return
    answer.send(None)
