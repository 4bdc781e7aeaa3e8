"""The stories that are told: 500 of them, or as many as EYELEVEL_ORACLE_STORIES says, in shards for the workers."""

import os
from collections import Counter
from functools import cache

from tests.oracle.agreement import answer_calculated, answers, differences
from tests.oracle.reached import reached
from tests.oracle.stories import story

CI = 500
RARE = (554, 593, 647, 719, 831, 1325, 1954)
"""Further seeds, for what 500 stories seldom reach."""
SHARDS = 2


def stories() -> int:
    return int(os.environ.get("EYELEVEL_ORACLE_STORIES", CI))


def disagreements(shard: int) -> dict[int, list[str]]:
    """The seeds of a shard on which the two do not agree, with the first fields that differ."""
    wrong = {}
    for seed in [*range(shard, stories(), SHARDS), *RARE[shard::SHARDS]]:
        found = list(differences("", *answers(story(seed))))
        if found:
            wrong[seed] = found[:4]
    return wrong


@cache
def tally() -> Counter[str]:
    """How many of the stories of CI reach each name."""
    found: Counter[str] = Counter()
    for seed in [*range(CI), *RARE]:
        told = story(seed)
        found.update(reached(told, answer_calculated(told)))
    return found
