"""What was told when it happened is what is computed later, as long as nothing changes the past.

Where each fact of an oracle's story comes within the settle time, nothing is dated back, corrected or told once more
of a change, no breach moves but by a clause that says so. And where facts come late, each thing that moves has its
late fact, its decision or its clause (`causes`). Every other history is lived under objectives that have those
clauses; `test_moved_by_a_clause` has an example of each.
"""

import json
import os
from collections import Counter
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from shared.contracts.envelope import CloudEvent
from tests.integration.live.causes import BY_CLAUSE, MOVED, Cause, Causes
from tests.integration.live.histories import PUT, Lived, in_time, late, put_document
from tests.integration.live.life import Life
from tests.integration.live.proof import prove

HISTORIES = int(os.environ.get("EYELEVEL_LIVE_HISTORIES", "300")) // 6

PROMISED = {"owed_by": "provider", "service": "web"}
POINTED: list[dict[str, Any]] = [
    {
        "id": "assessable", "indicator": "availability", "target": "95 %", "counts": {"unknown": "excluded"},
        "not_assessable_above": {"unknown": "50 %"}, "window": {"calendar": "day"},
    },
    {
        "id": "expected", "indicator": "ratio", "good": "ok", "total": "all", "target": "80 %",
        "expected_total": 10, "window": {"calendar": "day"},
    },
    {
        "id": "opened", "indicator": "resolution_time", "within": {"P1": "PT1H", "P2": "PT4H", "P3": "PT8H"},
        "target": "60 %", "counted_in": "opened", "window": {"rolling": "P1D"},
    },
]  # fmt: skip


def pointed(lived: Lived) -> Lived:
    """The same history under objectives that have the clauses by which a breach may move."""
    steps = [replace(step, events=tuple(map(_pointed, step.events))) for step in lived.steps]
    return replace(lived, steps=steps)


def _pointed(event: CloudEvent) -> CloudEvent:
    if event.type != PUT:
        return event
    objectives = [{**PROMISED, **clauses} for clauses in POINTED]
    text = json.dumps({**json.loads(event.data["document"]), "objectives": objectives})
    data = {**event.data, "document": text, "hash": put_document(text).hash}
    return msgspec.structs.replace(event, data=data)


@pytest.mark.timeout(0)
async def test_no_breach_moves_where_nothing_changes_the_past_and_all_ends_as_evaluate_says() -> None:
    told: Counter[str] = Counter()
    wrong: dict[int, Any] = {}
    for seed in range(HISTORIES):
        lived = in_time(seed)
        proof = await prove(pointed(lived) if seed % 2 else lived)
        told += proof.told
        moved = [
            what for what in proof.causes.moved if what[0].startswith("breach.") and what[1] not in BY_CLAUSE
        ]
        if proof.wrong or moved:
            wrong[seed] = proof.wrong, moved
    assert wrong == {}
    assert told["objective.breached"] > HISTORIES, "breaches are told"
    assert told["clock.breached"] > HISTORIES // 4, "and those of clocks"


@pytest.mark.timeout(0)
async def test_what_moves_in_a_late_history_has_its_late_fact_or_decision() -> None:
    told: Counter[str] = Counter()
    moved: Counter[tuple[str, Cause]] = Counter()
    wrong: dict[int, list[str]] = {}
    for seed in range(HISTORIES):
        lived, causes = late(seed), Causes()
        lived = pointed(lived) if seed % 2 else lived
        life = Life(lived.agreement)
        for step in lived.steps:
            decided = await life.take(step.log)
            told.update(row.telling.type for row in decided.verdicts if row.telling.type in MOVED)
            found = list(causes.without(step, decided.verdicts))
            if found:
                wrong[seed] = found
        moved += causes.moved
    assert wrong == {}
    assert {"period.restated", "breach.withdrawn", "breach.amended"} <= told.keys(), "something moved"
    assert {Cause.FACT, Cause.DECISION} <= {cause for _, cause in moved}, "by facts and by decisions"
