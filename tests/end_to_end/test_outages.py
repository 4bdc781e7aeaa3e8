"""The first real input: 399 outages of a public platform, 48 monthly figures known beforehand.

The same facts through the command, through one process, and through four processes with a real Kafka and a real
PostgreSQL must give the same figures, digit for digit, in whatever order they arrive.
"""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.embedded import Embedding, create_app
from shared.contracts.envelope import BATCH, CloudEvent
from shared.security import keys
from tests.end_to_end import outages
from tests.end_to_end.deployment import Deployment, wait_until
from tests.end_to_end.front import Front
from tests.ports import free_port

EVALUATE = [Path(sys.executable).with_name("eyelevel"), "evaluate"]
YAML = {"Content-Type": "application/yaml"}
FIGURES = (
    "good_us",
    "total_us",
    "sli_percent",
    "state",
    "breached_at",
    "ledger_us",
    "budget_us",
    "credit_percent",
)

pytestmark = pytest.mark.usefixtures("samples")


@pytest.fixture(scope="module")
def samples() -> None:
    outages.needed()


def evaluated(folder: Path, facts: Sequence[CloudEvent]) -> dict[str, dict[str, Any]]:
    """The figure of each month as the command gives it."""
    agreement, lines = folder / "agreement.yaml", folder / "facts.jsonl"
    agreement.write_text(outages.AGREEMENT)
    lines.write_bytes(b"".join(event.encode() + b"\n" for event in facts))
    run = subprocess.run([*EVALUATE, agreement, lines], capture_output=True, text=True, check=True)
    return by_month(json.loads(run.stdout)["objectives"])


def by_month(figures: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {figure["period"]["from"][:7]: {name: figure[name] for name in FIGURES} for figure in figures}


def shuffled(seed: int) -> list[CloudEvent]:
    facts = outages.facts()
    random.Random(seed).shuffle(facts)
    return facts


def through(
    server: Deployment | Front, facts: Sequence[CloudEvent], wanted: dict[str, dict[str, Any]]
) -> None:
    """Put the agreement, import the facts as history over HTTP, and wait until every month has the wanted figure."""
    put = server.ask(
        "portal", "PUT", "/v1/agreements/public-platform", content=outages.AGREEMENT, headers=YAML
    )
    assert put.status_code == 201, put.text
    for start in range(0, len(facts), 250):
        body = msgspec.json.encode([event.mapping() for event in facts[start : start + 250]])
        sent = server.ask("ingest", "POST", "/v1/history", content=body, headers={"Content-Type": BATCH})
        assert sent.status_code == 202, sent.text
        assert sent.json()["rejected"] == 0, sent.text
    known: dict[str, dict[str, Any]] = {}

    def equal() -> bool:
        answer = server.ask("evaluator", "GET", f"/v1/figures/public-platform/{outages.OBJECTIVE}")
        known.update(by_month(answer.json()["periods"]) if answer.is_success else {})
        return known == wanted

    try:
        wait_until(equal, "every month has its figure")
    except AssertionError:
        assert known == wanted
        raise


def test_the_command_gives_the_48_monthly_figures_known_beforehand(tmp_path: Path):
    figures = evaluated(tmp_path, outages.facts())
    shares = {month: Fraction(figure["good_us"], figure["total_us"]) for month, figure in figures.items()}
    assert shares == outages.expected()


def test_the_command_gives_the_same_in_any_order(tmp_path: Path):
    assert evaluated(tmp_path, shuffled(1)) == evaluated(tmp_path, outages.facts())


@pytest.mark.parametrize("seed", [None, 2])
def test_one_process_gives_what_the_command_gives(tmp_path: Path, seed: int | None):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    key = keys.mint("operator").text
    app = create_app(Embedding(data=tmp_path / "data", url=url, inner_url=url, operator_key=key))
    with Front(app, port, key) as front:
        facts = outages.facts() if seed is None else shuffled(seed)
        through(front, facts, evaluated(tmp_path, outages.facts()))
        assert front.ask("notifier", "GET", "/v1/deliveries").json()["deliveries"] == [], (
            "history tells nobody"
        )


@pytest.mark.kafka
@pytest.mark.postgres
def test_four_processes_with_kafka_and_postgresql_give_what_the_command_gives(
    tmp_path: Path, kafka_url: str, postgres_server: Any
):
    urls = {service: postgres_server.create() for service in ("portal", "evaluator", "notifier")}
    with Deployment(tmp_path, kafka_url, urls) as deployment:
        through(deployment, shuffled(3), evaluated(tmp_path, outages.facts()))
