"""The histories that are lived: 300 of them, or as many as EYELEVEL_LIVE_HISTORIES says, in shards for the workers."""

import os
from collections import Counter
from collections.abc import Sequence

from tests.integration.live.histories import history
from tests.integration.live.proof import prove

CI = 300
SHARDS = 2


def histories() -> int:
    return int(os.environ.get("EYELEVEL_LIVE_HISTORIES", CI))


async def lived(shard: int) -> tuple[dict[int, dict[int, Sequence[str]]], Counter[str]]:
    """The seeds of a shard on which live and evaluated differ, by step; and how many verdicts of each type went out."""
    wrong: dict[int, dict[int, Sequence[str]]] = {}
    told: Counter[str] = Counter()
    for seed in range(shard, histories(), SHARDS):
        proof = await prove(history(seed))
        told += proof.told
        if proof.wrong:
            wrong[seed] = dict(proof.wrong)
    return wrong, told
