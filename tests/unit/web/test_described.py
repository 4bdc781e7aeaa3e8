"""The OpenAPI document says of errors what the service does."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.unit.web.example import build


@pytest.fixture
def document() -> dict[str, Any]:
    app, _ = build()
    with TestClient(app) as client:
        found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_the_document_is_openapi(document: dict[str, Any]) -> None:
    validate(document)


@pytest.mark.parametrize(
    ("method", "path", "errors"),
    [
        ("get", "/v1/things/{thing}", {"422"}),
        ("put", "/v1/things/{thing}", {"400", "413", "415", "422"}),
        ("get", "/v1/mine", {"401", "403"}),
        ("post", "/v1/any", {"400", "401", "403", "413", "415", "422"}),
        ("get", "/v1/broken", set()),
    ],
)
def test_each_operation_names_the_errors_it_can_answer(
    document: dict[str, Any], method: str, path: str, errors: set[str]
) -> None:
    responses = document["paths"][path][method]["responses"]

    assert set(responses) == {"200", "default"} | errors
    for status in {"default"} | errors:
        assert responses[status]["content"] == {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        }


def test_fastapis_own_error_is_in_it_no_longer(document: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in str(document)


def test_a_problem_is_as_described(document: dict[str, Any]) -> None:
    app, _ = build()
    schema = Draft202012Validator(document["components"]["schemas"]["Problem"])
    with TestClient(app) as client:
        for answer in (
            client.put("/v1/things/a", json={"sizes": ["x"]}),
            client.get("/v1/refused"),
            client.get("/v1/mine"),
            client.get("/nothing"),
        ):
            assert list(schema.iter_errors(answer.json())) == []


def test_health_and_metrics_are_no_part_of_the_interface(document: dict[str, Any]) -> None:
    assert not {"/livez", "/readyz", "/metrics"} & set(document["paths"])
