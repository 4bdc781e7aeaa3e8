"""The dashboard's queries, run by a real Prometheus that scrapes four running services, give what the API says."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.contracts.envelope import BATCH, TYPE_PREFIX
from shared.contracts.instants import DAY, MINUTE, SECOND, parse_instant
from tests.end_to_end import prometheus
from tests.end_to_end.deployment import Deployment, wait_until
from tests.end_to_end.front import Front
from tests.end_to_end.main_job import PARTIES, Job, event, now
from tests.end_to_end.prometheus import Prometheus
from tests.end_to_end.receiving import Receiver

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = json.loads((ROOT / "deploy/grafana/dashboards/eyelevel.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [(panel["title"], target) for panel in PANELS for target in panel["targets"]]
MACROS = {"$__rate_interval": "10s", "$agreement": ".*", "$objective": ".*"}

AGREEMENT = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {id: shop, title: Shop, version: 1}
parties:
  provider: {id: northwind, name: Northwind}
  customer: {id: acme, name: ACME}
in_force: {from: 2026-01-01}
time_zone: UTC
services: [{id: web, name: Web, before_first_fact: up}, {id: feed, name: Feed, before_first_fact: up}]
objectives:
  - {id: strict, owed_by: provider, indicator: availability, service: web, target: 99.99 %,
     window: {rolling: P30D}, counts: {unknown: down}}
  - {id: easy, owed_by: customer, indicator: availability, service: web, target: 90 %,
     window: {rolling: P30D}, counts: {unknown: down}}
  - {id: sharp, owed_by: provider, indicator: availability, service: feed, target: 99.999 %,
     window: {rolling: P1D}, counts: {unknown: down}}
"""
METRICS_KEY = "a key for Prometheus alone, long enough"
SENT = {"http": 2, "history": 2, "raw": 0}

pytestmark = pytest.mark.prometheus


def filled(expression: str) -> str:
    for macro, value in MACROS.items():
        expression = expression.replace(macro, value)
    return expression


def query_of(title: str) -> str:
    """The one query of a panel."""
    (expression,) = (target["expr"] for name, target in QUERIES if name == title)
    return filled(expression)


def close(shown: Mapping[tuple[str, ...], Fraction], said: Mapping[Any, Fraction]) -> bool:
    """The same names, and values as near as Prometheus' floats allow."""
    return shown.keys() == said.keys() and all(
        abs(shown[name] - said[name]) < Fraction(1, 10**9) for name in said
    )


@dataclass(frozen=True)
class World:
    """Four processes, what scrapes them, and what their APIs and log say."""

    deployment: Deployment
    prometheus: Prometheus
    job: Job

    def figures(self) -> dict[str, dict[str, Any]]:
        """The current figure of each objective, from the evaluator's API."""
        answer = self.deployment.ask("evaluator", "GET", "/v1/figures/shop").raise_for_status().json()
        (agreement,) = answer["agreements"]
        return {figure["objective"]: figure for figure in agreement["objectives"]}

    def shown(self, expression: str, *labels: str) -> dict[tuple[str, ...], Fraction]:
        """What a query gives, by these labels."""
        return {
            tuple(each["metric"][label] for label in labels): Fraction(each["value"][1])
            for each in self.prometheus.query(expression)
        }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    prometheus.needed()
    folder = tmp_path_factory.mktemp("dashboard")
    log = f"sqlite:///{folder / 'eventlog.db'}"
    databases = {name: f"sqlite:///{folder / name}.db" for name in ("portal", "evaluator", "notifier")}
    with (
        Deployment(folder, log, databases, EYELEVEL_METRICS_KEY=METRICS_KEY) as deployment,
        Receiver() as provider,
        Receiver() as customer,
    ):
        job = Job(deployment, log, folder, {"provider": provider, "customer": customer})
        told(job)
        targets = {name: f"127.0.0.1:{port}" for name, port in deployment.ports.items()}
        with Prometheus(folder / "prometheus", targets, METRICS_KEY) as server:
            wait_until(lambda: server.query("eyelevel_objective_sli_ratio"), "the objectives are scraped")
            yield World(deployment, server, job)


def told(job: Job) -> None:
    """Two outages, one of before the agreement was put: two promises are broken, and the parties told of the second.

    The customer's receiver answers, at the provider's nobody listens.
    """
    deployment, at = job.server, now()
    yaml = {"Content-Type": "application/yaml"}
    put = deployment.ask("portal", "PUT", "/v1/agreements/shop", content=AGREEMENT, headers=yaml)
    assert put.status_code == 201, put.text
    job.receivers["customer"].answer()
    for side, receiver in job.receivers.items():
        made = job.make("/v1/receivers", party=PARTIES[side], url=receiver.url)
        receiver.secret = made["secret"]
    past = [outage("web", "down", at - DAY), outage("web", "up", at - DAY + 30 * MINUTE)]
    assert sent(deployment, "/v1/history", past) == (2, 0, 0)
    figures = "/v1/figures/shop"
    wait_until(lambda: deployment.ask("evaluator", "GET", figures).is_success, "the agreement has figures")
    began = now()
    present = [outage("feed", "down", began), outage("feed", "up", began + 2 * SECOND)]
    spoiled = outage("unknown", "down", began)
    assert sent(deployment, "/v1/events", [*present, spoiled]) == (2, 0, 1)
    assert sent(deployment, "/v1/events", present) == (0, 2, 0)
    wait_until(lambda: len(job.deliveries()) == 2 * len(job.verdicts()) > 0, "both are to be told")
    wait_until(lambda: all(one["attempts"] for one in job.deliveries()), "each was tried")


def outage(service: str, state: str, at: int) -> dict[str, Any]:
    """One end of it."""
    return event(f"{service}-{state}", service, "availability.changed", at, state=state).mapping()


def sent(deployment: Deployment | Front, path: str, facts: list[dict[str, Any]]) -> tuple[int, int, int]:
    """How many were accepted, repeated and rejected."""
    answer = deployment.ask(
        "ingest", "POST", path, content=msgspec.json.encode(facts), headers={"Content-Type": BATCH}
    )
    assert answer.status_code == 202, answer.text
    said = answer.json()
    return said["accepted"], said["repeated"], said["rejected"]


@pytest.mark.parametrize(("title", "target"), QUERIES, ids=lambda part: part if isinstance(part, str) else "")
def test_every_query_runs_and_finds_something(world: World, title: str, target: Any):
    expression = filled(target["expr"])
    assert "$" not in expression, "a variable that is not filled in"
    wait_until(lambda: world.prometheus.query(expression), f"{title}: {expression} gives a result", 30)


def test_the_service_level_is_what_the_api_says(world: World):
    def agree() -> bool:
        said = {(name,): Fraction(figure["sli_percent"]) / 100 for name, figure in world.figures().items()}
        return close(world.shown("eyelevel_objective_sli_ratio", "objective"), said)

    wait_until(agree, "Prometheus shows the service level that the API gives")


def test_the_budget_left_is_what_the_api_says(world: World):
    def agree() -> bool:
        budgets = {name: figure["budget_us"] for name, figure in world.figures().items()}
        said = {
            (name,): Fraction(budget["remaining"]) / Fraction(budget["allowed"])
            for name, budget in budgets.items()
        }
        assert said["strict",] < 0 < said["easy",], "one is overspent, one is not"
        return close(world.shown("eyelevel_objective_budget_remaining_ratio", "objective"), said)

    wait_until(agree, "Prometheus shows the budget that the API gives")


def test_the_state_is_what_the_api_says(world: World):
    def agree() -> bool:
        said = {(name, figure["state"]): 1 for name, figure in world.figures().items()}
        shown = world.shown("eyelevel_objective_state == 1", "objective", "state")
        return shown == said == {("strict", "breached"): 1, ("easy", "met"): 1, ("sharp", "breached"): 1}

    wait_until(agree, "Prometheus shows the state that the API gives")


def test_who_owes_it_and_the_target_are_those_of_the_agreement(world: World):
    shown = world.shown("eyelevel_objective_target_ratio", "objective", "owed_by")
    assert shown == {
        ("strict", "provider"): Fraction("0.9999"),
        ("easy", "customer"): Fraction("0.9"),
        ("sharp", "provider"): Fraction("0.99999"),
    }


def test_the_verdicts_published_are_those_of_the_topic(world: World):
    def agree() -> bool:
        kinds = [msgspec.json.decode(body)["type"] for body in world.job.verdicts().values()]
        said = Counter((kind.removeprefix(TYPE_PREFIX),) for kind in kinds)
        assert said["objective.breached",] == 1, "that of before the agreement was put is told to nobody"
        shown = world.shown(query_of("Verdicts published"), "type")
        return {kind: count for kind, count in shown.items() if count} == said

    wait_until(agree, "Prometheus counts the verdicts that stand in the topic")


def test_the_deliveries_are_those_that_the_api_lists(world: World):
    def agree() -> bool:
        said = Counter((one["side"], one["state"]) for one in world.job.deliveries())
        shown = world.shown(query_of("Deliveries"), "side", "state")
        assert said.keys() == {("provider", "waiting"), ("customer", "delivered")}
        return {where: count for where, count in shown.items() if count} == said

    wait_until(agree, "Prometheus counts the deliveries that the API lists")


def test_the_oldest_delivery_has_waited_as_long_as_the_api_says(world: World):
    waiting = [one["created_at"] for one in world.job.deliveries() if one["state"] == "waiting"]
    oldest = min(map(parse_instant, waiting))

    def agree() -> bool:
        (shown,) = world.shown(query_of("Oldest delivery waiting")).values()
        return abs((now() - oldest) - shown * SECOND) < 10 * SECOND

    wait_until(agree, "Prometheus shows the age of the oldest")


def test_what_ingest_counts_is_what_was_sent(world: World):
    shown = world.shown("sum by (door) (eyelevel_ingest_accepted_total)", "door")
    assert shown == {(door,): count for door, count in SENT.items()}
    assert world.shown("eyelevel_ingest_repeated_total > 0", "door") == {("http",): 2}
    refused = world.shown("eyelevel_ingest_rejected_total > 0", "door", "reason")
    assert refused == {("http", "unknown_service"): 1}


def test_metrics_are_for_those_with_their_key(world: World):
    for service in world.deployment.ports:
        assert world.deployment.ask(service, "GET", "/metrics", key="another").status_code == 401
        assert world.deployment.ask(service, "GET", "/metrics", key=METRICS_KEY).is_success


def test_panels_have_an_id_each_a_unit_and_do_not_overlap():
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    cells = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    for panel in PANELS:
        assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
        assert panel["description"], panel["title"]
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])


def test_every_query_goes_to_the_provisioned_data_source_and_stays_within_the_variables():
    provisioned = (ROOT / "deploy/grafana/provisioning/datasources/prometheus.yaml").read_text()
    for title, target in QUERIES:
        assert f"uid: {target['datasource']['uid']}" in provisioned, title
        if "eyelevel_objective_" in target["expr"]:
            assert re.search(r'agreement=~"\$agreement"', target["expr"]), title
