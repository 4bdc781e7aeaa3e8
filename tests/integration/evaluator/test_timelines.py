"""From facts and ticks to what both parties are told: 43 min 12 s may fail in a month of thirty days."""

from services.evaluator import tables
from tests.integration.evaluator.world import PUBLIC_URL, World
from tests.unit.evaluator.builders import (
    AGREEMENT,
    change,
    document,
    objective,
    put,
    tick,
    told,
)

DAILY = document(
    objective(target="99 %", window="{calendar: day}", warn_at="[50 %]", title="Web shop"),
    services="[{id: webshop, name: Web shop, before_first_fact: up}]",
    closing="{grace: PT1H}",
    in_force="{from: 2026-04-10}",
)
"""864 s may fail in a day."""


async def begun(world: World, text: str = DAILY) -> World:
    await world.tell(put(text), tick("2026-04-10T00:00:01Z"))
    return world


async def test_a_breach_is_told_by_time_alone_while_the_outage_lasts(world: World):
    await begun(world)
    down = told("2026-04-10T12:00:00Z", "down", cause="carrier-one")
    assert await world.tell(down, tick("2026-04-10T12:00:01Z")) == []
    assert await world.tell(tick("2026-04-10T12:07:16Z")) == []
    assert await world.tell(tick("2026-04-10T12:07:17Z")) == [
        "objective.at_risk 50 % at 2026-04-10T12:07:12Z"
    ]
    assert await world.tell(tick("2026-04-10T12:14:28.999999Z")) == []
    assert await world.tell(tick("2026-04-10T12:14:29Z")) == ["objective.breached at 2026-04-10T12:14:24Z"]
    assert await world.tell(tick("2026-04-10T12:15:00Z")) == []


async def test_a_target_of_100_percent_is_breached_when_the_outage_starts_and_no_budget_warns(world: World):
    await begun(world, DAILY.replace("99 %", "100 %"))
    await world.tell(told("2026-04-10T12:00:00Z", "down"))
    assert await world.tell(tick("2026-04-10T12:01:00Z")) == ["objective.breached at 2026-04-10T12:00:00Z"]
    assert await world.tell(tick("2026-04-10T13:00:00Z")) == []


async def test_coming_back_at_the_very_instant_is_in_time(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:14:25Z"))
    back = told("2026-04-10T12:14:24Z", "up")
    assert await world.tell(back, tick("2026-04-10T12:20:00Z")) == []


async def test_a_verdict_says_all_that_the_contract_asks(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down", cause="carrier-one"), tick("2026-04-10T12:14:29Z"))
    breached = (await world.said())[-1]
    chain = (await world.rows(tables.facts))[-1]["chain"].hex()
    assert breached.body == {
        "specversion": "1.0",
        "id": breached.id,
        "source": "eyelevel/evaluator",
        "type": "dev.eyelevel.objective.breached",
        "subject": f"{AGREEMENT}/availability",
        "time": "2026-04-10T12:14:24Z",
        "datacontenttype": "application/json",
        "data": {
            "agreement": {
                "id": AGREEMENT,
                "version": 1,
                "title": "Web shop hosting for ACME",
                "provider": "northwind",
                "customer": "acme",
            },
            "objective": {
                "id": "availability",
                "title": "Web shop",
                "owed_by": "provider",
                "indicator": "availability",
                "service": "webshop",
            },
            "period": {"from": "2026-04-10T00:00:00Z", "until": "2026-04-11T00:00:00Z", "status": "open"},
            "figures": {
                "state": "breached",
                "good": 43_200_000_000,
                "total": 44_069_000_000,
                "sli_percent": "98.028092309786",
                "target_percent": "99",
                "budget": {"allowed": 864_000_000, "spent": 869_000_000, "remaining": -5_000_000},
                "breached_at": "2026-04-10T12:14:24Z",
                "credit_percent": "0",
                "value": None,
            },
            "sentence": {
                "en": "Web shop: the budget ran out on Friday 10 April at 12:14:24, in an outage at Carrier One, "
                "so 10 April 2026 can no longer be met.",
                "de": "Web shop: Das Budget war am Freitag, 10. April, um 12:14:24 Uhr aufgebraucht, bei einem "
                "Ausfall bei Carrier One; die Zusage für den 10. April 2026 ist damit nicht mehr einzuhalten.",
            },
            "cause": "carrier-one",
            "outage": {"from": "2026-04-10T12:00:00Z", "until": None},
            "evidence": {
                "count": 1,
                "last": [{"source": "probe", "id": "webshop-own-down-2026-04-10T12:00:00Z"}],
                "url": f"{PUBLIC_URL}/v1/evidence/{AGREEMENT}/availability"
                "?from=2026-04-10T00%3A00%3A00Z&until=2026-04-11T00%3A00%3A00Z",
                "head": f"sha256:{chain}",
            },
            "as_known_at": "2026-04-10T12:14:29Z",
            "url": f"{PUBLIC_URL}/agreements/{AGREEMENT}/availability?from=2026-04-10T00%3A00%3A00Z",
        },
    }


async def test_an_evaluator_that_was_away_for_an_hour_invents_nothing(world: World):
    """Its log went on: down and up again within a minute, a tick every second, all read at once afterwards."""
    await begun(world)
    missed = [told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T12:00:50Z", "up")]
    ticks = [tick(f"2026-04-10T12:{minute:02d}:{second:02d}Z") for minute in range(60) for second in (1, 31)]
    missed[1:1] = ticks[:1]
    world.restart()
    await world.claim()
    assert await world.tell(*missed, *ticks[1:]) == []


async def test_ingest_that_was_away_for_an_hour_invents_nothing(world: World):
    """No ticks, then what was sent meanwhile, then ticks again."""
    await begun(world)
    await world.tell(told("2026-04-10T11:59:59Z", "down"), tick("2026-04-10T12:00:00Z"))
    late = told("2026-04-10T12:00:50Z", "up", arrived="2026-04-10T13:00:00Z")
    assert await world.tell(late) == []
    assert await world.tell(tick("2026-04-10T13:00:01Z")) == []
    assert await world.tell(tick("2026-04-10T13:30:00Z")) == []


async def test_without_ticks_nothing_falls_due(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:00:01Z"))
    later = [told(f"2026-04-10T{hour}:00:00Z", "down", source="other") for hour in (13, 14, 15)]
    assert await world.tell(*later) == []
    assert len(await world.tell(tick("2026-04-10T15:00:01Z"))) == 2


async def test_the_clock_never_goes_back(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:14:00Z"))
    assert await world.tell(tick("2026-04-10T11:00:00Z"), tick("2026-04-10T12:14:00Z")) == []
    assert (await world.rows(tables.clocks))[0]["at"] == 1_775_823_240_000_000


async def test_the_clock_never_goes_back_over_a_restart(world: World):
    await begun(world)
    await world.tell(tick("2026-04-10T12:14:00Z"))
    world.restart()
    await world.claim()
    await world.tell(told("2026-04-10T12:13:00Z", "up"), tick("2026-04-10T11:00:00Z"))
    assert (await world.rows(tables.clocks))[0]["at"] == 1_775_823_240_000_000
    assert world.metric("eyelevel_evaluator_facts_total", outcome="used") == 1, "it is not ahead of the clock"


async def test_a_version_put_after_a_restart_is_put_at_the_clock_and_not_at_the_next_tick(world: World):
    await world.tell(tick("2026-04-10T12:00:00Z"))
    world.restart()
    await world.claim()
    await world.tell(put(DAILY), told("2026-04-10T11:50:00Z", "down"))
    assert await world.tell(tick("2026-04-10T12:14:29Z")) == ["objective.breached at 2026-04-10T12:04:24Z"]


async def test_a_fact_ahead_of_the_clock_waits_for_its_time(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:30Z", "down"), tick("2026-04-10T12:00:29Z"))
    known = await world.agreements.known(AGREEMENT)
    assert known is not None
    assert known.history.figure(
        "availability", 1, known.periods("availability")[-1].span, known.clock
    ).good == (43_229_000_000)
    assert world.metric("eyelevel_evaluator_facts_total", outcome="waiting") == 1
    assert await world.tell(tick("2026-04-10T12:14:58Z")) == [
        "objective.at_risk 50 % at 2026-04-10T12:07:42Z"
    ]
    assert await world.tell(tick("2026-04-10T12:14:59Z")) == ["objective.breached at 2026-04-10T12:14:54Z"]


async def test_a_waiting_fact_survives_a_restart(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:30Z", "down"), tick("2026-04-10T12:00:29Z"))
    world.restart()
    await world.claim()
    assert len(await world.tell(tick("2026-04-10T12:14:59Z"))) == 2


async def test_a_late_fact_moves_what_was_told(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:15:00Z"))
    earlier = [told("2026-04-10T08:00:00Z", "down"), told("2026-04-10T08:05:00Z", "up")]
    assert await world.tell(*earlier) == [], "told at the next tick"
    assert await world.tell(tick("2026-04-10T12:15:01Z")) == ["breach.amended at 2026-04-10T12:09:24Z"]
    said = await world.said()
    assert said[-1].amends == next(each.id for each in said if each.type == "objective.breached")


async def test_late_words_that_fill_a_silence_take_back_what_was_told_of_it(world: World):
    """Each late word comes within the time in which its source is believed; but that time was judged already."""
    text = document(
        objective(target="99 %", window="{rolling: P1D}", warn_at="[50 %]", counts="{unknown: down}"),
        services="[{id: webshop, name: Web shop, stale_after: PT20M, before_first_fact: up}]",
        in_force="{from: 2026-04-01}",
    )
    await begun(world, text)
    await world.tell(told("2026-04-10T12:00:00Z", "up"), tick("2026-04-10T12:00:01Z"))
    assert await world.tell(tick("2026-04-10T13:00:00Z")) == [
        "source.silent at 2026-04-10T12:20:00Z",
        "objective.at_risk 50 % at 2026-04-10T12:27:12Z",
        "objective.breached at 2026-04-10T12:34:24Z",
    ]
    sentences = [each.body["data"]["sentence"]["en"] for each in (await world.said())[1:]]
    assert all("while no word came from its sources" in sentence for sentence in sentences)
    late = [told(f"2026-04-10T12:{minute}:00Z", "up") for minute in (15, 30, 45)]
    assert await world.tell(*late, tick("2026-04-10T13:00:01Z")) == [
        "source.heard at 2026-04-10T12:15:00Z",
        "breach.withdrawn at 2026-04-10T12:34:24Z",
    ]


async def test_a_late_fact_takes_back_what_was_told(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:15:00Z"))
    late = told("2026-04-10T12:01:00Z", "up", arrived="2026-04-10T12:15:00Z")
    assert await world.tell(late, tick("2026-04-10T12:15:01Z")) == [
        "breach.withdrawn at 2026-04-10T12:14:24Z"
    ]
    again = told("2026-04-10T13:00:00Z", "down")
    assert await world.tell(again, tick("2026-04-10T13:20:00Z")) == [
        "objective.breached at 2026-04-10T13:13:24Z"
    ]


async def test_a_late_fact_changes_a_period_that_is_over_but_not_closed(world: World):
    await begun(world)
    await world.tell(tick("2026-04-11T00:30:00Z"))
    late = [told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T13:00:00Z", "up")]
    assert await world.tell(*late, tick("2026-04-11T00:30:01Z")) == [
        "objective.at_risk 50 % at 2026-04-10T12:07:12Z",
        "objective.breached at 2026-04-10T12:14:24Z",
    ]


async def test_a_period_is_closed_at_the_end_of_its_grace(world: World):
    await begun(world)
    assert await world.tell(tick("2026-04-11T01:00:04Z")) == []
    assert await world.tell(tick("2026-04-11T01:00:05Z")) == ["period.closed at 2026-04-11T01:00:00Z"]
    closed = (await world.said())[-1].body["data"]
    assert (closed["period"]["from"], closed["period"]["status"]) == ("2026-04-10T00:00:00Z", "closed")
    assert await world.tell(tick("2026-04-11T02:00:00Z")) == []


async def test_a_period_begins_also_after_a_tick_at_the_very_end_of_the_one_before(world: World):
    await begun(world)
    await world.tell(tick("2026-04-11T00:00:00Z"), told("2026-04-11T00:00:00Z", "down"))
    assert "objective.breached at 2026-04-11T00:14:24Z" in await world.tell(tick("2026-04-11T00:14:29Z"))


async def test_several_periods_are_open_or_provisional_at_once(world: World):
    await begun(world, DAILY.replace("PT1H", "P3D"))
    await world.tell(told("2026-04-10T23:50:00Z", "down"), tick("2026-04-10T23:50:01Z"))
    assert await world.tell(tick("2026-04-11T00:14:29Z")) == [
        "objective.at_risk 50 % at 2026-04-10T23:57:12Z",
        "objective.at_risk 50 % at 2026-04-11T00:07:12Z",
        "objective.breached at 2026-04-11T00:14:24Z",
    ]
    earlier = [
        told("2026-04-10T23:20:00Z", "down", condition="x"),
        told("2026-04-10T23:40:00Z", "up", condition="x"),
    ]
    assert await world.tell(*earlier, tick("2026-04-11T00:20:00Z")) == [
        "objective.breached at 2026-04-10T23:34:24Z"
    ]


async def test_imported_history_is_decided_and_told_to_nobody(world: World):
    await world.tell(tick("2026-04-20T00:00:00Z"), put(DAILY))
    history = [told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T13:00:00Z", "up")]
    assert await world.tell(*history, tick("2026-04-20T00:00:10Z")) == []
    recorded = await world.recorded()
    assert "objective.breached held" in recorded
    assert set(recorded) == {"objective.at_risk held", "objective.breached held", "period.closed held"}


async def test_history_imported_after_its_periods_closed_in_silence_still_counts(world: World):
    await world.tell(tick("2026-04-20T00:00:00Z"), put(DAILY), tick("2026-04-20T00:00:05Z"))
    assert "objective.breached held" not in await world.recorded()
    history = [told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T13:00:00Z", "up")]
    assert await world.tell(*history, tick("2026-04-20T00:00:10Z")) == []
    assert "objective.breached held" in await world.recorded()


async def test_what_happens_after_the_put_is_told_though_the_outage_began_before(world: World):
    await world.tell(tick("2026-04-10T12:05:00Z"), put(DAILY), told("2026-04-10T12:00:00Z", "down"))
    assert await world.tell(tick("2026-04-10T12:14:29Z")) == [
        "objective.at_risk 50 % at 2026-04-10T12:07:12Z",
        "objective.breached at 2026-04-10T12:14:24Z",
    ]


async def test_facts_that_came_before_the_agreement_count_once_it_is_there(world: World):
    await world.tell(tick("2026-04-10T00:00:00Z"), told("2026-04-10T00:00:00Z", "down"))
    assert await world.tell(put(DAILY), tick("2026-04-10T00:14:29Z")) == [
        "objective.at_risk 50 % at 2026-04-10T00:07:12Z",
        "objective.breached at 2026-04-10T00:14:24Z",
    ]


async def test_a_rolling_window_breaks_and_recovers(world: World):
    rolling = document(objective(target="99 %", window="{rolling: P1D}", warn_at="[]"))
    await world.tell(put(rolling), told("2026-04-09T00:00:00Z", "up"), tick("2026-04-10T12:00:00Z"))
    await world.tell(told("2026-04-10T12:00:00Z", "down"))
    assert await world.tell(tick("2026-04-10T12:14:29Z")) == ["objective.breached at 2026-04-10T12:14:24Z"]
    await world.tell(told("2026-04-10T12:20:00Z", "up"), tick("2026-04-10T12:20:01Z"))
    assert await world.tell(tick("2026-04-11T12:05:40Z")) == []
    assert await world.tell(tick("2026-04-11T12:05:41Z")) == ["objective.recovered at 2026-04-11T12:05:36Z"]


async def test_a_rolling_breach_within_a_gap_of_the_ticks_is_told_with_its_end(world: World):
    rolling = document(objective(target="99 %", window="{rolling: PT1H}", warn_at="[]"))
    await world.tell(put(rolling), told("2026-04-09T00:00:00Z", "up"), tick("2026-04-10T12:00:00Z"))
    gone = [told("2026-04-10T12:10:00Z", "down"), told("2026-04-10T12:12:00Z", "up")]
    assert await world.tell(*gone, tick("2026-04-10T14:00:00Z")) == [
        "objective.breached at 2026-04-10T12:10:36Z",
        "objective.recovered at 2026-04-10T13:11:24Z",
    ]


async def test_a_silent_source_goes_stale_by_time_alone(world: World):
    stale = document(
        objective(target="99 %", window="{calendar: day}", counts="{unknown: down}", warn_at="[]"),
        services="[{id: webshop, name: Web shop, stale_after: PT5M}]",
    )
    await world.tell(put(stale), tick("2026-04-10T11:00:00Z"), told("2026-04-10T00:00:00Z", "up"))
    await world.tell(*(told(f"2026-04-10T{m // 60:02d}:{m % 60:02d}:00Z", "up") for m in range(4, 660, 4)))
    assert await world.tell(tick("2026-04-10T11:15:00Z")) == ["source.silent at 2026-04-10T11:01:00Z"]
    assert await world.tell(tick("2026-04-10T11:15:29Z")) == ["objective.breached at 2026-04-10T11:15:24Z"]


async def test_a_sign_of_life_puts_the_silence_off(world: World):
    stale = document(
        objective(target="99 %", window="{calendar: day}", counts="{unknown: down}", warn_at="[]"),
        services="[{id: webshop, name: Web shop, stale_after: PT5M, before_first_fact: up}]",
    )
    await world.tell(put(stale), tick("2026-04-10T11:00:00Z"))
    for minute in range(0, 40, 4):
        at = f"2026-04-10T11:{minute:02d}:00Z"
        assert await world.tell(told(at, "up", kind="availability.observed"), tick(at)) == []
    assert await world.tell(tick("2026-04-10T11:55:30Z")) == [
        "source.silent at 2026-04-10T11:41:00Z",
        "objective.breached at 2026-04-10T11:55:24Z",
    ]


async def test_maintenance_announced_in_time_spends_nothing(world: World):
    await begun(world, DAILY + "maintenance: {notice: PT1H}\n")
    window = {"from": "2026-04-10T12:00:00Z", "until": "2026-04-10T13:00:00Z"}
    await world.tell(change("announced", "2026-04-10T10:00:00Z", **window), tick("2026-04-10T10:00:01Z"))
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:00:01Z"))
    assert await world.tell(tick("2026-04-10T13:05:00Z")) == []
    assert await world.tell(tick("2026-04-10T13:20:00Z")) == [
        "objective.at_risk 50 % at 2026-04-10T13:06:54Z",
        "objective.breached at 2026-04-10T13:13:48Z",
    ]


async def test_a_change_that_is_cancelled_moves_a_breach(world: World):
    await begun(world, DAILY + "maintenance: {notice: PT1H}\n")
    window = {"from": "2026-04-10T12:00:00Z", "until": "2026-04-10T12:10:00Z"}
    await world.tell(change("announced", "2026-04-10T10:00:00Z", **window), tick("2026-04-10T10:00:01Z"))
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:30:00Z"))
    breached = (await world.said())[-1]
    assert (breached.type, breached.time) == ("objective.breached", "2026-04-10T12:24:18Z")
    cancelled = change("cancelled", "2026-04-10T11:00:00Z")
    assert await world.tell(cancelled, tick("2026-04-10T12:30:01Z")) == [
        "breach.amended at 2026-04-10T12:14:24Z"
    ]


async def test_a_new_version_rules_from_its_date_on(world: World):
    await begun(world)
    stricter = document(
        objective(target="99.9 %", window="{calendar: day}", warn_at="[]"),
        version=2,
        in_force="{from: 2026-04-11}",
        services="[{id: webshop, name: Web shop, before_first_fact: up}]",
    )
    await world.tell(put(stricter, "2026-04-10T09:00:00Z"), tick("2026-04-10T09:00:01Z"))
    await world.tell(told("2026-04-11T12:00:00Z", "down"), tick("2026-04-11T12:00:01Z"))
    assert await world.tell(tick("2026-04-11T12:01:31.4Z")) == [
        "objective.breached at 2026-04-11T12:01:26.4Z"
    ]
    assert (await world.said())[-1].body["data"]["agreement"]["version"] == 2
