"""One history lived through, and after every step what the evaluator holds beside `evaluate`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.integration.live.evaluated import Known, differences_of
from tests.integration.live.histories import Lived
from tests.integration.live.life import Life

MOST = 4
"""Differences that are named."""


@dataclass
class Proof:
    """What was found: differences by step, the first step with any being the last, and what was told, by type."""

    wrong: dict[int, list[str]] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)


async def prove(lived: Lived) -> Proof:
    """Live through a history."""
    life, known, proof = Life(lived.agreement), Known(), Proof()
    for number, step in enumerate(lived.steps):
        decided = await life.take(step.log)
        known.take(step)
        proof.told.update(row.telling.type for row in decided.verdicts if row.telling.published)
        found = list(_held(life, known))
        if found:
            proof.wrong[number] = found[:MOST]
            break
    return proof


def _held(life: Life, known: Known) -> Iterator[str]:
    """After every fact: the calculus from which it decides."""
    held, evaluation = life.history(), known.evaluated()
    if held is not None and evaluation is not None:
        yield from differences_of(held, evaluation)
