"""How much the read API keeps in memory: so many facts, and of what was known earlier so many."""

from services.evaluator.reading.agreements import Agreements
from services.evaluator.reading.storage_reading import Committed
from services.evaluator.records import Put
from tests.unit.evaluator.builders import document, instant, told

DOCUMENT = document()
CLOCK = instant("2026-02-01T00:00:00Z")


class Kept:
    """Agreements with as many facts as the number in their name; notes how often one is read from the beginning."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    async def committed(self, agreement: str, after: int, most: int) -> Committed:
        if after == 0 and most:
            self.begun.append(agreement)
        count = int(agreement.rpartition("-")[2])
        facts = [
            (n, CLOCK - n, told(CLOCK - n, "up").encode())
            for n in range(after + 1, min(count, after + most) + 1)
        ]
        return Committed(clock=CLOCK, versions=(Put(1, "", DOCUMENT),), facts=tuple(facts))

    async def as_known(self, agreement: str, clock: int, after: int, most: int) -> Committed:
        return await self.committed(agreement, after, most)


async def test_what_was_asked_least_recently_is_put_away_where_facts_are_too_many():
    kept = Kept()
    agreements = Agreements(kept, most=100, facts=10)
    for name in ("a-4", "b-4", "a-4", "c-2", "a-4", "b-4"):
        await agreements.known(name)
    assert kept.begun == ["a-4", "b-4", "c-2"], "ten facts are held"
    await agreements.known("d-1")
    await agreements.known("a-4")
    assert kept.begun[3:] == ["d-1"], "c was asked least recently"
    await agreements.known("c-2")
    assert kept.begun[4:] == ["c-2"]


async def test_one_with_more_facts_than_all_may_have_is_held_alone():
    kept = Kept()
    agreements = Agreements(kept, most=100, facts=10)
    for name in ("a-4", "big-30", "big-30", "a-4", "big-30"):
        await agreements.known(name)
    assert kept.begun == ["a-4", "big-30", "a-4", "big-30"]


async def test_the_past_counts_with_the_present():
    kept = Kept()
    agreements = Agreements(kept, most=100, facts=10)
    await agreements.known("a-6")
    await agreements.then("a-6", CLOCK - 1)
    await agreements.known("a-6")
    assert kept.begun == ["a-6", "a-6", "a-6"]
