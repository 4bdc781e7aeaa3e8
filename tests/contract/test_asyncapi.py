"""The AsyncAPI document is valid by AsyncAPI's own schema, and current."""

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import jsonschema
import pytest

from services.cli.asyncapi import document
from services.cli.documents import DOCS, generated

ROOT = Path(__file__).resolve().parents[2]
SPECS = "@asyncapi/specs@6.11.1"


@pytest.fixture(scope="session")
def schema() -> dict[str, object]:
    """AsyncAPI's own JSON Schema, brought by the npm client into the cache."""
    folder = ROOT / ".cache" / "asyncapi"
    wanted = folder / "package" / "schemas" / "3.0.0-without-$id.json"
    if not wanted.exists():
        if shutil.which("npm") is None:
            if os.environ.get("CI") == "true":
                pytest.fail("npm is missing; it brings the schema of AsyncAPI")
            pytest.skip("needs npm, which brings the schema of AsyncAPI")
        folder.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(
            ["npm", "pack", "--silent", SPECS], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
            archive.extractall(folder, filter="data")
    read: dict[str, object] = json.loads(wanted.read_text())
    return read


def test_it_is_valid_by_asyncapis_own_schema(schema: dict[str, object]):
    jsonschema.Draft7Validator(schema).validate(document())


def test_the_schema_would_refuse_a_wrong_one(schema: dict[str, object]):
    wrong = document()
    wrong["operations"]["ingest.receive.raw"]["action"] = "reads"
    assert list(jsonschema.Draft7Validator(schema).iter_errors(wrong))


def test_every_reference_leads_somewhere():
    whole = document()

    def references(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [ref for item in value.values() for ref in references(item)]
        return [ref for item in value for ref in references(item)] if isinstance(value, list) else []

    for reference in references(whole):
        place: object = whole
        for part in reference.removeprefix("#/").split("/"):
            assert isinstance(place, dict)
            place = place[part]


@pytest.mark.parametrize(("path", "text"), list(generated()), ids=lambda part: getattr(part, "name", ""))
def test_the_committed_document_is_current(path: Path, text: str):
    assert path.is_relative_to(DOCS)
    assert path.exists(), "run 'make documents'"
    assert path.read_text() == text, "run 'make documents'"
