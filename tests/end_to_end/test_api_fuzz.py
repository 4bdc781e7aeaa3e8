"""Anything that the OpenAPI documents allow, and much that they do not, gets an answer that they describe.

Requests are made from the documents, always the same ones, and go with the operator's key to the embedded process.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

import pytest
import schemathesis
import schemathesis.checks
from ruamel.yaml import YAML
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks as openapi

from tests.end_to_end.tenants import Tenant, Tenants, tenants

CONFIG: Final = {
    "seed": 1,
    "generation": {
        "deterministic": True,
        "max-examples": 25,
        "database": "none",
        "with-security-parameters": False,  # keys are test_doors' matter
    },
}
CHECKS: Final = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
    openapi.response_headers_conformance,
    openapi.unsupported_method,
]
# Values that lead somewhere, by the parameter that takes them; those that begin with the- stand for ids made at random.
THERE: Final = {
    "agreement": "azurite-agreement",
    "objective": "azurite-objective",
    "start": "current",
    "version": 1,
    "delivery": "the-delivery",
    "key": "the-key",
    "receiver": "the-receiver",
}
FACT: Final = {
    "specversion": "1.0",
    "id": "fuzzed",
    "source": "fuzzer",
    "type": "dev.eyelevel.availability.observed",
    "subject": "azurite-service",
    "time": "2026-01-01T00:00:00Z",
    "data": {"state": "up"},
}
AGREEMENT: Final = YAML(typ="safe", pure=True).load(Tenant("azurite").document)
BODIES: Final = {
    "application/cloudevents+json": FACT,
    "application/cloudevents-batch+json": [FACT, FACT | {"id": "another"}, FACT | {"subject": "nowhere"}],
    "application/yaml": json.loads(json.dumps(AGREEMENT, default=str)),  # dates as text, as JSON has them
}

Made = dict[str, str]
Reached = Counter[tuple[str, bool]]


def schema_of(service: str) -> Any:
    """The service's document, made stricter: each status by itself, nothing in an answer that is not described."""
    document = copy.deepcopy(import_module(f"services.{service}.app").describe().openapi())
    _close(document["components"]["schemas"])
    for item in document["paths"].values():
        for operation in item.values():
            del operation["responses"]["default"]
            _lead_somewhere(operation)
    return schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(CONFIG))


def _close(schema: Any) -> None:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            _close(part)
    elif isinstance(schema, list):
        for part in schema:
            _close(part)


def _lead_somewhere(operation: dict[str, Any]) -> None:
    """Let some of the requests speak of what is there."""
    for parameter in operation.get("parameters", ()):
        there = THERE.get(parameter["name"])
        if there is not None:
            parameter["schema"] = {"anyOf": [{"const": there}, parameter["schema"]]}
            parameter["example"] = there
    for media, described in operation.get("requestBody", {}).get("content", {}).items():
        if media in BODIES:
            described["example"] = BODIES[media]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    with tenants(tmp_path_factory.mktemp("embedded")) as made:
        yield made


@pytest.fixture(scope="module")
def made(world: Tenants) -> Made:
    """The ids that THERE leaves open."""
    return {
        "the-delivery": world.ask("GET", "/v1/deliveries").json()["deliveries"][0]["id"],
        "the-key": world.make("/v1/keys", role="party", party="fuzzed")["id"],
        "the-receiver": world.make("/v1/receivers", party="fuzzed", url="http://127.0.0.1:9/")["id"],
    }


@pytest.fixture(scope="module", autouse=True)
def reached() -> Iterator[Reached]:
    """How often each operation did what it is for, and how often not: a run that is refused all over shows nothing."""
    counted: Reached = Counter()
    yield counted
    never = {operation for operation, done in counted if not done and not counted[operation, True]}
    assert not never


def conforms(case: Any, world: Tenants, made: Made, reached: Reached) -> None:
    for name, value in (case.path_parameters or {}).items():
        if isinstance(value, str):
            case.path_parameters[name] = made.get(value, value)
    key = {"Authorization": f"Bearer {world.front.operator_key}"}
    answer = case.call(base_url=world.front.url, headers=key, timeout=10)
    reached[case.operation.label, 200 <= answer.status_code < 300] += 1
    case.validate_response(answer, checks=CHECKS)


@schema_of("ingest").parametrize()
def test_ingest_answers_as_described(case: Any, world: Tenants, made: Made, reached: Reached):
    conforms(case, world, made, reached)


@schema_of("evaluator").parametrize()
def test_the_evaluator_answers_as_described(case: Any, world: Tenants, made: Made, reached: Reached):
    conforms(case, world, made, reached)


@schema_of("notifier").parametrize()
def test_the_notifier_answers_as_described(case: Any, world: Tenants, made: Made, reached: Reached):
    conforms(case, world, made, reached)


@schema_of("portal").parametrize()
def test_the_portal_answers_as_described(case: Any, world: Tenants, made: Made, reached: Reached):
    conforms(case, world, made, reached)
