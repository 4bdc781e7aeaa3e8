"""The folder of an embedded Eyelevel: all databases, the event log and the master secret of one process.

Whatever makes it makes it here, so that from the first moment only its owner can look inside: agreements and facts of
both parties lie in it. One that somebody made before keeps the mode that they chose. One process has it at a time.
"""

import fcntl
from pathlib import Path
from typing import IO


class FolderInUse(Exception):
    """Another process runs with this folder."""


def data_folder(path: Path) -> Path:
    """The folder, made where it is not there, for its owner alone (0700); OSError where it cannot be."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def hold(folder: Path) -> IO[str]:
    """Have the folder to oneself as long as the file given back is open; FolderInUse where another process has it.

    The lock is the system's: it goes with the process, however that ends.
    """
    file = (folder / "in-use").open("a", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise FolderInUse(
            f"{folder.resolve()} is in use by another Eyelevel; stop that one, or choose another folder with --data."
        ) from error
    return file
