"""Runs evaluator and notifier through a story, and has them die at seeded points on the way.

Each service has its own list of dooms and lives one after the other; whoever dies is followed at once by the next.
The story goes on when all is told, and whenever the evaluator has died: the world does not wait for it. When nobody
is to die any more, the rest comes at once.
"""

import asyncio
import random
import time
from collections.abc import Sequence

from tests.end_to_end.chaos.lives import Life
from tests.end_to_end.chaos.stage import Stage
from tests.end_to_end.chaos.story import Arrival, entries
from tests.end_to_end.chaos.victim import POINTS, Doom

KINDS = tuple((service, point) for service, points in POINTS.items() for point in points)
_FARTHEST = 4
_STUCK_SECONDS = 60


def dooms(seed: int, count: int) -> dict[str, list[Doom]]:
    """`count` dooms by service, every kind in its turn, so that none comes twice more than another."""
    chance = random.Random(seed)
    kinds = [KINDS[n % len(KINDS)] for n in range(count)]
    chance.shuffle(kinds)
    found: dict[str, list[Doom]] = {service: [] for service in POINTS}
    for service, point in kinds:
        found[service].append(Doom(point, chance.randint(1, _FARTHEST)))
    return found


class Lives:
    """The lives of one service, one after the other, each in batches of its own size."""

    def __init__(self, stage: Stage, service: str, doomed: Sequence[Doom], most: int, seed: int) -> None:
        self._stage = stage
        self._service = service
        self._dooms = list(doomed)
        self._most = most
        self._chance = random.Random(f"{seed} {service}")
        self.life = self._next()

    def followed(self) -> bool:
        """Whether it has died just now; then the next one lives already."""
        if not self.life.died():
            return False
        self.life = self._next()
        return True

    @property
    def awaited(self) -> int:
        """How many deaths are still to come."""
        return len(self._dooms) + (self.life.errand.doom is not None)

    def _next(self) -> Life:
        doom = self._dooms.pop(0) if self._dooms else None
        return Life(self._stage.errand(self._service, doom, self._chance.randint(1, self._most)))


async def run(
    stage: Stage,
    portions: Sequence[Sequence[Arrival]],
    doomed: dict[str, list[Doom]],
    most: int,
    seed: int,
) -> None:
    """Through the whole story to its end, when everybody has died who was to, and all is told."""
    left = list(portions)
    evaluator, notifier = (Lives(stage, name, doomed[name], most, seed) for name in POINTS)
    try:
        seen, moved = await stage.progress(), time.monotonic()
        while True:
            died = evaluator.followed(), notifier.followed()
            idle = not any(died) and await stage.idle()
            waiting = evaluator.awaited + notifier.awaited
            if idle and not left:
                break
            if left and (idle or died[0] or not waiting):
                await stage.log.append(entries(left.pop(0), stage.place.partitions))
            now = await stage.progress()
            if now != seen or any(died):
                seen, moved = now, time.monotonic()
            assert time.monotonic() < moved + _STUCK_SECONDS, _stuck(evaluator, notifier)
            await asyncio.sleep(0.05)
        assert waiting == 0, f"the story was over before {waiting} of the deaths had come"
        evaluator.life.end()
        notifier.life.end()
    finally:
        evaluator.life.kill()
        notifier.life.kill()


def _stuck(*lives: Lives) -> str:
    return f"nothing has moved for {_STUCK_SECONDS} s\n" + "\n".join(one.life.said() for one in lives)
