"""The read API over a world's database, asked with the operator's key; nothing else of the service runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2

from services.evaluator.app import create_app
from services.evaluator.settings import Settings
from shared.contracts.directory import KeyEntry
from shared.security.keys import mint
from tests.integration.evaluator.world import PUBLIC_URL, World


class Asking:
    """Asks paths under /v1/figures and /v1/evidence."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def get(self, path: str, **query: object) -> httpx2.Response:
        """The answer, whatever it is; a trailing underscore in a name is for Python alone."""
        params: dict[str, Any] = {name.rstrip("_"): value for name, value in query.items()}
        return await self._client.get(f"/v1/{path}", params=params or None)

    async def json(self, path: str, **query: object) -> dict[str, Any]:
        """An answer that is there."""
        answer = await self.get(path, **query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@asynccontextmanager
async def asking(world: World, folder: Path) -> AsyncIterator[Asking]:
    """The API over what the world has committed."""
    settings = Settings(
        event_log=f"sqlite:///{folder / 'none.db'}",
        database_url="sqlite:///unused.db",
        secret="-" * 32,
        public_url=PUBLIC_URL,
    )
    app = create_app(settings, database=world.database)
    key = mint("operator")
    app.state.keyring.put(KeyEntry(id=key.id, digest=key.digest, role="operator", party=None))
    transport = httpx2.ASGITransport(app=app)
    headers = {"authorization": f"Bearer {key.text}"}
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://evaluator", headers=headers
    ) as client:
        yield Asking(client)
