"""Where a run keeps the files of its tests: in memory, where the machine has room for them.

SQLite waits for the disk at every commit, and the tests commit tens of thousands of times. They kill programs, never
the machine: what a program has written is there after its death, in memory as on a disk. PYTEST_DEBUG_TEMPROOT or
--basetemp name another place.
"""

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
_NEEDED = 2 << 30
"""Bytes. A whole run leaves 400 MB, and others may run beside it."""
_VARIABLE = "PYTEST_DEBUG_TEMPROOT"


def in_memory() -> None:
    """Have pytest make its folders in memory, unless somebody has said where, or memory is short."""
    if _VARIABLE not in os.environ and _has_room(_MEMORY):
        os.environ[_VARIABLE] = str(_MEMORY)


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _NEEDED
