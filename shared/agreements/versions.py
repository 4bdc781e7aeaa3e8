"""What stands behind a figure beside facts and terms: engine, time zone database, holidays, each with its version.

They are part of every figure (SEMANTICS.md, Time), since another version of them may give another one.
"""

from __future__ import annotations

import re
import zoneinfo
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Final

from shared import __version__

_NAMED: Final = re.compile(r"# version (\S+)|^(\d{4}[a-z]+)$", re.MULTILINE)


def engine_version() -> str:
    """The version of Eyelevel, whose calculus this is."""
    return __version__


def tzdata_version() -> str:
    """The version of the time zone database that zoneinfo reads: the system's where it has one, else the package's."""
    for folder in zoneinfo.TZPATH:
        if (Path(folder) / "UTC").is_file():
            return _of_folder(Path(folder))
    return _of_package()


@lru_cache(maxsize=8)
def _of_folder(folder: Path) -> str:
    for name in ("+VERSION", "tzdata.zi"):
        if (folder / name).is_file():
            with (folder / name).open(encoding="ascii", errors="replace") as file:
                match = _NAMED.search(file.readline().strip())
            if match is not None:
                return match.group(1) or match.group(2)
    return "system"


@lru_cache(maxsize=1)
def _of_package() -> str:
    return str(import_module("tzdata").IANA_VERSION)


@lru_cache(maxsize=1)
def holidays_version() -> str:
    """The version of the `holidays` library."""
    return metadata.version("holidays")


def use_packaged_zones() -> None:
    """Let zoneinfo read the time zones of the `tzdata` package alone, the same on every machine.

    For composition roots, before the first zone is made.
    """
    zoneinfo.reset_tzpath(to=())
