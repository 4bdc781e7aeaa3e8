"""Wall clocks: between instants (µs, UTC) and local dates and times of a zone (SEMANTICS.md, Time).

A wall time that does not exist moves forward by the gap, an ambiguous one is the first: that is what
zoneinfo gives for `fold=0`, whose offset in a gap is the one from before it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from shared.sla.spans import SECOND

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_A_DAY: Final = 86_400


def instant_of(moment: datetime) -> int:
    """Microseconds since the epoch of an aware datetime."""
    passed = moment - _EPOCH
    return (passed.days * _SECONDS_A_DAY + passed.seconds) * SECOND + passed.microseconds


def local(instant: int, zone: str) -> datetime:
    """The wall clock of the zone at an instant between the years 1 and 9999."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone))


def local_date(instant: int, zone: str) -> date:
    """The date that a calendar in the zone shows at an instant."""
    return local(instant, zone).date()


@lru_cache(maxsize=65_536)
def wall(day: date, since_midnight: int, zone: str) -> int:
    """The instant at which clocks of the zone show that much after 00:00 of a date (24 h: the next 00:00)."""
    shown = datetime.combine(day, time.min) + timedelta(microseconds=since_midnight)
    return instant_of(shown.replace(tzinfo=ZoneInfo(zone)))


def midnight(day: date, zone: str) -> int:
    """The instant at which a local date begins."""
    return wall(day, 0, zone)
