"""Which pairs of burn windows are to be told now: each when it comes to be exceeded, again only after it was not.

What is remembered of a pair is up to which log clock its being exceeded was told. A stretch that begins by then goes
on with what was told, also where a late fact has moved its beginning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.evaluator.told import BurnPair


@dataclass(frozen=True, slots=True)
class BurnSeen:
    """A stretch in which a pair is exceeded, from its first instant on; `end` None while it lasts."""

    pair: BurnPair
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class BurnDecision:
    """What to say, in the order of time; what is told then; and what is not ripe yet."""

    tell: tuple[BurnSeen, ...]
    told: dict[str, int]
    unripe: tuple[int, ...]


def decide_burns(told: Mapping[str, int], seen: Sequence[BurnSeen], clock: int, settle: int) -> BurnDecision:
    """The pairs to be told at a tick; `settle` as in deciding."""
    known, tell, unripe = dict(told), [], []
    for run in seen:
        rate = run.pair.rate
        goes_on = rate in known and run.start <= known[rate]
        if not goes_on and clock < run.start + settle:
            unripe.append(run.start)
            continue
        if not goes_on:
            tell.append(run)
        known[rate] = max(known.get(rate, run.start), clock if run.end is None else run.end)
    return BurnDecision(tuple(tell), known, tuple(unripe))
