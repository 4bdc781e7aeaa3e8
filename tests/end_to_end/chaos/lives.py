"""Processes that are quick to start: each is forked from a server that has everything imported already.

A start from nothing takes a second of a processor; dozens of short lives would be nothing but imports. What is forked
is a process of its own all the same, and is killed like any other.
"""

import multiprocessing
import signal
from multiprocessing.context import ForkServerContext

from tests.end_to_end.chaos.victim import Errand, live


class Life:
    """One process that runs a service, from its start on."""

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self._process = _nursery().Process(target=live, args=(errand,), daemon=True)
        self._process.start()

    def died(self) -> bool:
        """Whether it was killed by -9; an AssertionError where it ended in any other way."""
        code = self._process.exitcode
        if code is None:
            return False
        self._process.join()
        assert code == -signal.SIGKILL, f"{self.errand} ended with {code}:\n{self.said()}"
        return True

    def kill(self) -> None:
        """kill -9, as a machine that loses its power."""
        self._process.kill()
        self._process.join()

    def end(self) -> None:
        """Ask it to stop, and wait; what does not stop is killed, and a failure."""
        if self._process.exitcode is not None:
            return
        self._process.terminate()
        self._process.join(20)
        if self._process.exitcode is None:
            self.kill()
            raise AssertionError(f"{self.errand} did not stop:\n{self.said()}")

    def said(self) -> str:
        """The end of its log."""
        return self.errand.output.read_text()[-4000:] if self.errand.output.exists() else ""


def _nursery() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "tests.end_to_end.chaos.victim"])
    return context
