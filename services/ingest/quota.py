"""How much of what is refused is kept: a broken producer must not fill `eyelevel.rejected.v1`.

A bucket per source and one for all of them. Each refills steadily up to its size; a record that finds its bucket
empty is counted but not kept. Time is when the log took the raw record, so that a replay decides alike. Sources
are remembered up to a bound, the one longest unheard is forgotten first (it comes back with a full bucket; the
bucket for all stands against a producer that changes its name).
"""

from dataclasses import dataclass
from typing import Final

SECOND: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`size` records at once, and `per_second` in the long run."""

    size: int
    per_second: int


class _Bucket:
    """What is left, in millionths of a record, so that the refill of a microsecond is a whole number."""

    def __init__(self, rate: Rate, now: int) -> None:
        self._rate = rate
        self._left = rate.size * SECOND
        self._at = now

    def refill(self, now: int) -> None:
        passed = max(0, now - self._at)
        self._left = min(self._rate.size * SECOND, self._left + passed * self._rate.per_second)
        self._at = max(self._at, now)

    def holds_one(self) -> bool:
        return self._left >= SECOND

    def take_one(self) -> None:
        self._left -= SECOND


class Quota:
    """Whether one more refused record is kept."""

    def __init__(self, per_source: Rate, overall: Rate, most_sources: int = 10_000) -> None:
        self._per_source = per_source
        self._most = most_sources
        self._overall = _Bucket(overall, 0)
        self._sources: dict[str, _Bucket] = {}

    def allows(self, source: str, now: int) -> bool:
        """Take one from the source's share and from that of all; False when either is used up. `now` in µs."""
        bucket = self._sources.pop(source, None) or _Bucket(self._per_source, now)
        self._sources[source] = bucket
        if len(self._sources) > self._most:
            del self._sources[next(iter(self._sources))]
        bucket.refill(now)
        self._overall.refill(now)
        if not (bucket.holds_one() and self._overall.holds_one()):
            return False
        bucket.take_one()
        self._overall.take_one()
        return True
