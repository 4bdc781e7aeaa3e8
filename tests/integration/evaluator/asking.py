"""The read API over a world's database, with a directory of its own; nothing else of the service runs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx2
from fastapi import FastAPI

from services.evaluator import api, api_behind, api_evidence, api_trials
from services.evaluator.reading.agreements import Agreements
from services.evaluator.reading.rooms import Rooms
from services.evaluator.reading.storage_reading import ReadingStorage
from services.evaluator.reading.storage_trials import TrialStorage
from services.evaluator.reading.trial_bounds import Places
from services.evaluator.reading.trials import Trials
from shared.agreements.versions import use_packaged_zones
from shared.contracts.directory import AgreementEntry, Entry, KeyEntry, Role, encode_entry, key_of
from shared.observability.health import Health
from shared.observability.metrics import new_registry
from shared.security.directory import Directory
from shared.security.keys import mint
from shared.web.app import service_app
from tests.integration.evaluator.world import World


class Asking:
    """Asks paths under /v1, with the operator's key where no other is named."""

    def __init__(self, client: httpx2.AsyncClient, directory: Directory) -> None:
        self._client = client
        self._directory = directory
        self._keys: dict[str, str] = {}
        self.key("operator", "operator")

    def enter(self, entry: Entry) -> None:
        """This stands in the directory."""
        self._directory.apply(key_of(entry), encode_entry(entry))

    def key(self, name: str, role: Role) -> None:
        """A key of this role, a party's of the party of this name."""
        made = mint(role)
        self._keys[name] = made.text
        party = name if role == "party" else None
        self.enter(KeyEntry(id=made.id, digest=made.digest, role=role, party=party))

    def agreement(self, name: str, customer: str, *services: str) -> None:
        """An agreement of Northwind's in the directory."""
        entry = AgreementEntry(
            id=name, title=name, provider="northwind", customer=customer, services=tuple(services)
        )
        self.enter(entry)

    async def get(self, path: str, *, key: str | None = "operator", **query: object) -> httpx2.Response:
        """The answer, whatever it is; a trailing underscore in a name is for Python alone."""
        return await self._client.get(f"/v1/{path}", params=_params(query), headers=self._headers(key))

    async def post(
        self,
        path: str,
        body: str | bytes,
        *,
        key: str | None = "operator",
        media: str = "application/yaml",
        **query: object,
    ) -> httpx2.Response:
        """The answer to a document."""
        headers = self._headers(key) | {"content-type": media}
        return await self._client.post(f"/v1/{path}", content=body, params=_params(query), headers=headers)

    async def json(self, path: str, **query: Any) -> dict[str, Any]:
        """An answer that is there."""
        answer = await self.get(path, **query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def _headers(self, key: str | None) -> dict[str, str]:
        return {} if key is None else {"authorization": f"Bearer {self._keys[key]}"}


@asynccontextmanager
async def asking(
    world: World,
    *,
    facts: int = 10_000,
    seconds: float = 60,
    at_once: int = 2,
    checkpoint_facts: int = 0,
    agreements: Agreements | None = None,
) -> AsyncIterator[Asking]:
    """The API over what the world has committed, or over agreements handed in; the first numbers bound its trials."""
    use_packaged_zones()
    directory = Directory()
    reading = ReadingStorage(world.database)
    rooms = Rooms(agreements or Agreements(reading, 100, 100_000, checkpoint_facts), reading, directory)
    trials = Trials(TrialStorage(world.database))
    app = _app(
        rooms, directory, api_trials.Door(rooms, trials, Places(at_once), facts=facts, seconds=seconds)
    )
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://evaluator") as client:
        yield Asking(client, directory)


def _app(rooms: Rooms, directory: Directory, trials: api_trials.Door) -> FastAPI:
    app = service_app(
        "evaluator",
        lifespan=lambda _app: AsyncExitStack(),
        health=Health(),
        registry=new_registry(),
        keyring=directory.keyring,
    )
    own = (api.router(rooms), api_behind.router(rooms), api_evidence.router(rooms), api_trials.router(trials))
    for routes in own:
        app.include_router(routes)
    return app


def _params(query: dict[str, object]) -> Any:
    return {name.rstrip("_"): value for name, value in query.items()} or None
