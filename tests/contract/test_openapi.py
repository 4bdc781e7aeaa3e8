"""Each service's OpenAPI document: valid, told in words, true of keys and errors, and current."""

import json
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.cli.documents import SERVICES
from services.embedded import owner
from shared.agreements.reading import read_agreement
from shared.contracts.envelope import read_mapping
from shared.contracts.facts import read_fact

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
# What FastAPI writes where nobody wrote anything.
UNSAID = {"Successful Response", "Validation Error", "Additional Response"}


@cache
def described(service: str) -> dict[str, Any]:
    document: dict[str, Any] = import_module(f"services.{service}.app").describe().openapi()
    return document


def operations() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for service in SERVICES:
        for path, item in described(service)["paths"].items():
            for method, operation in item.items():
                yield service, method, path, operation


each_service = pytest.mark.parametrize("service", SERVICES)
each_operation = pytest.mark.parametrize(
    ("service", "method", "path", "operation"),
    list(operations()),
    ids=lambda part: part if isinstance(part, str) else "",
)


@each_service
def test_the_document_is_openapi(service: str):
    assert described(service)["openapi"].startswith("3.1")
    assert not list(OpenAPIV31SpecValidator(described(service)).iter_errors())


@each_service
def test_a_wrong_document_would_be_refused(service: str):
    wrong = {**described(service), "paths": {"/v1/x": {"get": {"responses": {"200": {}}}}}}
    assert list(OpenAPIV31SpecValidator(wrong).iter_errors())


@each_service
def test_it_says_what_the_service_is(service: str):
    info = described(service)["info"]
    assert info["title"] == f"Eyelevel {service}"
    assert info["description"].endswith(".")


@each_operation
def test_every_operation_is_told_in_words(service: str, method: str, path: str, operation: dict[str, Any]):
    assert operation["summary"]
    assert operation["description"].endswith(".")
    assert operation["tags"]
    assert not operation["summary"].endswith(".")


def test_every_operation_has_a_name_of_its_own():
    names = [operation["operationId"] for *_, operation in operations()]
    assert sorted(set(names)) == sorted(names)
    assert all(name.isidentifier() for name in names)


@each_operation
def test_every_operation_asks_for_a_key(service: str, method: str, path: str, operation: dict[str, Any]):
    assert operation["security"] == [{"key": []}]
    assert described(service)["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert {"401", "403"} <= operation["responses"].keys()


@each_operation
def test_every_response_is_described(service: str, method: str, path: str, operation: dict[str, Any]):
    for status, response in operation["responses"].items():
        assert response["description"] not in UNSAID, status
        if status == "default" or status >= "400":
            assert response["content"] == PROBLEM, status
        elif status != "204":
            assert all(content["schema"] for content in response["content"].values()), status
            assert response["content"], status


@each_operation
def test_what_takes_a_body_says_when_it_does_not(
    service: str, method: str, path: str, operation: dict[str, Any]
):
    takes_a_body = "requestBody" in operation
    assert takes_a_body == ({"400", "413", "415"} <= operation["responses"].keys())


@each_operation
def test_what_names_a_thing_says_when_it_is_not_there(
    service: str, method: str, path: str, operation: dict[str, Any]
):
    assert ("{" in path) <= ("404" in operation["responses"])


@each_operation
def test_the_embedded_process_hands_every_path_to_its_service(
    service: str, method: str, path: str, operation: dict[str, Any]
):
    assert owner(path.replace("{", "").replace("}", "")) == service


def test_the_agreement_of_the_example_is_taken():
    body = described("portal")["paths"]["/v1/agreements/{agreement}"]["put"]["requestBody"]["content"]
    for content in body.values():
        (read,) = read_agreement(json.dumps(content["schema"]["example"]))
        assert read.metadata.id == "acme-webshop"


def test_the_fact_of_the_example_is_taken():
    body = described("ingest")["paths"]["/v1/events"]["post"]["requestBody"]["content"]
    example = body["application/cloudevents+json"]["schema"]["example"]
    assert read_fact(read_mapping(example)).service == "webshop"
