"""A figure as it was known: what a verdict said at its log clock is what the API answers of that clock, ever after."""

from pathlib import Path

import pytest

from tests.integration.evaluator import story
from tests.integration.evaluator.asking import asking
from tests.integration.evaluator.told_and_answered import told_as_answered
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, document, objective, put, tick, told

FIGURE = f"figures/{AGREEMENT}/availability/2026-01-02T00:00:00Z"
EVIDENCE = f"evidence/{AGREEMENT}/availability"


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone; `test_read_api_on_stores` asks the same of PostgreSQL."""
    return f"sqlite:///{tmp_path / 'store.db'}"


async def test_every_verdict_told_is_what_the_api_answers_of_its_clock(world: World):
    await world.replay(story.log_of(1, days=3), 200)
    found = await told_as_answered(world)
    assert found["breach.amended"]
    assert found["breach.withdrawn"]
    assert found["period.closed"]
    assert sum(found.values()) > 50


async def late_story(world: World) -> None:
    """The 2nd of January: an outage of half an hour, of which a late fact takes a part away when the day is closed."""
    daily = objective(target="99 %", window="{calendar: day}")
    await world.tell(put(document(daily, closing="{grace: PT1H}")), told("2026-01-01T23:00:00Z", "up"))
    await world.tell(tick("2026-01-02T00:00:00Z"))
    await world.tell(told("2026-01-02T12:00:00Z", "down"), tick("2026-01-02T12:00:00Z"))
    await world.tell(told("2026-01-02T12:30:00Z", "up"), tick("2026-01-02T13:00:00Z"))
    await world.tell(tick("2026-01-03T01:00:05Z"))
    await world.tell(told("2026-01-02T12:10:00Z", "up"), tick("2026-01-03T02:00:00Z"))
    await world.tell(put(document(daily, closing="{grace: PT1H}", version=2, in_force="{from: 2026-01-03}")))
    await world.tell(tick("2026-01-03T03:00:00Z"))


DOWN = {
    "2026-01-02T12:00:00Z": 0,  # the fact of that instant is there; no time has passed since
    "2026-01-02T12:20:00Z": 20 * 60,  # between two ticks: as if one had come then
    "2026-01-02T13:00:00Z": 30 * 60,
    "2026-01-03T01:00:05Z": 30 * 60,  # the late fact came at this clock, and is known to later ones
    "2026-01-03T01:00:05.000001Z": 10 * 60,
    "2026-01-03T03:00:00Z": 10 * 60,
}


@pytest.mark.parametrize(("then", "down"), DOWN.items())
async def test_a_late_fact_is_in_the_figures_of_the_clocks_after_its_own(world: World, then: str, down: int):
    await late_story(world)
    async with asking(world) as api:
        figure = (await api.json(FIGURE, as_known_at=then))["figure"]
        assert figure["ledger_us"]["down"] == down * 1_000_000
        assert (await api.json(FIGURE))["figure"]["ledger_us"]["down"] == 10 * 60 * 1_000_000


async def test_a_version_is_there_at_the_clocks_after_its_put(world: World):
    await late_story(world)
    async with asking(world) as api:
        versions = [
            (await api.json(f"figures/{AGREEMENT}", as_known_at=then))["agreements"][0]["version"]
            for then in ("2026-01-03T02:00:00Z", "2026-01-03T02:00:01Z", "2026-01-03T03:00:00Z")
        ]
    assert versions == [1, 2, 2]


async def test_the_list_of_all_agreements_has_those_that_had_been_put(world: World):
    other = "globex-shop"
    await late_story(world)
    await world.tell((other, put(document(agreement=other), agreement=other)), tick("2026-01-04T00:00:00Z"))
    async with asking(world) as api:
        then = await api.json("figures", as_known_at="2026-01-03T02:00:00Z")
        now = await api.json("figures")
        early = await api.json("figures", as_known_at="2026-01-01T00:00:00Z")
        late = await api.get("figures", as_known_at="2026-01-04T00:00:01Z")
    assert [one["id"] for one in then["agreements"]] == [AGREEMENT]
    assert then["as_of"] == "2026-01-03T02:00:00Z"
    assert [one["id"] for one in now["agreements"]] == [AGREEMENT, other]
    assert early == {"as_of": None, "agreements": []}
    assert late.status_code == 422


async def test_periods_are_those_that_had_begun(world: World):
    await late_story(world)
    async with asking(world) as api:
        then = await api.json(f"figures/{AGREEMENT}/availability", as_known_at="2026-01-02T13:00:00Z")
    starts = [period["period"]["from"] for period in then["periods"]]
    assert starts == ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]


@pytest.mark.parametrize(
    ("then", "ids"),
    [
        ("2026-01-02T12:00:00Z", ["23:00", "12:00"]),
        ("2026-01-03T01:00:05Z", ["23:00", "12:00", "12:30"]),
        ("2026-01-03T01:00:06Z", ["23:00", "12:00", "12:10", "12:30"]),
    ],
)
async def test_the_evidence_is_what_had_been_taken(world: World, then: str, ids: list[str]):
    await late_story(world)
    async with asking(world) as api:
        facts = (await api.json(EVIDENCE, as_known_at=then))["facts"]
        detail = await api.json(FIGURE, as_known_at=then)
    assert [fact["event"]["time"][11:16] for fact in facts] == ids
    assert detail["facts"] == len(ids)


async def test_a_fact_says_at_which_clock_it_was_taken(world: World):
    await late_story(world)
    async with asking(world) as api:
        facts = (await api.json(EVIDENCE))["facts"]
    assert [fact["known_at"] for fact in facts] == [
        None,
        "2026-01-02T00:00:00Z",
        "2026-01-03T01:00:05Z",
        "2026-01-02T12:00:00Z",
    ]


async def test_a_fact_that_waited_for_its_time_was_not_known_before_it(world: World):
    daily = objective(target="99 %", window="{calendar: day}")
    await world.tell(put(document(daily)), told("2026-01-01T23:00:00Z", "up"), tick("2026-01-02T12:00:00Z"))
    await world.tell(told("2026-01-02T12:01:00Z", "down"), tick("2026-01-02T12:00:30Z"))
    await world.tell(tick("2026-01-02T12:02:00Z"))
    async with asking(world) as api:
        outcomes = [
            (await api.json(EVIDENCE, until="2026-01-03T00:00:00Z", as_known_at=then))["facts"][-1]["outcome"]
            for then in ("2026-01-02T12:00:30Z", "2026-01-02T12:01:00Z")
        ]
        down = [
            (await api.json(FIGURE, as_known_at=then))["figure"]["ledger_us"]["down"]
            for then in ("2026-01-02T12:00:30Z", "2026-01-02T12:02:00Z")
        ]
    assert outcomes == ["waiting", "used"]
    assert down == [0, 60_000_000]


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ("2026-01-03T03:00:00.000001Z", "the log's clock stands at 2026-01-03T03:00:00Z"),
        ("2026-01-01T23:59:59.999999Z", "was put when the log's clock stood at 2026-01-02T00:00:00Z"),
        ("yesterday", "as_known_at is 'yesterday'"),
    ],
)
async def test_an_instant_of_which_nothing_is_known_is_refused_in_a_sentence(
    world: World, then: str, says: str
):
    await late_story(world)
    async with asking(world) as api:
        for path in (f"figures/{AGREEMENT}", f"figures/{AGREEMENT}/availability", FIGURE, EVIDENCE):
            answer = await api.get(path, as_known_at=then)
            assert answer.status_code == 422, path
            assert says in answer.json()["detail"]
            assert answer.json()["errors"][0]["field"] == "as_known_at"
