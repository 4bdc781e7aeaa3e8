"""A NUL, which PostgreSQL takes in no text, is a refusal with a sentence wherever it comes: over both databases."""

import pytest

from tests.integration.portal.conftest import Stand

PATHS = (
    ("GET", "/v1/agreements/%00"),
    ("GET", "/v1/agreements/%00/versions/1"),
    ("DELETE", "/v1/keys/%00"),
    ("DELETE", "/v1/receivers/%00"),
)
BODIES = (
    ("/v1/keys", {"role": "source", "services": ["shop"], "name": "a\0b"}),
    ("/v1/keys", {"role": "source", "services": ["a\0b"]}),
    ("/v1/keys", {"role": "source", "services": ["shop"], "sources": ["a\0b"]}),
    ("/v1/keys", {"role": "party", "party": "a\0b"}),
    ("/v1/receivers", {"url": "https://hooks.example/", "party": "a\0b"}),
    ("/v1/receivers", {"url": "https://hooks.example/a\0b", "party": "acme"}),
    ("/v1/links", {"party": "a\0b"}),
)
PAGES = (
    "/agreements/%00",
    "/agreements/%00/availability",
    "/agreements/%00/availability/evidence",
    "/agreements/%00/availability/evidence.jsonl",
    "/agreements/%00/versions/1.yaml",
)


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_in_an_address(stand: Stand, method: str, path: str) -> None:
    answer = await stand.operator.request(method, path)

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("path", "body"), BODIES)
async def test_in_a_body(stand: Stand, path: str, body: dict[str, object]) -> None:
    answer = await stand.operator.post(path, json=body)

    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("path", PAGES)
async def test_in_the_address_of_a_page(stand: Stand, path: str) -> None:
    answer = await stand.operator.get(path)

    assert answer.status_code == 404, answer.text
