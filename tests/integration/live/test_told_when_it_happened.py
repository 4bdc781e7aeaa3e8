"""What was told when it happened is what is computed later, as long as nothing changes the past.

Where each fact of an oracle's story comes within the settle time, nothing is dated back, corrected or told once more
of a change, no breach moves. And where facts come late, each thing that moves has its late fact or decision. Two
clauses let time itself take a breach back, and are left out: an expected total that is exceeded allows more failures,
and past an agreed share of unknown nothing is assessed.
"""

import os
from collections import Counter
from typing import Any

import pytest

from services.evaluator.ports import VerdictRow
from shared.sla.told.versions import objective_of
from tests.integration.live.causes import MOVED, Causes, takes_back
from tests.integration.live.histories import in_time, late
from tests.integration.live.life import Life
from tests.integration.live.proof import Proof, prove

HISTORIES = int(os.environ.get("EYELEVEL_LIVE_HISTORIES", "300")) // 6
MOVES = ("breach.amended", "breach.withdrawn")


def moved(proof: Proof) -> list[str]:
    """What was told as moved or taken back, and was not to be."""
    return [
        f"{row.telling.type} of {row.objective}, told for {row.telling.was}"
        for row in proof.verdicts
        if row.telling.type in MOVES and not _by_time(proof, row)
    ]


def _by_time(proof: Proof, row: VerdictRow) -> bool:
    versions = {terms.version: terms for terms in proof.known.versions}
    objective = objective_of(versions[row.version], row.objective)
    return objective is not None and takes_back(objective)


@pytest.mark.timeout(0)
async def test_no_breach_moves_where_nothing_changes_the_past_and_all_ends_as_evaluate_says() -> None:
    told: Counter[str] = Counter()
    wrong: dict[int, Any] = {}
    for seed in range(HISTORIES):
        proof = await prove(in_time(seed))
        told += proof.told
        if proof.wrong or moved(proof):
            wrong[seed] = proof.wrong, moved(proof)
    assert wrong == {}
    assert told["objective.breached"] > HISTORIES, "breaches are told"
    assert told["clock.breached"] > HISTORIES // 4, "and those of clocks"


@pytest.mark.timeout(0)
async def test_what_moves_in_a_late_history_has_its_late_fact_or_decision() -> None:
    told: Counter[str] = Counter()
    wrong: dict[int, list[str]] = {}
    for seed in range(HISTORIES):
        lived, causes = late(seed), Causes()
        life = Life(lived.agreement)
        for number, step in enumerate(lived.steps):
            decided = await life.take(step.log)
            told.update(row.telling.type for row in decided.verdicts if row.telling.type in MOVED)
            found = list(causes.without(number, step, decided.verdicts))
            if found:
                wrong[seed] = found
    assert wrong == {}
    assert {"period.restated", "breach.withdrawn", "breach.amended"} <= told.keys(), "something moved"
