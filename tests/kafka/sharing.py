"""One broker for all workers of a test run: the first to come starts it, the last to leave stops it.

A file says who uses it, by process id; a lock guards the file. Who died without leaving is not counted.
"""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.kafka.broker import KafkaBroker


@contextlib.contextmanager
def shared_broker(folder: Path) -> Iterator[str]:
    """The address of the broker whose files lie in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder) as state:
        _forget_the_dead(state)
        if not state.get("users") or not _alive(state["broker"]):
            broker = KafkaBroker(folder / f"broker-{time.time_ns()}")
            broker.start()
            state.update(broker=broker.leave_running(), address=broker.address, users=[])
        state["users"].append(os.getpid())
        address = str(state["address"])
    try:
        yield address
    finally:
        with _locked(folder) as state:
            state["users"].remove(os.getpid())
            _forget_the_dead(state)
            if not state["users"]:
                _end(state["broker"])


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "users.json").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        state = json.loads(file.read() or "{}")
        yield state
        file.seek(0)
        file.truncate()
        json.dump(state, file)


def _forget_the_dead(state: dict[str, Any]) -> None:
    state["users"] = [pid for pid in state.get("users", []) if _alive(pid)]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        not Path(f"/proc/{pid}/stat").exists()
        or Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1][1] != "Z"
    )


def _end(pid: int, within: float = 15) -> None:
    """Stop the broker, whoever started it."""
    until = time.monotonic() + within
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        while _alive(pid):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
