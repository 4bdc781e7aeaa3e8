"""What stands behind a figure is named with its version, and the time zones are those that are read."""

import subprocess
import sys

from shared.agreements.versions import engine_version, holidays_version, tzdata_version

PACKAGED = """
import zoneinfo
from shared.agreements.versions import tzdata_version, use_packaged_zones
use_packaged_zones()
import tzdata
assert zoneinfo.TZPATH == ()
assert zoneinfo.ZoneInfo("Europe/Berlin")
print(tzdata_version() == tzdata.IANA_VERSION)
"""


def test_each_has_a_version() -> None:
    assert [bool(version) for version in (engine_version(), holidays_version(), tzdata_version())] == [
        True
    ] * 3


def test_packaged_zones_are_named_by_their_release() -> None:
    ran = subprocess.run([sys.executable, "-c", PACKAGED], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "True"
