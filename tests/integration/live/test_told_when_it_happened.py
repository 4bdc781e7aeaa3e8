"""What was told when it happened is what is computed later: as long as nothing changes the past, no breach moves.

The histories are the oracle's stories as they happen: each fact comes within the settle time, nothing is dated back,
corrected or told once more of a change. Two clauses let time itself take a breach back, and are left out: an expected
total that is exceeded allows more failures, and past an agreed share of unknown nothing is assessed.
"""

import os
from collections import Counter
from typing import Any

import pytest

from services.evaluator.ports import VerdictRow
from shared.sla.objectives import Availability, Ratio
from tests.integration.live.evaluated import Known
from tests.integration.live.histories import in_time
from tests.integration.live.proof import Proof, prove

HISTORIES = int(os.environ.get("EYELEVEL_LIVE_HISTORIES", "300")) // 5
MOVES = ("breach.amended", "breach.withdrawn")


def takes_back(known: Known, row: VerdictRow) -> bool:
    """Whether the objective has a clause by which time itself takes a breach back."""
    for terms in known.versions:
        for objective in terms.objectives:
            if (terms.version, objective.id) == (row.version, row.objective):
                match objective.indicator:
                    case Ratio(expected_total=int()):
                        return True
                    case Availability(not_assessable_above=bound):
                        return bound is not None
    return False


def moved(proof: Proof) -> list[str]:
    """What was told as moved or taken back, and was not to be."""
    return [
        f"{row.telling.type} of {row.objective}, told for {row.telling.was}"
        for row in proof.verdicts
        if row.telling.type in MOVES and not takes_back(proof.known, row)
    ]


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
