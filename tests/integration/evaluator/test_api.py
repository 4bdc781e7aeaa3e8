"""The read API: who sees what, the ledger that sums, the evidence by pages, and the digits of the command."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from shared.contracts.instants import parse_instant
from tests.integration.evaluator.whole import Running, Whole, file_log, inner_token, surroundings
from tests.unit.evaluator.builders import AGREEMENT, change, correction, document, objective, put, tick, told

OTHER = "globex-shop"
AS_OF = "2026-01-05T12:00:00Z"
AGREED = document(
    objective(target="99 %", window="{calendar: day}", counts="{unknown: down, degraded: {minor: 0.1}}"),
    objective(
        "week", target="99 %", window="{rolling: P7D}", counts="{unknown: excluded}", owed_by="customer"
    ),
    maintenance="{notice: PT1H}",
)
FACTS = [
    told("2026-01-01T06:00:00Z", "up"),
    told("2026-01-02T12:00:00Z", "down", cause="carrier-one"),
    told("2026-01-02T12:30:00Z", "up"),
    change(
        "announced",
        "2026-01-03T00:00:00Z",
        **{"from": "2026-01-03T09:00:00Z", "until": "2026-01-03T10:00:00Z"},
    ),
    told("2026-01-03T09:10:00Z", "down"),
    told("2026-01-03T09:20:00Z", "up"),
    told("2026-01-04T09:10:00.25Z", "degraded", severity="minor", condition="slow"),
    told("2026-01-04T10:10:00Z", "up", condition="slow"),
    told("2026-01-05T11:55:00Z", "down"),
]


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """An evaluator that knows two agreements of one provider, five days in."""
    async with surroundings(f"sqlite:///{tmp_path / 'evaluator.db'}", file_log(tmp_path)) as whole:
        await agreed(whole)
        async with whole.running() as made:
            await made.as_of(AS_OF)
            yield made


async def agreed(whole: Whole) -> None:
    await whole.agreement(OTHER, customer="globex")
    for name in ("northwind", "acme", "globex"):
        await whole.key(name, "party", name)
    await whole.key("source", "source")
    await whole.write(
        tick("2026-01-01T00:00:00Z"),
        put(AGREED),
        (OTHER, put(document(agreement=OTHER), agreement=OTHER)),
        *FACTS,
        told("2026-01-05T11:56:00Z", "up", source="elsewhere", service="cellar"),
        tick(AS_OF),
        told("2026-01-05T12:00:30Z", "up"),
        tick(AS_OF),
    )


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("operator", {AGREEMENT, OTHER}),
        ("northwind", {AGREEMENT, OTHER}),
        ("acme", {AGREEMENT}),
        ("globex", {OTHER}),
    ],
)
async def test_each_sees_its_own_agreements(running: Running, key: str, sees: set[str]):
    answer = (await running.ask(key, "/figures")).json()
    assert {agreement["id"] for agreement in answer["agreements"]} == sees
    assert answer["as_of"] == AS_OF


OPENS = {
    "operator": 200,
    "northwind": 200,
    "acme": 200,
    "globex": 404,
    "source": 403,
    None: 401,
    "eye_o_000000000000_" + 43 * "x": 401,
}


@pytest.mark.parametrize(
    "path",
    [
        f"/figures/{AGREEMENT}",
        f"/figures/{AGREEMENT}/availability",
        f"/figures/{AGREEMENT}/availability/current",
        f"/figures/{AGREEMENT}/availability/current?as_known_at={AS_OF}",
        f"/figures/{AGREEMENT}/availability/current/ledger",
        f"/figures/{AGREEMENT}/availability/current/evidence",
        f"/figures/{AGREEMENT}/availability/current/ledger?format=csv",
        f"/evidence/{AGREEMENT}/availability",
        f"/evidence/{AGREEMENT}/availability?class=down&as_known_at={AS_OF}",
    ],
)
async def test_every_door_asks_for_a_key(running: Running, path: str):
    assert {key: (await running.ask(key, path)).status_code for key in OPENS} == OPENS


async def test_the_portals_inner_token_has_its_viewers_rights(running: Running):
    assert (await running.ask(inner_token("acme"), f"/figures/{AGREEMENT}")).status_code == 200
    assert (await running.ask(inner_token("globex"), f"/figures/{AGREEMENT}")).status_code == 404


async def test_the_figures_are_those_of_the_command_digit_for_digit(running: Running, tmp_path: Path):
    agreement, facts = tmp_path / "agreement.yaml", tmp_path / "facts.jsonl"
    agreement.write_text(AGREED)
    facts.write_bytes(b"".join(event.encode() + b"\n" for event in FACTS))
    command = [Path(sys.executable).with_name("eyelevel"), "evaluate", agreement, facts, "--as-of", AS_OF]
    run = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    expected = json.loads((await run.communicate())[0])["objectives"]
    found, ahead = [], {}
    for name in ("availability", "week"):
        found += (await running.ask("acme", f"/figures/{AGREEMENT}/{name}")).json()["periods"]
        current = (await running.ask("acme", f"/figures/{AGREEMENT}/{name}/current")).json()
        ahead[name] = {field: current[field] for field in ("burn", "forecast")}
    open_ones = [one for one in expected if "burn" in one]
    assert {
        one["objective"]: {field: one.pop(field) for field in ("burn", "forecast")} for one in open_ones
    } == ahead
    shown = [{name: entry[name] for name in figure} for entry, figure in zip(found, expected, strict=True)]
    assert shown == expected


async def test_while_a_correction_is_open_the_figure_stands_as_reported_and_beside_it_as_it_would_be(
    tmp_path: Path,
):
    later = "2026-01-05T13:00:00Z"
    span = {"from": "2026-01-05T11:55:00Z", "until": "2026-01-05T12:00:30Z"}
    said = {**span, "to": "up", "reason": "A probe fell.", "by": "northwind"}
    async with surroundings(f"sqlite:///{tmp_path / 'evaluator.db'}", file_log(tmp_path)) as whole:
        await agreed(whole)
        await whole.write(correction("proposed", "2026-01-05T12:30:00Z", **said), tick(later))
        async with whole.running() as running:
            await running.as_of(later)
            detail = (await running.ask("acme", f"/figures/{AGREEMENT}/availability/current")).json()

    assert detail["figure"]["ledger_us"]["down"] == 330_000_000
    assert detail["proposed"]["figure"]["ledger_us"]["down"] == 0
    about = {"correction": "COR-1", "service": "webshop", "incident": None}
    decide_before = "2026-01-19T12:30:00Z"
    assert detail["proposed"]["corrections"] == [{**about, **said, "decide_before": decide_before}]


async def test_without_an_open_correction_there_is_one_figure_alone(running: Running):
    assert (await running.ask("acme", f"/figures/{AGREEMENT}/availability/current")).json()[
        "proposed"
    ] is None


async def test_the_spans_sum_to_the_ledger(running: Running):
    for period in (await running.ask("acme", f"/figures/{AGREEMENT}/availability")).json()["periods"]:
        start = period["period"]["from"]
        detail = (await running.ask("acme", f"/figures/{AGREEMENT}/availability/{start}")).json()
        sums = dict.fromkeys(period["ledger_us"], 0)
        for span in detail["spans"]:
            sums[span["class"]] += parse_instant(span["until"]) - parse_instant(span["from"])
        assert sums == detail["figure"]["ledger_us"] == period["ledger_us"]


async def test_a_figure_comes_with_all_that_explains_it(running: Running):
    path = f"/figures/{AGREEMENT}/availability/2026-01-02T00:00:00Z"
    detail = (await running.ask("acme", path)).json()
    assert detail["figure"]["breached_at"] == "2026-01-02T12:14:24Z"
    assert detail["warned"] == [
        {"share": "50 %", "at": "2026-01-02T12:07:12Z"},
        {"share": "75 %", "at": "2026-01-02T12:10:48Z"},
        {"share": "90 %", "at": "2026-01-02T12:12:57.6Z"},
    ]
    assert detail["budget_line"][0] == {
        "at": "2026-01-02T00:00:00Z",
        "remaining_us": 864_000_000,
        "allowed_us": 864_000_000,
    }
    assert detail["budget_line"][-1]["remaining_us"] == 864_000_000 - 1_800_000_000
    assert [one["id"] for one in detail["evidence"]] == [event.id for event in FACTS[:3]]
    assert {"clause": "objectives.availability.target", "says": "99 %"} in detail["clauses"]
    assert detail["agreement"]["provider"] == {"id": "northwind", "name": "Northwind Hosting"}
    assert detail["facts"] == len(FACTS)
    assert {"engine", "tzdata", "holidays", "as_of"} <= detail.keys()


async def test_the_current_period_is_the_one_that_holds_the_clock(running: Running):
    daily = (await running.ask("acme", f"/figures/{AGREEMENT}/availability/current")).json()["figure"]
    assert daily["period"]["from"] == "2026-01-05T00:00:00Z"
    rolling = (await running.ask("acme", f"/figures/{AGREEMENT}/week/current")).json()["figure"]
    assert rolling["period"] == {"from": "2025-12-29T12:00:00Z", "until": AS_OF, "status": "open"}


NOT_THERE = [
    (f"/figures/{AGREEMENT}/nothing", 404, "no objective 'nothing'"),
    (f"/figures/{AGREEMENT}/nothing/current", 404, "no objective 'nothing'"),
    (f"/figures/{AGREEMENT}/availability/2026-02-01T00:00:00Z", 404, "no period that begins at"),
    (f"/figures/{AGREEMENT}/availability/january", 422, "start is 'january'"),
    (f"/figures/{AGREEMENT}/week/2026-01-01T00:00:00Z", 404, "ask for `current`"),
    (f"/evidence/{AGREEMENT}/nothing", 404, "no objective 'nothing'"),
    (f"/evidence/{AGREEMENT}/availability?from=yesterday", 422, "from is 'yesterday'"),
    (f"/evidence/{AGREEMENT}/availability?cursor=first", 422, "cursor"),
    (f"/evidence/{AGREEMENT}/availability?limit=0", 422, "limit"),
    ("/figures/unknown", 404, "no agreement 'unknown'"),
]


async def test_what_is_not_there_is_said_in_a_sentence(running: Running):
    for path, status, says in NOT_THERE:
        answer = await running.ask("operator", path)
        assert answer.status_code == status, path
        assert answer.headers["content-type"] == "application/problem+json", path
        assert says in answer.json()["detail"], path


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
async def test_the_evidence_comes_by_pages_whole_and_in_order_of_time(running: Running, limit: int):
    found, cursor = [], None
    while True:
        asked = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = (await running.ask("acme", f"/evidence/{AGREEMENT}/availability", **asked)).json()
        assert len(page["facts"]) <= limit
        found += page["facts"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [fact["event"] for fact in found] == [msgspec.json.decode(event.encode()) for event in FACTS]
    assert {fact["outcome"] for fact in found} == {"used"}


async def test_the_evidence_of_a_span_is_that_span_alone(running: Running):
    answer = await running.ask(
        "acme",
        f"/evidence/{AGREEMENT}/availability",
        from_="2026-01-02T12:00:00Z",
        until="2026-01-03T09:10:00Z",
    )
    assert [fact["event"]["id"] for fact in answer.json()["facts"]] == [event.id for event in FACTS[1:4]]


async def test_a_fact_that_waits_or_cannot_count_says_so(running: Running):
    answer = await running.ask("acme", f"/evidence/{AGREEMENT}/availability", until="2026-01-06T00:00:00Z")
    assert answer.json()["facts"][-1]["outcome"] == "waiting"


async def test_a_verdicts_evidence_address_is_answered(running: Running):
    path = f"/evidence/{AGREEMENT}/availability?from=2026-01-02T00%3A00%3A00Z&until=2026-01-03T00%3A00%3A00Z"
    assert len((await running.ask("acme", path)).json()["facts"]) == 2


async def test_an_agreement_without_facts_shows_that_there_is_no_data(running: Running):
    (figure,) = (await running.ask("globex", f"/figures/{OTHER}")).json()["agreements"][0]["objectives"]
    assert (figure["state"], figure["sli_percent"]) == ("no_data", None)
    periods = (await running.ask("globex", f"/figures/{OTHER}/availability")).json()["periods"]
    assert [period["state"] for period in periods] == ["no_data"]
