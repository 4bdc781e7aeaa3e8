"""The read API on each kind of database: what was known then, rows of the ledger by pages, and a trial."""

import msgspec

from shared.contracts.instants import parse_instant
from shared.contracts.topics import TRENDS
from shared.sla.spans import HOUR
from tests.integration.evaluator import lively, story
from tests.integration.evaluator.asking import asking
from tests.integration.evaluator.told_and_answered import answered, told_as_answered
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, document, objective, put, tick, told


async def test_every_verdict_of_every_indicator_is_what_the_api_answers_of_its_clock(world: World):
    clock = parse_instant("2026-01-01T00:00:00Z")
    await world.tell(tick(clock), put(lively.AGREED))
    for fact in (*lively.FACTS, *lively.LATE):
        clock = max(clock, parse_instant(str(fact.time))) + HOUR
        await world.tell(fact, tick(clock))
    for at in ("2026-01-09T00:00:00Z", "2026-02-01T00:00:10Z", "2026-02-08T00:00:10Z"):
        await world.tell(tick(at))
    found = await told_as_answered(world)
    assert {"clock.fulfilled", "clock.breached", "objective.breached", "period.closed"} <= found.keys()


async def test_every_trend_is_what_the_api_answers_of_its_clock(world: World):
    await world.replay(story.log_of(3, days=2), 100)
    trends = [msgspec.json.decode(body)["data"] for body in await world.entries(TRENDS.name)]
    async with asking(world) as api:
        for data in trends[::80]:
            said = {**data["figures"], "period": data["period"]}
            assert await answered(api, data, rolling=data["objective"]["id"] == "rolling") == said
    assert len(trends) > 400


async def test_more_than_a_hundred_stretches_of_one_class_come_by_pages(world: World):
    flaps = [
        told(f"2026-01-02T{hour:02d}:{minute:02d}:{second:02d}Z", "down" if second < 30 else "up")
        for hour in range(4)
        for minute in range(60)
        for second in (15, 45)
    ]
    text = document(objective(window="{calendar: day}"))
    await world.tell(tick("2026-01-01T12:00:00Z"), put(text), *flaps, tick("2026-01-03T12:00:00Z"))
    async with asking(world) as api:
        found: list[str] = []
        asked: dict[str, object] = {"class_": "down", "limit": 70, "until": "2026-01-02T03:59:45Z"}
        while True:
            page = await api.json(f"evidence/{AGREEMENT}/availability", **asked)
            found += [fact["event"]["id"] for fact in page["facts"]]
            if page["next"] is None:
                break
            asked["cursor"] = page["next"]
    assert found == [flap.id for flap in flaps[::2]]


async def test_a_trial_reads_the_facts_of_every_agreement_once(world: World):
    other = "globex-shop"
    both = [told("2026-01-02T00:00:00Z", "up"), told("2026-01-02T06:00:00Z", "down")]
    await world.tell(
        tick("2026-01-01T00:00:00Z"),
        put(document()),
        (other, put(document(agreement=other), agreement=other)),
        *((name, each) for name in (AGREEMENT, other) for each in both),
        tick("2026-01-02T12:00:00Z"),
    )
    async with asking(world) as api:
        api.agreement(AGREEMENT, "acme", "webshop")
        api.agreement(other, "globex", "webshop")
        answer = (await api.post("trials", document(agreement="draft"))).json()
    assert answer["evaluation"]["facts"]["used"] == 2
    assert answer["evaluation"]["objectives"][0]["ledger_us"]["down"] == 6 * 3_600_000_000
