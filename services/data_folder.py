"""The folder of an embedded Eyelevel: all databases, the event log and the master secret of one process.

Whatever makes it makes it here, so that from the first moment only its owner can look inside: agreements and facts of
both parties lie in it. One that somebody made before keeps the mode that they chose.
"""

from pathlib import Path


def data_folder(path: Path) -> Path:
    """The folder, made where it is not there, for its owner alone (0700); OSError where it cannot be."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
