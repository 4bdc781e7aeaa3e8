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


@dataclass
class Proof:
    """What was found: differences by step, the first step with any being the last; and what was told, held back or
    not. `known` is all that has come.
    """

    known: Known
    wrong: dict[int, list[str]] = field(default_factory=dict)
    verdicts: list[VerdictRow] = field(default_factory=list)

    @property
    def told(self) -> Counter[str]:
        """How many of each type went out."""
        return Counter(row.telling.type for row in self.verdicts if row.telling.published)


async def prove(lived: Lived) -> Proof:
    """Live through a history."""
    life, known = Life(lived.agreement), Known()
    proof = Proof(known)
    told, shown, causes = Standing(), Shown(), Causes()
    for number, step in enumerate(lived.steps):
        decided = await life.take(step.log)
        known.take(step)
        told.rolling = _rolling(known)
        _listen(decided, told, shown, proof)
        found = [*causes.without(number, step, decided.verdicts)]
        found += [*_held(life, known), *_said(step, known, told, shown)]
        if found:
            proof.wrong[number] = found[:MOST]
            break
    return proof


def _rolling(known: Known) -> frozenset[tuple[str, int]]:
    return frozenset(
        (objective.id, terms.version)
        for terms in known.versions
        for objective in terms.objectives
        if isinstance(objective.window, RollingWindow)
    )


def _listen(decided: Decided, told: Standing, shown: Shown, proof: Proof) -> None:
    proof.verdicts += decided.verdicts
    for row in decided.verdicts:
        told.take(msgspec.json.decode(row.event))
    for trend in decided.trends:
        shown.take(trend, told.rolling)


def _held(life: Life, known: Known) -> Iterator[str]:
    """After every fact: the calculus from which it decides."""
    held, evaluation = life.history(), known.evaluated()
    if held is not None and evaluation is not None:
        yield from differences_of(held, evaluation)


def _said(step: Step, known: Known, told: Standing, shown: Shown) -> Iterator[str]:
    """At every tick: what was told, and what is shown."""
    if step.clock is not None:
        now = holding(known)
        yield from astray(told, known, now)
        yield from shown.untrue(known, now)
