"""The dashboard's queries, run by a real Prometheus that scrapes four running services, give what the API says."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.contracts.envelope import BATCH
from shared.contracts.instants import DAY, MINUTE, format_instant
from tests.end_to_end import prometheus
from tests.end_to_end.deployment import Deployment, wait_until
from tests.end_to_end.prometheus import Prometheus

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
services: [{id: web, name: Web, before_first_fact: up}]
objectives:
  - {id: strict, owed_by: provider, indicator: availability, service: web, target: 99.99 %,
     window: {rolling: P30D}, counts: {unknown: down}}
  - {id: easy, owed_by: customer, indicator: availability, service: web, target: 90 %,
     window: {rolling: P30D}, counts: {unknown: down}}
"""

pytestmark = pytest.mark.prometheus


def filled(expression: str) -> str:
    for macro, value in MACROS.items():
        expression = expression.replace(macro, value)
    return expression


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, Prometheus]]:
    prometheus.needed()
    folder = tmp_path_factory.mktemp("dashboard")
    log = f"sqlite:///{folder / 'eventlog.db'}"
    databases = {name: f"sqlite:///{folder / name}.db" for name in ("portal", "evaluator", "notifier")}
    with Deployment(folder, log, databases) as deployment:
        told(deployment)
        targets = {name: f"127.0.0.1:{port}" for name, port in deployment.ports.items()}
        with Prometheus(folder / "prometheus", targets) as server:
            wait_until(lambda: server.query("eyelevel_objective_sli_ratio"), "the objectives are scraped")
            yield deployment, server


def told(deployment: Deployment) -> None:
    """An agreement, and an outage that breaks one of its promises."""
    yaml = {"Content-Type": "application/yaml"}
    put = deployment.ask("portal", "PUT", "/v1/agreements/shop", content=AGREEMENT, headers=yaml)
    assert put.status_code == 201, put.text
    now = time.time_ns() // 1_000
    outage = [("down", now - DAY), ("up", now - DAY + 30 * MINUTE)]
    facts = [
        {
            "specversion": "1.0",
            "id": state,
            "source": "probe",
            "type": "dev.eyelevel.availability.changed",
            "subject": "web",
            "time": format_instant(at),
            "data": {"state": state},
        }
        for state, at in outage
    ]
    body = msgspec.json.encode([*facts, {**facts[0], "id": "spoiled", "subject": "unknown"}])
    sent = deployment.ask("ingest", "POST", "/v1/events", content=body, headers={"Content-Type": BATCH})
    assert (sent.status_code, sent.json()["accepted"], sent.json()["rejected"]) == (202, 2, 1), sent.text


def figures(deployment: Deployment) -> dict[str, dict[str, Any]]:
    objectives = deployment.ask("evaluator", "GET", "/v1/figures/shop").json()["objectives"]
    return {figure["objective"]: figure for figure in objectives}


@pytest.mark.parametrize(("title", "target"), QUERIES, ids=lambda part: part if isinstance(part, str) else "")
def test_every_query_runs_and_finds_something(
    running: tuple[Deployment, Prometheus], title: str, target: Any
):
    expression = filled(target["expr"])
    assert "$" not in expression, "a variable that is not filled in"
    wait_until(lambda: running[1].query(expression), f"{title}: {expression} gives a result", 30)


def test_the_service_level_is_what_the_api_says(running: tuple[Deployment, Prometheus]):
    deployment, server = running

    def agree() -> bool:
        said = {name: float(figure["sli_percent"]) / 100 for name, figure in figures(deployment).items()}
        shown = {
            each["metric"]["objective"]: float(each["value"][1])
            for each in server.query("eyelevel_objective_sli_ratio")
        }
        return shown.keys() == said.keys() and all(abs(shown[name] - said[name]) < 1e-6 for name in said)

    wait_until(agree, "Prometheus shows the service level that the API gives")


def test_the_state_is_what_the_api_says(running: tuple[Deployment, Prometheus]):
    deployment, server = running

    def agree() -> bool:
        said = {name: figure["state"] for name, figure in figures(deployment).items()}
        shown = {
            each["metric"]["objective"]: each["metric"]["state"]
            for each in server.query("eyelevel_objective_state == 1")
        }
        return shown == said == {"strict": "breached", "easy": "met"}

    wait_until(agree, "Prometheus shows the state that the API gives")


def test_who_owes_it_and_the_target_are_those_of_the_agreement(running: tuple[Deployment, Prometheus]):
    shown = {
        each["metric"]["objective"]: (each["metric"]["owed_by"], each["value"][1])
        for each in running[1].query("eyelevel_objective_target_ratio")
    }
    assert shown == {"strict": ("provider", "0.9999"), "easy": ("customer", "0.9")}


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
