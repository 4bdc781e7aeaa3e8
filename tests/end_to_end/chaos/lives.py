"""Lives of a service, each a process of its own that is forked, so that dozens of short ones are not all imports."""

import signal

from tests.end_to_end.chaos.victim import Errand, live
from tests.forked import nursery


class Life:
    """One process that runs a service, from its start on."""

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self._process = nursery().Process(target=live, args=(errand,), daemon=True)
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
