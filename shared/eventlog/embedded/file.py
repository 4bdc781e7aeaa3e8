"""One SQLite file as this process sees it: a single writing thread, and a bell for those who wait for records.

All instances of the embedded log in one process that name the same file share one `LogFile` (SQLite lets only one
write at a time, and a shared writer turns the appends of all services into few transactions). It is opened by the
first and closed by the last. After a transaction it rings for the topics that grew; what another process wrote is
noticed within `LISTEN` seconds, by SQLite's own change counter.
"""

import math
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

from shared.eventlog.embedded import schema, writing
from shared.eventlog.embedded.sweeping import sweep
from shared.eventlog.embedded.writing import Request
from shared.eventlog.port import LogUnavailable

LISTEN = 0.1
"""Seconds after which another process's records are noticed, and noted progress is written."""
_MERGED = 20_000  # entries in one transaction, about: what a disk takes in well under a second

_SWEPT = 600  # seconds between two looks for what is old enough to go

Bell = Callable[[], None]
Clock = Callable[[], int]
"""Now, in microseconds since the epoch."""

_open: dict[Path, "LogFile"] = {}
_opening = threading.Lock()


def take(path: Path, clock: Clock) -> "LogFile":
    """The shared file of this process; give it back with `give_back`. `clock` of the first to open counts."""
    place = path.resolve()
    with _opening:
        file = _open.get(place)
        if file is None:
            file = _open[place] = LogFile(place, clock)
        file.holders += 1
        return file


def give_back(file: "LogFile") -> None:
    """Close it when nobody holds it any more. Waits for the transaction in hand."""
    with _opening:
        file.holders -= 1
        if file.holders == 0:
            del _open[file.path]
            file.close()


class LogFile:
    """The writing side of one file. Safe to call from any thread."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self.holders = 0
        self._clock = clock
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._noted: dict[tuple[str, str], int] = {}
        self._unwritten: set[tuple[str, str]] = set()
        self._bells: dict[Bell, frozenset[str]] = {}
        self._lock = threading.Lock()
        self._connection = schema.connect(path)
        schema.create_tables(self._connection)
        self._seen_version = self._version()
        self._swept = -math.inf
        self._thread = threading.Thread(target=self._write, name=f"eventlog {path.name}", daemon=True)
        self._thread.start()

    def append(self, request: Request) -> None:
        """Queue the request; its `done` is called from the writing thread."""
        self._requests.put(request)

    def note(self, group: str, topic: str, offset: int) -> None:
        """Keep a group's progress, with the next pause of the writing."""
        with self._lock:
            self._noted[group, topic] = offset
            self._unwritten.add((group, topic))

    def noted(self, group: str, topic: str) -> int | None:
        """What this process noted last, written or not."""
        with self._lock:
            return self._noted.get((group, topic))

    def listen(self, bell: Bell, topics: frozenset[str]) -> None:
        """Ring when one of the topics may have grown. Rung from the writing thread."""
        with self._lock:
            self._bells[bell] = topics

    def unlisten(self, bell: Bell) -> None:
        """Ring it no more."""
        with self._lock:
            self._bells.pop(bell, None)

    def close(self) -> None:
        """Write what was queued, then close the file."""
        self._requests.put(None)
        self._thread.join(timeout=5)

    def _write(self) -> None:
        going, looked = True, time.monotonic()
        while going:
            requests: list[Request] = []
            going = self._collect(requests)
            if requests:
                self._append(requests)
            if not going or time.monotonic() - looked >= LISTEN:
                self._look_around()
                looked = time.monotonic()
        self._connection.close()

    def _collect(self, requests: list[Request]) -> bool:
        """Everything queued by now, up to a good size; waits for the first. False when closing."""
        try:
            request = self._requests.get(timeout=LISTEN)
            size = 0
            while request is not None:
                requests.append(request)
                size += len(request.entries)
                if size >= _MERGED:
                    return True
                request = self._requests.get_nowait()
        except queue.Empty:
            return True
        return False

    def _append(self, requests: list[Request]) -> None:
        try:
            grown = writing.append(self._connection, requests, self._clock())
        except Exception as problem:  # noqa: BLE001 - whatever it was, those who wait must hear of it
            for request in requests:
                request.done(LogUnavailable(f"The log file {self.path.name} took nothing: {problem}"))
            return
        for request in requests:
            request.done(request.problem)
        self._ring(grown)

    def _look_around(self) -> None:
        """Write noted progress; ring when another process has written."""
        with self._lock:
            unwritten, self._unwritten = self._unwritten, set()
            progress = {key: self._noted[key] for key in unwritten}
        try:
            if progress:
                writing.note(self._connection, progress)
            if time.monotonic() - self._swept >= _SWEPT:
                more = sweep(self._connection, self._clock())
                self._swept = -math.inf if more else time.monotonic()
            version = self._version()
        except sqlite3.Error:
            with self._lock:
                self._unwritten |= unwritten
            return
        if version != self._seen_version:
            self._seen_version = version
            self._ring(None)

    def _version(self) -> int:
        """Changes when somebody else than this connection has written."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _ring(self, grown: frozenset[str] | None) -> None:
        with self._lock:
            bells = [bell for bell, topics in self._bells.items() if grown is None or topics & grown]
        for bell in bells:
            bell()
