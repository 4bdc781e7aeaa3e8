"""An agreement tried against a running process: by the command, on kept facts, and refused as where it is put."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.cli import agreement
from tests.end_to_end.tenants import Tenants, tenants


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    with tenants(tmp_path_factory.mktemp("embedded")) as made:
        yield made


def draft(world: Tenants, folder: Path, *, target: str = "100 %") -> Path:
    """Azurite's agreement as a draft of another name."""
    file = folder / "draft.yaml"
    text = world.azurite.document.replace("id: azurite-agreement", "id: draft")
    file.write_text(text.replace("target: 100 %", f"target: {target}"))
    return file


def run(world: Tenants, key: str, *arguments: str) -> Result:
    environment = {"EYELEVEL_URL": world.front.url, "EYELEVEL_KEY": key}
    return CliRunner().invoke(agreement.app, ["try", *arguments], env=environment)


def test_the_command_tries_a_draft_on_the_facts_that_the_key_may_see(world: Tenants, tmp_path: Path):
    file = str(draft(world, tmp_path))
    own = run(world, world.azurite.keys["customer"], file)
    other = run(world, world.basalt.keys["customer"], file)
    assert (own.exit_code, other.exit_code) == (0, 0), own.output + other.output
    assert " of azurite-service." in own.stdout
    assert "azurite-objective" in own.stdout
    assert "Nothing is kept for this key of: azurite-service." in other.stdout


def test_a_draft_makes_no_agreement(world: Tenants, tmp_path: Path):
    done = run(world, world.front.operator_key, str(draft(world, tmp_path)), "--json")
    assert json.loads(done.stdout)["evaluation"]["agreement"] == "draft"
    assert world.ask("GET", "/v1/agreements/draft").status_code == 404
    assert world.ask("GET", "/v1/figures/draft").status_code == 404


def test_a_span_is_one_window(world: Tenants, tmp_path: Path):
    span = ("--from", "2026-01-01", "--until", "2026-01-03")
    done = run(world, world.front.operator_key, str(draft(world, tmp_path)), *span, "--json")
    (figure,) = json.loads(done.stdout)["evaluation"]["objectives"]
    assert figure["period"]["until"] == "2026-01-03T00:00:00Z"


def test_faults_are_told_with_their_lines(world: Tenants, tmp_path: Path):
    file = draft(world, tmp_path, target="995 %")
    done = run(world, world.front.operator_key, str(file))
    line = 1 + file.read_text().splitlines().index("    target: 995 %")
    assert done.exit_code == 2
    assert f"{file}:{line}: " in done.stderr


def test_a_bad_document_is_refused_as_where_it_is_put(world: Tenants, tmp_path: Path):
    text, said = draft(world, tmp_path, target="995 %").read_text(), {}
    for method, path in (("PUT", "/v1/agreements/draft"), ("POST", "/v1/trials")):
        answer = world.ask(method, path, content=text, headers={"Content-Type": "application/yaml"})
        said[method] = {name: value for name, value in answer.json().items() if name != "instance"}
    assert said["PUT"] == said["POST"]
    assert said["PUT"]["status"] == 422
