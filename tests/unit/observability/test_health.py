"""Ready, or why not."""

import asyncio

from shared.observability.health import Health


async def test_with_no_check_and_with_silent_checks_all_is_well() -> None:
    health = Health()
    assert await health.troubles() == {}
    health.add("log", lambda: None)
    assert await health.troubles() == {}


async def test_each_trouble_is_told_by_its_name_whether_asked_at_once_or_awaited() -> None:
    async def database() -> str | None:
        await asyncio.sleep(0)
        return "the tables are missing"

    health = Health()
    health.add("log", lambda: "no broker answers")
    health.add("fine", lambda: None)
    health.add("database", database)

    assert await health.troubles() == {"log": "no broker answers", "database": "the tables are missing"}


async def test_a_check_that_breaks_is_a_trouble_and_hides_no_other() -> None:
    health = Health()
    health.add("broken", lambda: str(1 // 0))
    health.add("log", lambda: "no broker answers")

    troubles = await health.troubles()

    assert troubles["log"] == "no broker answers"
    assert troubles["broken"].startswith("the check itself failed: ZeroDivisionError")


async def test_a_check_that_never_answers_is_a_trouble() -> None:
    async def forever() -> str | None:
        await asyncio.Event().wait()
        return None

    health = Health(patience=0.01)
    health.add("database", forever)

    assert await health.troubles() == {"database": "no answer in time"}


async def test_who_asks_while_the_checks_are_asked_shares_their_answer() -> None:
    asked, may_answer = 0, asyncio.Event()

    async def database() -> str | None:
        nonlocal asked
        asked += 1
        await may_answer.wait()
        return f"asked {asked} times"

    health = Health()
    health.add("database", database)
    first, second, third = (asyncio.create_task(health.troubles()) for _ in range(3))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    may_answer.set()

    assert await second == await third == {"database": "asked 1 times"}
    assert first.cancelled()
    assert await health.troubles() == {"database": "asked 2 times"}
