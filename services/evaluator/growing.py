"""A history that grows, and is pruned when enough came since: so many facts as are agreed, and a share of what it held.

So pruning costs each fact the same however long the agreement runs. What decides and what answers prune alike.
"""

from dataclasses import dataclass
from typing import Final

from shared.sla.facts import Fact
from shared.sla.figures import Placement, Repeated
from shared.sla.history import History
from shared.sla.spans import HOUR
from shared.sla.told.checkpoint import HistoryCheckpoint

LATENESS: Final = HOUR
"""How far before the log clock the horizon lies: facts that are late by less do not reach before it."""
_SHARE: Final = 8
"""It is pruned again after an eighth of what it holds."""


@dataclass(slots=True)
class Growing:
    """`fresh`: the facts taken in since it was pruned; `size`: the facts and changes of state that it held then."""

    history: History
    fresh: int = 0
    size: int = 0

    def add(self, fact: Fact) -> Placement:
        """Take a fact in; before.Forgotten where that needs one that is gone."""
        placement = self.history.add(fact)
        if not isinstance(placement, Repeated):
            self.fresh += 1
        return placement

    def is_due(self, every: int) -> bool:
        """Whether it is to be pruned; `every`: after so many facts at the least, 0: never."""
        return 0 < every <= self.fresh and self.fresh * _SHARE >= self.size

    def prune(self, clock: int) -> HistoryCheckpoint:
        """Forget what no question from the log clock on needs; what is left. Takes the time of all that it holds."""
        self.history.forget(clock - LATENESS)
        left = self.history.checkpoint()
        self.fresh, self.size = 0, left.size
        return left

    def rest(self) -> None:
        """It goes back further since a fact came late: it shall not be pruned, and built again, for each such."""
        self.fresh, self.size = 0, self.size + self.fresh
