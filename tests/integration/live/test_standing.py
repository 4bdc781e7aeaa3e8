"""A clock whose end was withdrawn stands open until what holds instead is old enough to be told, and no longer."""

import json

import pytest

from tests.integration.live.evaluated import Known
from tests.integration.live.fold import Standing
from tests.integration.live.histories import Step
from tests.integration.live.life import Life
from tests.integration.live.standing import astray, holding
from tests.unit.evaluator.builders import AGREEMENT, document, incident, instant, put

RESOLVED = (
    incident("opened", "2026-01-01T08:00:00Z", priority="P1"),
    incident("resolved", "2026-01-01T08:10:00Z"),
)
BREACHED = "within: PT1H, on_reopen: never_stopped", "open", "clock.breached"
RELEASED = "within: PT8H, on_reopen: continue, where: {status: [open]}", "done", "clock.released"


class Receiver:
    """Who hears the verdicts of one objective on incidents, beside all that has come."""

    def __init__(self, clauses: str) -> None:
        self.life, self.known, self.told = Life(AGREEMENT), Known(), Standing()
        self.text = document(
            "  - {id: fixed, owed_by: provider, indicator: resolution_time, service: webshop, target: 50 %,"
            f" window: {{calendar: year}}, warn_at: [], {clauses}}}\n"
        )

    async def resolved(self) -> None:
        """An incident is resolved in time, and that is told."""
        await self.lives(Step((put(self.text),), instant("2026-01-01T07:00:00Z")))
        assert await self.lives(Step(RESOLVED, instant("2026-01-01T08:10:05Z"))) == ["clock.fulfilled"]

    async def lives(self, step: Step, *, hears: bool = True) -> list[str]:
        """What is told in a step."""
        decided = await self.life.take(step.log)
        self.known.take(step)
        for row in decided.verdicts if hears else ():
            self.told.take(json.loads(row.event))
        return [row.telling.type for row in decided.verdicts]

    def astray(self) -> list[str]:
        return list(astray(self.told, self.known, holding(self.known)))


@pytest.mark.parametrize(("clauses", "status", "then"), [BREACHED, RELEASED])
async def test_an_end_is_withdrawn_at_once_and_what_holds_instead_told_the_settle_time_later(
    clauses: str, status: str, then: str
):
    receiver = Receiver(clauses)
    await receiver.resolved()
    reopened = incident("reopened", "2026-01-01T10:00:00Z", status=status)
    told = await receiver.lives(Step((reopened,), instant("2026-01-01T10:00:00.000001Z")))
    assert (told, receiver.astray()) == (["clock.withdrawn"], [])
    told = await receiver.lives(Step((), instant("2026-01-01T10:00:04.999999Z")))
    assert (told, receiver.astray()) == ([], [])
    told = await receiver.lives(Step((), instant("2026-01-01T10:00:05Z")))
    assert (told, receiver.astray()) == ([then], [])


@pytest.mark.parametrize(("clauses", "status", "then"), [BREACHED, RELEASED])
async def test_a_clock_that_stands_open_for_longer_is_found(clauses: str, status: str, then: str):
    receiver = Receiver(clauses)
    await receiver.resolved()
    reopened = incident("reopened", "2026-01-01T10:00:00Z", status=status)
    await receiver.lives(Step((reopened,), instant("2026-01-01T10:00:00.000001Z")))
    assert await receiver.lives(Step((), instant("2026-01-01T10:00:05.000001Z")), hears=False) == [then]
    assert any("stands as Clock(breach=None, ends={})" in one for one in receiver.astray())


async def test_an_end_that_is_old_enough_and_was_not_told_is_found():
    receiver = Receiver(BREACHED[0])
    await receiver.resolved()
    receiver.told.clocks.clear()
    assert len(receiver.astray()) == 1
