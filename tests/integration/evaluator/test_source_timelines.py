"""Sources that fall silent and are heard again, through the handler."""

from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import document, objective, put, tick, told

TWO_PROBES = document(
    objective(window="{calendar: day}", warn_at="[]"),
    objective("other", window="{calendar: week}", warn_at="[]"),
    services="[{id: webshop, name: Web shop, stale_after: PT5M, before_first_fact: up, "
    "evidence: {sources: [north, south], rule: any}}]",
    in_force="{from: 2026-04-01}",
)


def word(at: str, source: str = "north", **said: str):
    return told(at, said.pop("state", "up"), source=source, identity=f"{source}-{at}", **said)


async def begun(world: World, text: str = TWO_PROBES) -> World:
    await world.tell(put(text), tick("2026-04-10T00:00:01Z"))
    return world


async def test_one_source_falls_silent_once_whatever_the_objectives(world: World):
    await begun(world)
    await world.tell(
        word("2026-04-10T00:01:00Z"), word("2026-04-10T00:01:00Z", "south"), tick("2026-04-10T00:02:00Z")
    )
    await world.tell(word("2026-04-10T00:05:00Z", "south"), tick("2026-04-10T00:05:01Z"))
    assert await world.tell(tick("2026-04-10T00:06:04Z")) == []
    assert await world.tell(tick("2026-04-10T00:06:05Z")) == ["source.silent at 2026-04-10T00:06:00Z"]
    body = (await world.said())[-1].body
    assert body["subject"] == "acme-webshop/webshop"
    data = body["data"]
    assert data["source"] == {"service": "webshop", "source": "north"}
    assert not {"objective", "period", "figures", "clock"} & set(data)
    assert data["evidence"]["last"] == [{"source": "north", "id": "north-2026-04-10T00:01:00Z"}]
    assert data["sentence"]["en"] == (
        "Web shop: north has been silent since Friday 10 April at 00:06:00; its last word came on "
        "Friday 10 April at 00:01:00."
    )


async def test_it_is_heard_at_its_next_word_also_after_a_restart(world: World):
    await begun(world)
    await world.tell(word("2026-04-10T00:01:00Z"), tick("2026-04-10T00:06:05Z"))
    world.restart()
    await world.claim()
    assert await world.tell(word("2026-04-10T00:20:00Z"), tick("2026-04-10T00:20:05Z")) == [
        "source.heard at 2026-04-10T00:20:00Z"
    ]
    assert await world.tell(tick("2026-04-10T00:25:05Z")) == ["source.silent at 2026-04-10T00:25:00Z"]
    assert len({said.id for said in await world.said()}) == 3


async def test_a_probe_that_says_up_each_minute_is_never_silent(world: World):
    await begun(world)
    for minute in range(1, 30):
        said = await world.tell(
            word(f"2026-04-10T00:{minute:02d}:00Z"), tick(f"2026-04-10T00:{minute:02d}:30Z")
        )
        assert said == []
    assert await world.tell(tick("2026-04-10T00:34:05Z")) == ["source.silent at 2026-04-10T00:34:00Z"]


async def test_a_source_that_is_not_listed_is_nobody(world: World):
    await begun(world)
    assert await world.tell(word("2026-04-10T00:01:00Z", "stranger"), tick("2026-04-10T01:00:00Z")) == []


async def test_a_service_that_is_never_stale_has_no_silent_sources(world: World):
    await begun(world, TWO_PROBES.replace("PT5M", "never"))
    assert await world.tell(word("2026-04-10T00:01:00Z"), tick("2026-04-10T23:00:00Z")) == []


def second(stale_after: str, since: str) -> str:
    later = TWO_PROBES.replace("version: 1", "version: 2").replace("PT5M", stale_after)
    return later.replace("{from: 2026-04-01}", f'{{from: "{since}"}}')


async def test_a_silence_is_that_of_the_version_in_which_it_began_also_where_a_tick_comes_in_the_next(
    world: World,
):
    await begun(world)
    await world.tell(put(second("PT1H", "2026-04-10T00:10:00Z")), tick("2026-04-10T00:00:02Z"))
    await world.tell(word("2026-04-10T00:01:00Z"), tick("2026-04-10T00:02:00Z"))
    assert await world.tell(tick("2026-04-10T00:30:00Z")) == ["source.silent at 2026-04-10T00:06:00Z"]
    assert (await world.said())[-1].body["data"]["agreement"]["version"] == 1
    assert await world.tell(word("2026-04-10T00:40:00Z"), tick("2026-04-10T00:40:05Z")) == [
        "source.heard at 2026-04-10T00:40:00Z"
    ]
    assert (await world.said())[-1].body["data"]["agreement"]["version"] == 2


async def test_a_version_that_believes_less_long_finds_a_source_silent_at_its_beginning(world: World):
    await begun(world)
    await world.tell(put(second("PT2M", "2026-04-10T00:04:00Z")), tick("2026-04-10T00:00:02Z"))
    await world.tell(word("2026-04-10T00:01:00Z"), tick("2026-04-10T00:02:00Z"))
    assert await world.tell(tick("2026-04-10T00:04:04.999999Z")) == []
    assert await world.tell(tick("2026-04-10T00:04:05Z")) == ["source.silent at 2026-04-10T00:04:00Z"]
