"""A process that ends after every step and begins from checkpoints decides what one that keeps every fact decides.

The histories have facts of every kind, late ones among them. EYELEVEL_CHECKPOINT_HISTORIES says how many are lived.
"""

import os

from tests.integration.live.histories import history
from tests.integration.live.life import Decided, Life
from tests.integration.live.memory import Memory

HISTORIES = int(os.environ.get("EYELEVEL_CHECKPOINT_HISTORIES", "12"))


def said(decided: Decided) -> tuple[list[bytes], list[object]]:
    return [row.event for row in decided.verdicts], list(decided.trends)


async def test_every_verdict_and_trend_is_the_same_byte_for_byte() -> None:
    kept = 0
    for seed in range(HISTORIES):
        lived, store = history(seed), Memory()
        whole, pruned = Life(lived.agreement), Life(lived.agreement, store, checkpoint_facts=3)
        for number, step in enumerate(lived.steps):
            wanted, found = await whole.take(step.log), await pruned.take(step.log)
            assert said(found) == said(wanted), (seed, number)
            pruned.restart()
        kept += sum(len(rows) for rows in store.checkpoints.values())
    assert kept > HISTORIES // 4
