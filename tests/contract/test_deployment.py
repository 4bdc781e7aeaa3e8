"""docker-compose.yml by Docker Compose itself, the Dockerfile by hadolint, Prometheus' file by promtool."""

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
COMPOSE = ROOT / "docker-compose.yml"
SERVICES = ("ingest", "evaluator", "notifier", "portal")
PROMETHEUS = ROOT / "deploy/prometheus/prometheus.yml"
SECRETS = (
    "EYELEVEL_SECRET",
    "EYELEVEL_OPERATOR_KEY",
    "EYELEVEL_METRICS_KEY",
    "POSTGRES_PASSWORD",
    "EVALUATOR_DATABASE_PASSWORD",
    "NOTIFIER_DATABASE_PASSWORD",
    "PORTAL_DATABASE_PASSWORD",
    "GRAFANA_ADMIN_PASSWORD",
)


def environment() -> dict[str, str]:
    made = subprocess.run([ROOT / "deploy/environment"], check=True, capture_output=True, text=True).stdout
    return dict(line.split("=", 1) for line in made.splitlines() if "=" in line and not line.startswith("#"))


def compose(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`docker compose config`, with these variables and no .env file of whoever runs the test."""
    bare = {name: value for name, value in os.environ.items() if name not in SECRETS}
    command = [
        BIN / "docker-compose",
        "--env-file",
        "/dev/null",
        "-f",
        COMPOSE,
        "config",
        "-q",
    ]
    return subprocess.run(command, env=bare | variables, capture_output=True, text=True)


def test_docker_compose_takes_the_file():
    run = compose(environment())
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_has_a_default(secret: str):
    given = environment()
    del given[secret]
    run = compose(given)
    assert f"required variable {secret} is missing a value" in run.stderr
    assert "run deploy/environment > .env first" in run.stderr, "the message says what to do"


def test_two_environments_share_no_secret():
    one, other = environment(), environment()
    assert set(SECRETS) <= one.keys()
    assert not [name for name in SECRETS if one[name] == other[name]]


def test_every_image_has_a_version_and_every_long_lived_service_a_health_check():
    services = YAML(typ="safe").load(COMPOSE)["services"]
    for name, service in services.items():
        image = service.get("image")
        assert image is None or (":" in image and not image.endswith(":latest")), name
        assert "healthcheck" in service or "build" in service, (
            f"{name}; the Dockerfile has one for those we build"
        )


def test_hadolint_finds_nothing():
    run = subprocess.run([BIN / "hadolint", ROOT / "deploy/Dockerfile"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "")


def test_every_service_asks_for_a_key_at_its_metrics_and_prometheus_has_it():
    whole = YAML(typ="safe").load(COMPOSE)
    for name, service in whole["services"].items():
        if "build" in service:
            assert service["environment"]["EYELEVEL_METRICS_KEY"].startswith("${EYELEVEL_METRICS_KEY:?"), name
    assert whole["secrets"]["metrics_key"] == {"environment": "EYELEVEL_METRICS_KEY"}
    assert whole["services"]["prometheus"]["secrets"] == ["metrics_key"]
    [job] = YAML(typ="safe").load(PROMETHEUS)["scrape_configs"]
    assert job["authorization"] == {"credentials_file": "/run/secrets/metrics_key"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_given_settings_of_its_own_and_all_that_it_needs(service: str):
    """A misspelt name would be passed over in silence, since an environment holds other things too."""
    settings = import_module(f"services.{service}.settings").Settings.model_fields
    environment = YAML(typ="safe").load(COMPOSE)["services"][service]["environment"]
    given = {name.removeprefix("EYELEVEL_").lower() for name in environment if name.startswith("EYELEVEL_")}
    assert given <= settings.keys()
    assert {name for name, field in settings.items() if field.is_required()} <= given


def test_ingest_which_everyone_reaches_does_not_hold_the_master_secret():
    services = YAML(typ="safe").load(COMPOSE)["services"]
    holders = {
        name for name, service in services.items() if "EYELEVEL_SECRET" in service.get("environment", {})
    }
    assert holders == {"evaluator", "notifier", "portal"}


def test_only_the_front_grafana_and_kafka_are_reached_and_from_this_machine_alone():
    services = YAML(typ="safe").load(COMPOSE)["services"]
    reached = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert reached == {
        "front": ["127.0.0.1:8080:8080"],
        "grafana": ["127.0.0.1:3000:3000"],
        "kafka": ["127.0.0.1:19092:19092"],
    }


def test_kafka_sends_each_side_to_an_address_that_it_reaches():
    kafka = YAML(typ="safe").load(COMPOSE)["services"]["kafka"]["environment"]
    assert kafka["KAFKA_ADVERTISED_LISTENERS"] == "WITHIN://kafka:9092,OUTSIDE://127.0.0.1:19092"


def test_nobody_reads_grafana_without_an_account():
    grafana = YAML(typ="safe").load(COMPOSE)["services"]["grafana"]["environment"]
    assert grafana["GF_AUTH_ANONYMOUS_ENABLED"] == grafana["GF_USERS_ALLOW_SIGN_UP"] == "false"


@pytest.mark.prometheus
def test_promtool_takes_the_configuration(tmp_path: Path):
    if shutil.which("promtool") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("promtool is missing; it comes with Prometheus")
        pytest.skip("needs promtool, which comes with Prometheus")
    (tmp_path / "key").write_text("of the metrics")  # promtool looks whether the file is there
    config = tmp_path / "prometheus.yml"
    config.write_text(PROMETHEUS.read_text().replace("/run/secrets/metrics_key", str(tmp_path / "key")))
    command = ["promtool", "check", "config", config]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
