"""Whole processes: time, processor time and peak memory of one, by the system's own accounting."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_KILO = 1 if sys.platform == "darwin" else 1_024
"""What the system counts peak memory in."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and processor time in ns, peak memory in bytes."""

    wall: int
    cpu: int
    peak: int


def spent(command: Sequence[str]) -> Spent:
    """Run a command to its end, its output read by nobody; CalledProcessError where it fails."""
    since = time.perf_counter_ns()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter_ns() - since
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu = round((usage.ru_utime + usage.ru_stime) * 1_000_000_000)
    return Spent(wall, cpu, usage.ru_maxrss * _KILO)


def in_turn(commands: dict[str, Sequence[str]], rounds: int) -> dict[str, list[Spent]]:
    """Each command once a round, to and fro, after one round that does not count."""
    found: dict[str, list[Spent]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items() if number % 2 else reversed(commands.items()):
            one = spent(command)
            if number:
                found[name].append(one)
    return found


def eyelevel(*arguments: str | Path) -> list[str]:
    """The command as it is installed beside this Python."""
    return [str(Path(sys.executable).with_name("eyelevel")), *map(str, arguments)]


def python(*arguments: str | Path) -> list[str]:
    """This Python."""
    return [sys.executable, *map(str, arguments)]
