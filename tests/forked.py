"""Processes that are quick to start: each is forked from a server that has everything imported already.

A start from nothing takes more than a second of a processor, and the tests start hundreds. What is forked is a process
of its own all the same: its arguments, environment and streams are those of a command, it ends with a status, and it
is killed like any other. That services and command start from nothing is shown where that is the subject.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import TextIO

IMPORTED = (
    "__main__",
    "services.cli.agreement",
    "services.cli.evaluate",
    "services.cli.hours",
    "services.cli.main",
    "services.cli.migrate",
    "services.cli.up",
    "services.embedded",
    "shared.database.migrations",
    "shared.eventlog.kafka",
    "tests.end_to_end.chaos.victim",
)
"""Of everything that is forked, since a worker has one such server."""


def nursery() -> ForkServerContext:
    """Where processes are forked."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    return context


class Forked:
    """A process that runs to the end of `act`, with what `subprocess.Popen` has of it.

    `act` is a function of a module. What the process prints is added to `output`, and `errors` if that is another file.
    """

    def __init__(
        self,
        act: Callable[[], object],
        arguments: Sequence[str] = (),
        *,
        output: Path,
        errors: Path | None = None,
        reads: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        streams = reads, output, errors or output
        told = act, list(arguments), dict(os.environ if env is None else env), streams
        self._process: ForkServerProcess = nursery().Process(target=_live, args=told, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def poll(self) -> int | None:
        """The status, once it has ended; that of a signal is negative."""
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int:
        """The status; TimeoutExpired where it has none in time."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, seconds or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def module(name: str) -> Callable[[], object]:
    """What `python -m name` does."""
    return partial(runpy.run_module, name, run_name="__main__", alter_sys=True)


def command(folder: Path, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """`eyelevel` with these arguments, to its end. `folder` takes what it reads and prints."""
    from services.cli.main import run

    reads, output, errors = (folder / f"command.{name}" for name in ("in", "out", "err"))
    reads.write_text(stdin, encoding="utf-8")
    for said in (output, errors):
        said.write_bytes(b"")
    status = Forked(run, arguments, reads=reads, output=output, errors=errors).wait(60)
    return subprocess.CompletedProcess(
        list(arguments), status, output.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8")
    )


def _live(
    act: Callable[[], object],
    arguments: list[str],
    env: dict[str, str],
    streams: tuple[Path | None, Path, Path],
) -> None:
    os.environ.clear()
    os.environ.update(env)
    sys.argv[1:] = arguments
    reads, output, errors = streams
    sys.stdin = (reads or Path(os.devnull)).open(encoding="utf-8")
    os.dup2(sys.stdin.fileno(), 0)
    sys.stdout, sys.stderr = _stream(1, output), _stream(2, errors)
    act()


def _stream(number: int, file: Path) -> TextIO:
    with file.open("ab") as opened:
        os.dup2(opened.fileno(), number)
    return os.fdopen(number, "w", buffering=1, encoding="utf-8", closefd=False)
