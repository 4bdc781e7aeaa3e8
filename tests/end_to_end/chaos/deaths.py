"""kill -9 of evaluator and notifier, again and again: in the end all is as if nothing had happened.

The measure is a run of the same story that nothing disturbs. Every verdict is there once by its id and byte for
byte the same, in the same order; so are the latest figures, the evaluator's own tables, and what reached both parties.
"""

import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.contracts.topics import DELIVERIES
from shared.contracts.verdicts import VERDICT_TYPES
from tests.end_to_end.chaos import campaign, story
from tests.end_to_end.chaos.outcome import BURN, Outcome, check_same, check_told, outcome_of, repeats
from tests.end_to_end.chaos.stage import Place, Stage, embedded, staged
from tests.end_to_end.chaos.story import HOUR
from tests.end_to_end.chaos.victim import BEFORE_MARK, MID_DELIVERY

SEED = int(os.environ.get("EYELEVEL_CHAOS_SEED", "20260401"))
POINTS = max(28, int(os.environ.get("EYELEVEL_CHAOS_POINTS", "0")))
FEWER = max(14, POINTS // 4)
SMALL, LARGE = 6, 500
"""Records in a batch, at most."""
LATE = 2 * HOUR
"""After its time comes what is found later."""

MARKS = [pytest.mark.chaos, pytest.mark.timeout(120 + 10 * POINTS)]


def say_seed() -> None:
    """Shown by pytest when a test fails."""
    sys.stdout.write(f"again with EYELEVEL_CHAOS_SEED={SEED} EYELEVEL_CHAOS_POINTS={POINTS}\n")


def days_for(kills: int) -> int:
    """A story long enough for so many deaths."""
    return max(3, kills // 5)


@asynccontextmanager
async def run_through(place: Place, kills: int, days: int) -> AsyncIterator[tuple[Stage, Outcome]]:
    """The whole story in a fresh place, with so many kills; with none it is there at once, in large batches."""
    portions = story.portions(SEED, days)
    if not kills:
        portions = [[arrival for portion in portions for arrival in portion]]
    most = SMALL if kills else LARGE
    async with staged(place) as stage:
        await campaign.run(stage, portions, campaign.dooms(SEED, kills), most, SEED)
        yield stage, await outcome_of(stage)


async def undisturbed(folder: Path, days: int) -> Outcome:
    """What follows when nobody dies."""
    async with run_through(embedded(folder), 0, days) as (stage, outcome):
        assert stage.deaths() == []
        await check_told(stage, outcome)
        facts = await stage.rows("evaluator", "facts")
    assert set(outcome.told()) == {*VERDICT_TYPES, f"objective.at_risk {BURN}"}, "the story has everything"
    late = [row for row in facts if row["recorded_at"] and row["recorded_at"] - row["at"] > LATE]
    assert len(late) > days, "facts came late"
    assert len(outcome.kept["contradictions"]) > days, "facts came again with another content"
    return outcome


async def check(place: Place, kills: int, measure: Outcome, days: int) -> None:
    """The story with so many kills ends as the measure says."""
    async with run_through(place, kills, days) as (stage, outcome):
        hit = Counter(stage.deaths())
        wanted = {f"{service}: {point}" for service, point in campaign.KINDS}
        assert set(hit) == wanted, "each kind was hit"
        assert sum(hit.values()) == kills
        check_same(outcome, measure)
        await check_told(stage, outcome)
        interrupted = sum(row["interrupted"] for row in await stage.rows("notifier", "deliveries"))
        assert interrupted >= hit[f"notifier: {MID_DELIVERY}"], "an attempt that was cut off is counted"
        assert await stage.rows("evaluator", "checkpoints"), "there was something to begin from"
        assert await repeats(stage, DELIVERIES.name) >= hit[f"notifier: {BEFORE_MARK}"]
