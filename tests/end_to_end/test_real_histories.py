"""Real input: 399 outages of a public platform with 48 monthly figures known beforehand, and 288 incidents of a
service desk with its own verdict on each.

The same facts through the command, through one process, and through four processes with a real Kafka and a real
PostgreSQL must give the same figures and clocks, digit for digit, in whatever order they arrive.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from services.embedded import Embedding, create_app
from shared.security import keys
from tests.end_to_end import incidents, outages
from tests.end_to_end.deployment import Deployment, free_port
from tests.end_to_end.front import Front
from tests.end_to_end.imported import Past, evaluated, import_, wait_for

pytestmark = pytest.mark.usefixtures("samples")


@pytest.fixture(scope="module")
def samples() -> None:
    outages.needed()
    incidents.needed()


def platform() -> Past:
    return Past("public-platform", outages.AGREEMENT, [outages.OBJECTIVE], outages.facts())


def desk() -> Past:
    return Past(incidents.AGREEMENT, incidents.agreement(), ["closing", "resolving"], incidents.facts())


def test_the_command_gives_the_48_monthly_figures_known_beforehand(tmp_path: Path):
    figures = evaluated(tmp_path, platform())
    shares = {start[:7]: Fraction(one["good_us"], one["total_us"]) for (_, start), one in figures.items()}
    assert shares == outages.expected()


def test_the_command_gives_the_verdict_of_the_desk_on_each_of_its_incidents(tmp_path: Path):
    (closing,) = (one for (name, _), one in evaluated(tmp_path, desk()).items() if name == "closing")
    ours = {clock["incident"]: clock["state"] == "fulfilled" for clock in closing["clocks"]}
    assert ours == incidents.judged()
    assert len(ours) == 288


@pytest.mark.parametrize("past", [platform, desk])
def test_the_command_gives_the_same_in_any_order(tmp_path: Path, past: Any):
    assert evaluated(tmp_path, past().shuffled(1)) == evaluated(tmp_path, past())


@pytest.mark.parametrize("seed", [None, 2])
def test_one_process_gives_what_the_command_gives(tmp_path: Path, seed: int | None):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    key = keys.mint("operator").text
    app = create_app(Embedding(data=tmp_path / "data", url=url, inner_url=url, operator_key=key))
    with Front(app, port, key) as front:
        check(tmp_path, front, seed)
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
        check(tmp_path, deployment, 3)


def check(folder: Path, server: Deployment | Front, seed: int | None) -> None:
    """Both are imported before either is waited for."""
    told = [past if seed is None else past.shuffled(seed) for past in (platform(), desk())]
    for past in told:
        import_(server, past)
    for past in told:
        wait_for(server, past, evaluated(folder, past))
