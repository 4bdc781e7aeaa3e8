"""What is no agreement of its address is refused with a problem, and nothing is kept or published."""

from pathlib import Path

import pytest

from shared.contracts.topics import FACTS
from tests.integration.portal.conftest import Stand
from tests.unit.portal.documents import small


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone: nothing gets as far as the database."""
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"\xff\xfe", "application/yaml", 422),
        (b"", "application/yaml", 422),
        (b"a: [", "application/yaml", 422),
        (b"- 1", "application/yaml", 422),
        (small().encode(), "text/plain", 415),
        (small("other").encode(), "application/yaml", 422),
        ((small() + "---\n" + small(version=2)).encode(), "application/yaml", 422),
        (b"x" * 2_000_000, "application/yaml", 413),
    ],
)
async def test_what_is_no_agreement_of_this_address_gets_a_problem(
    stand: Stand, body: bytes, media: str, status: int
) -> None:
    answer = await stand.operator.put("/v1/agreements/shop", content=body, headers={"content-type": media})

    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]
    assert await stand.records(FACTS.name) == []
