"""An agreement tried on kept facts: the command's own figures, on the facts that the caller may see and no others."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest

from services.cli.evaluating import evaluated as command
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from tests.integration.evaluator.asking import Asking, asking
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import change, document, objective, put, tick, told

ACME, GLOBEX = "acme-webshop", "globex-shop"
NOW = "2026-01-20T12:00:00Z"
SERVICES = "[{id: webshop, name: Web shop}, {id: ledger, name: Ledger, before_first_fact: up}]"


def fact(kind: str, at: str, service: str = "webshop", source: str = "desk", **data: Any) -> CloudEvent:
    return CloudEvent(
        id=f"{kind}-{at}", source=source, type=TYPE_PREFIX + kind, subject=service, time=at, data=data
    )


SHARED = [
    told("2026-01-02T00:00:00Z", "up"),
    told("2026-01-05T10:00:00Z", "down", cause="carrier-one"),
    told("2026-01-05T11:30:00Z", "up"),
    change(
        "announced",
        "2026-01-06T00:00:00Z",
        **{
            "from": "2026-01-08T20:00:00Z",
            "until": "2026-01-08T22:00:00Z",
            "services": ["webshop", "cellar"],
        },
    ),
    told("2026-01-08T20:30:00Z", "down"),
    told("2026-01-08T22:30:00Z", "up"),
    fact("incident.opened", "2026-01-12T09:00:00Z", incident="INC-1", priority="P1"),
    fact("incident.resolved", "2026-01-12T14:00:00Z", incident="INC-1"),
]
ACMES = [
    told("2026-01-03T00:00:00Z", "down", service="ledger"),
    told("2026-01-03T06:00:00Z", "up", service="ledger"),
    fact(
        "requests.counted",
        "2026-01-04T01:00:00Z",
        counters={"ok": 990, "all": 1000},
        **{"from": "2026-01-04T00:00:00Z", "until": "2026-01-04T01:00:00Z"},
    ),
    told("2026-01-15T00:00:00Z", "up", source="never-heard"),
]
GLOBEXES = [
    told("2026-01-09T00:00:00Z", "down", condition="globex-line"),
    told("2026-01-09T03:00:00Z", "down", service="cellar"),
]
DRAFT = document(
    objective(target="99.5 %", window="{calendar: month}", credits="[{below: 99.5 %, percent: 10}]"),
    objective("ledger", service="ledger", target="99.9 %", window="{calendar: week}"),
    objective("answers", indicator="ratio", good="ok", total="all", target="99.5 %", counts="{}"),
    "  - {id: repair, owed_by: provider, indicator: resolution_time, service: webshop, within: PT4H,"
    " target: 95 %, window: {calendar: month}}\n",
    agreement="draft",
    services=SERVICES,
    maintenance="{notice: P1D}",
)


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone; `test_read_api_on_stores` asks the same of PostgreSQL."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
async def api(world: World) -> AsyncIterator[Asking]:
    """Northwind's two agreements, with facts of one service in both and of others in one."""
    await world.tell(
        tick("2026-01-01T00:00:00Z"),
        put(document(services=SERVICES)),
        (GLOBEX, put(document(agreement=GLOBEX), agreement=GLOBEX)),
        *((name, each) for name in (ACME, GLOBEX) for each in SHARED),
        *((ACME, each) for each in ACMES),
        *((GLOBEX, each) for each in GLOBEXES),
        tick(NOW),
    )
    async with asking(world) as made:
        surround(made)
        yield made


def surround(api: Asking) -> None:
    api.agreement(ACME, "acme", "webshop", "ledger")
    api.agreement(GLOBEX, "globex", "webshop", "cellar")
    for party in ("northwind", "acme", "globex", "nobodys"):
        api.key(party, "party")
    api.key("probe", "source")


def evaluated(
    folder: Path, text: str, facts: Iterable[CloudEvent], as_of: str = NOW, period: str | None = None
) -> Any:
    """What `eyelevel evaluate` prints of the same facts."""
    (folder / "agreement.yaml").write_text(text)
    (folder / "facts.jsonl").write_bytes(b"".join(each.encode() + b"\n" for each in facts))
    return command(str(folder / "agreement.yaml"), str(folder / "facts.jsonl"), as_of, period)[0].json()


async def tried(api: Asking, text: str = DRAFT, key: str = "operator", **query: object) -> dict[str, Any]:
    answer = await api.post("trials", text, key=key, **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("operator", [*SHARED, *ACMES, GLOBEXES[0]]),
        ("northwind", [*SHARED, *ACMES, GLOBEXES[0]]),
        ("acme", [*SHARED, *ACMES]),
        ("globex", [*SHARED, GLOBEXES[0]]),
        ("nobodys", []),
    ],
)
async def test_a_trial_is_what_the_command_prints_on_the_facts_that_the_caller_sees(
    api: Asking, tmp_path: Path, key: str, facts: list[CloudEvent]
):
    found = await tried(api, key=key)
    assert found["evaluation"] == evaluated(tmp_path, DRAFT, facts)
    assert found["evaluation"]["facts"]["read"] == len(facts)


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ({"as_of": "2026-01-08T21:00:00Z"}, None),
        ({"from_": "2026-01-05", "until": "2026-01-09"}, "2026-01-05/2026-01-09"),
        (
            {
                "from_": "2026-01-05T10:30:00Z",
                "until": "2026-01-05T12:00:00+01:00",
                "as_of": "2026-01-10T00:00:00Z",
            },
            "2026-01-05T10:30:00Z/2026-01-05T12:00:00+01:00",
        ),
    ],
)
async def test_a_trial_of_a_span_or_an_instant_is_the_commands(
    api: Asking, tmp_path: Path, query: dict[str, str], period: str | None
):
    as_of = query.get("as_of", NOW)
    facts = [each for each in (*SHARED, *ACMES) if (each.time or "") <= as_of]
    found = await tried(api, key="acme", **query)
    assert found["evaluation"] == evaluated(tmp_path, DRAFT, facts, as_of, period)


async def test_several_versions_are_tried_together(api: Asking, tmp_path: Path):
    both = DRAFT + "---\n" + DRAFT.replace("version: 1", "version: 2").replace("2026-01-01}", "2026-01-10}")
    found = await tried(api, both, key="acme")
    assert found["evaluation"] == evaluated(tmp_path, both, [*SHARED, *ACMES])
    assert {one["version"] for one in found["evaluation"]["objectives"]} == {1, 2}


async def test_json_is_taken_as_yaml_is(api: Asking):
    draft = {
        "apiVersion": "eyelevel/v1",
        "kind": "Agreement",
        "metadata": {"id": "draft", "title": "Draft", "version": 1},
        "parties": {"provider": {"id": "a", "name": "A"}, "customer": {"id": "b", "name": "B"}},
        "in_force": {"from": "2026-01-01"},
        "time_zone": "UTC",
        "services": [{"id": "webshop", "name": "Web shop"}],
        "objectives": [
            {
                "id": "availability", "owed_by": "provider", "indicator": "availability", "service": "webshop",
                "target": "99.9 %", "window": {"calendar": "month"}, "counts": {"unknown": "excluded"},
            }
        ],
    }  # fmt: skip
    answer = await api.post("trials", json.dumps(draft), media="application/json")
    assert answer.status_code == 200
    assert answer.json()["evaluation"]["objectives"][0]["state"] == "breached"


async def test_it_says_on_which_facts_it_stands(api: Asking):
    kept = (await tried(api))["kept"]
    assert kept["agreements"] == [
        {"id": ACME, "facts": len(SHARED) + len(ACMES)},
        {"id": GLOBEX, "facts": 1},  # the others were counted above
    ]
    assert kept["services"][0] == {
        "id": "ledger",
        "facts": 2,
        "first": "2026-01-03T00:00:00Z",
        "last": "2026-01-03T06:00:00Z",
    }
    assert kept["services"][1]["id"] == "webshop"
    assert kept["without_facts"] == []
    assert kept["contradicting"] == []


@pytest.mark.parametrize(
    ("key", "without"),
    [
        ("operator", ["moon"]),
        ("acme", ["moon"]),
        ("globex", ["ledger", "moon"]),
        ("nobodys", ["ledger", "moon", "webshop"]),
    ],
)
async def test_services_of_which_nothing_is_kept_are_said(api: Asking, key: str, without: list[str]):
    services = SERVICES.replace(
        "]", ", {id: moon, name: Moon}, {id: all, name: All, made_of: {all: [webshop, ledger]}}]"
    )
    draft = document(objective("moon", service="moon"), objective("all", service="all"), services=services)
    assert (await tried(api, draft, key=key))["kept"]["without_facts"] == without


async def test_a_caller_without_facts_learns_nothing_of_others(api: Asking):
    answer = await api.post("trials", DRAFT, key="nobodys")
    assert answer.json()["evaluation"]["facts"] == {
        "read": 0, "repeated": 0, "later": 0, "used": 0, "set_aside": [],
    }  # fmt: skip
    for word in ("acme-webshop", "globex", "INC-1", "never-heard"):
        assert word not in answer.text


@pytest.mark.parametrize(
    ("key", "hidden"),
    [
        ("acme", ("globex", "globex-line")),
        ("globex", ("acme-webshop", "never-heard", "2026-01-03T06:00:00Z")),
    ],
)
async def test_no_key_reaches_anothers_facts(api: Asking, key: str, hidden: tuple[str, ...]):
    text = (await api.post("trials", DRAFT, key=key)).text
    assert not [word for word in hidden if word in text]


async def test_of_two_contents_under_one_name_the_first_agreements_counts_and_it_is_said(world: World):
    down, up = (told("2026-01-02T00:00:00Z", state, identity="one") for state in ("down", "up"))
    await world.tell(
        tick("2026-01-01T00:00:00Z"),
        put(document()),
        (GLOBEX, put(document(agreement=GLOBEX), agreement=GLOBEX)),
        (GLOBEX, up),
        (ACME, down),
        tick("2026-01-02T01:00:00Z"),
    )
    async with asking(world) as api:
        surround(api)
        found = await tried(api)
        assert found["kept"]["contradicting"] == [{"source": "probe", "id": "one"}]
        assert found["evaluation"]["objectives"][0]["ledger_us"]["down"] == 3_600_000_000
        assert (await tried(api, key="globex"))["kept"]["contradicting"] == []


async def test_a_document_with_faults_is_refused_with_line_field_and_sentence(api: Asking):
    answer = await api.post("trials", DRAFT.replace("target: 99.5 %", "target: 995 %"))
    assert answer.status_code == 422
    assert answer.json()["title"] == "Agreement refused"
    first = answer.json()["errors"][0]
    assert first["line"] > 1
    assert first["field"] == "objectives[0].target"
    assert first["detail"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"as_of": "2026-01-20T12:00:00.000001Z"}, "the log's clock stands at 2026-01-20T12:00:00Z"),
        ({"as_of": "today"}, "as_of is 'today'"),
        ({"from_": "2026-01-01"}, "until is missing"),
        ({"until": "2026-01-01"}, "from is missing"),
        ({"from_": "2026-01-02", "until": "2026-01-02"}, "does not end after it begins"),
        ({"from_": "soon", "until": "2026-01-02"}, "end of the period is 'soon'"),
        ({"from_": "2026-01-01/2026-01-02", "until": "2026-01-03"}, "period"),
    ],
)
async def test_a_question_with_a_fault_is_refused_in_a_sentence(
    api: Asking, query: dict[str, str], says: str
):
    answer = await api.post("trials", DRAFT, **query)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    ("key", "status"), [("operator", 200), ("acme", 200), ("nobodys", 200), ("probe", 403), (None, 401)]
)
async def test_the_door_asks_for_a_key(api: Asking, key: str | None, status: int):
    assert (await api.post("trials", DRAFT, key=key)).status_code == status


async def test_another_content_type_is_not_taken(api: Asking):
    assert (await api.post("trials", DRAFT, media="text/plain")).status_code == 415


async def test_before_the_first_tick_nothing_is_known(world: World):
    async with asking(world) as api:
        answer = await api.post("trials", DRAFT)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


async def test_more_facts_than_a_trial_takes_are_told(world: World, api: Asking):
    count = 2 * len(SHARED) + len(ACMES) + 1  # as they are kept, in both agreements
    async with asking(world, facts=count - 1) as bounded:
        surround(bounded)
        answer = await bounded.post("trials", DRAFT)
        assert answer.status_code == 413
        assert answer.json()["detail"].startswith(f"{count} facts are kept of these services")
        assert (await bounded.post("trials", DRAFT, as_of="2026-01-08T00:00:00Z")).status_code == 200


async def test_more_figures_than_a_trial_gives_are_told(api: Asking):
    days = document(
        objective(window="{calendar: day}"),
        services="[{id: webshop, name: Web shop, before_first_fact: up}]",
        in_force="{from: 1990-01-01}",
    )
    answer = await api.post("trials", days)
    assert answer.status_code == 413
    assert "ask for one period" in answer.json()["detail"]
    assert (await api.post("trials", days, from_="2026-01-01", until="2026-02-01")).status_code == 200


async def test_a_trial_that_takes_too_long_is_given_up(world: World, api: Asking):
    async with asking(world, seconds=1e-9) as bounded:
        answer = await bounded.post("trials", DRAFT)
        assert answer.status_code == 503
        assert "took longer" in answer.json()["detail"]


async def test_a_caller_has_one_trial_at_a_time(api: Asking):
    answers = await asyncio.gather(*(api.post("trials", DRAFT, key="acme") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 429, 429]
    assert (await api.post("trials", DRAFT, key="acme")).status_code == 200


async def test_a_machine_has_few_trials_at_a_time(world: World, api: Asking):
    async with asking(world, at_once=1) as bounded:
        surround(bounded)
        answers = await asyncio.gather(
            *(bounded.post("trials", DRAFT, key=key) for key in ("acme", "globex"))
        )
        assert [answer.status_code for answer in answers] == [200, 503]
        assert (await bounded.post("trials", "nothing", key="acme")).status_code == 422
        assert (await bounded.post("trials", DRAFT, key="acme")).status_code == 200
