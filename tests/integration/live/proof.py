"""One history lived through, and after every step what the evaluator holds, shows and has told beside `evaluate`.

Nothing that was told may move without a cause, either (`causes`).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from services.evaluator.ports import VerdictRow
from shared.sla.agreed.objectives import RollingWindow
from tests.integration.live.causes import Causes
from tests.integration.live.evaluated import Known, differences_of
from tests.integration.live.fold import Standing
from tests.integration.live.histories import Lived, Step
from tests.integration.live.life import Decided, Life
from tests.integration.live.shown import Shown
from tests.integration.live.standing import astray, holding

MOST = 4
"""Differences that are named."""
PRUNED = 5
"""By its seed, after how many facts at the least a history is pruned; of none: never."""


@dataclass
class Proof:
    """An evaluator's life, and what was found in it: differences by step; and what was told, held back or not.

    `known` is all that has come.
    """

    life: Life
    known: Known = field(default_factory=Known)
    wrong: dict[int, list[str]] = field(default_factory=dict)
    verdicts: list[VerdictRow] = field(default_factory=list)
    causes: Causes = field(default_factory=Causes)
    _told: Standing = field(default_factory=Standing)
    _shown: Shown = field(default_factory=Shown)
    _sent: set[str] = field(default_factory=set)
    _steps: int = 0

    @property
    def told(self) -> Counter[str]:
        """How many of each type went out."""
        return Counter(row.telling.type for row in self.verdicts if row.telling.published)

    async def live(self, step: Step) -> list[str]:
        """One step more; gives what is wrong after it."""
        decided = await self.life.take(step.log)
        self.known.take(step)
        self._listen(decided)
        found = [*self.causes.without(step, decided.verdicts), *self._held()]
        found += self._unheard_of(decided)
        if step.clock is not None:
            found += self._said()
        if found:
            self.wrong[self._steps] = found[:MOST]
        self._steps += 1
        return found[:MOST]

    def _listen(self, decided: Decided) -> None:
        self._told.rolling = _rolling(self.known)
        self.verdicts += decided.verdicts
        for row in decided.verdicts:
            self._told.take(msgspec.json.decode(row.event))
        for trend in decided.trends:
            self._shown.take(trend, self._told.rolling)

    def _unheard_of(self, decided: Decided) -> Iterator[str]:
        """Whoever hears that something moved was told of it, and who was told hears it."""
        for telling in (row.telling for row in decided.verdicts):
            if telling.amends is not None and (telling.amends in self._sent) is not telling.published:
                yield f"{telling.type} amends {telling.amends}, and went out: {telling.published}"
            if telling.published:
                self._sent.add(telling.id)

    def _held(self) -> Iterator[str]:
        """After every fact: the calculus from which it decides."""
        held, evaluation = self.life.history(), self.known.evaluated()
        if held is not None and evaluation is not None:
            yield from differences_of(held, evaluation)

    def _said(self) -> Iterator[str]:
        """At every tick: what was told, and what is shown."""
        now = holding(self.known)
        yield from astray(self._told, self.known, now)
        yield from self._shown.untrue(self.known, now)


async def prove(lived: Lived) -> Proof:
    """Live through a history, up to the first step with a difference; four of five are pruned on the way."""
    proof = Proof(Life(lived.agreement, checkpoint_facts=lived.seed % PRUNED))
    for step in lived.steps:
        if await proof.live(step):
            break
    return proof


def _rolling(known: Known) -> frozenset[tuple[str, int]]:
    return frozenset(
        (objective.id, terms.version)
        for terms in known.versions
        for objective in terms.objectives
        if isinstance(objective.window, RollingWindow)
    )
