"""A whole notifier as it runs, over an embedded event log, and what stands around it: directory, verdicts, keys."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import msgspec
from fastapi import FastAPI

from services.notifier.app import create_app
from services.notifier.settings import Settings
from shared.contracts.directory import AgreementEntry, Entry, KeyEntry, Role, encode_entry, key_of
from shared.contracts.topics import DELIVERIES, DIRECTORY, VERDICTS
from shared.database.migrations import migrate
from shared.eventlog import port
from shared.eventlog.open import open_log
from shared.security.keys import mint
from tests.integration.notifier.hook import Hooks
from tests.unit.notifier.builders import body

ACME, OTHER = "acme-webshop", "other"
_PARTIES = {
    "provider": "northwind",
    "customer": "acme",
    "observer": "auditor",
    "other-customer": "globex",
    "stranger": "nobody",
}
SECRET = "a master secret of thirty-two characters or more"


async def until(holds: Callable[[], Awaitable[Any] | Any], what: str, seconds: float = 20) -> Any:
    """What `holds` gives as soon as it is true."""
    deadline = time.monotonic() + seconds
    while True:
        found = holds()
        if isinstance(found, Awaitable):
            found = await found
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come about: {what}")
        await asyncio.sleep(0.02)


def settings(store_url: str, folder: Path, **said: object) -> Settings:
    """Quick, and for receivers on the loopback."""
    values: dict[str, Any] = {
        "event_log": f"sqlite:///{folder / 'eventlog.db'}",
        "database_url": store_url,
        "secret": SECRET,
        "allow_private_receivers": True,
        "attempt_seconds": 2.0,
        "retry_seconds": (0.1, 0.2, 0.3, 60),
    }
    return Settings(**(values | said))


@dataclass
class Whole:
    """The notifier's surroundings; `running` starts one in them."""

    store_url: str
    folder: Path
    log: port.EventLog
    keys: dict[str, str] = field(default_factory=dict)

    async def put(self, *entries: Entry) -> None:
        """These stand in the directory."""
        await self.log.append([port.Entry(DIRECTORY.name, key_of(one), encode_entry(one)) for one in entries])

    async def agreement(self, id_: str, provider: str, customer: str, *observers: str) -> None:
        """An agreement between these."""
        await self.put(
            AgreementEntry(id=id_, title=id_, provider=provider, customer=customer, observers=observers)
        )

    async def key(self, name: str, role: Role, party: str | None = None) -> None:
        """A key of this role, kept under `name`."""
        made = mint(role)
        self.keys[name] = made.text
        await self.put(KeyEntry(id=made.id, digest=made.digest, role=role, party=party))

    async def say(self, *ids: str, **said: str) -> None:
        """These verdicts stand on their topic."""
        agreement = said.get("agreement", "acme-webshop")
        await self.log.append([port.Entry(VERDICTS.name, agreement, body(id_, **said)) for id_ in ids])

    async def told(self) -> Sequence[dict[str, Any]]:
        """All events of the deliveries' topic."""
        follower = self.log.follower(DELIVERIES.name)
        await follower.start()
        ends, found = await follower.ends(), []
        while not follower.reached(ends):
            found += [msgspec.json.decode(record.value or b"") for record in await follower.fetch(0.1)]
        await follower.stop()
        return found

    @contextlib.asynccontextmanager
    async def running(self, **said: object) -> AsyncIterator["Running"]:
        """A notifier in these surroundings; with a log of its own where `event_log` says which."""
        await migrate(self.store_url, "services.notifier")
        app = create_app(
            settings(self.store_url, self.folder, **said), log=None if "event_log" in said else self.log
        )
        async with app.router.lifespan_context(app):
            transport = httpx2.ASGITransport(app=app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://notifier") as client:
                running = Running(app, client, self.keys)
                await until(running.ready, "the notifier is ready")
                yield running


@dataclass
class Running:
    """A notifier that runs."""

    app: FastAPI
    client: httpx2.AsyncClient
    keys: dict[str, str]

    async def ready(self) -> bool:
        """Whether /readyz says so."""
        return (await self.client.get("/readyz")).status_code == 200

    async def ask(
        self, key: str | None, path: str = "", *, post: bool = False, **query: object
    ) -> httpx2.Response:
        """/v1/deliveries, with the key of this name."""
        headers = {} if key is None else {"authorization": f"Bearer {self.keys.get(key, key)}"}
        params = {name: str(value) for name, value in query.items()}
        method = "POST" if post else "GET"
        return await self.client.request(method, "/v1/deliveries" + path, headers=headers, params=params)

    async def deliveries(self, **query: object) -> list[dict[str, Any]]:
        """As the operator sees them."""
        found: list[dict[str, Any]] = (await self.ask("operator", **query)).json()["deliveries"]
        return found

    async def states(self) -> dict[tuple[str, str], str]:
        """By verdict and receiver."""
        return {(one["verdict"], one["receiver"]): one["state"] for one in await self.deliveries(limit=200)}

    async def settled(self, count: int) -> bool:
        """Whether so many deliveries are there, and none waits."""
        states = list((await self.states()).values())
        return len(states) == count and "waiting" not in states


@contextlib.asynccontextmanager
async def surroundings(
    store_url: str, folder: Path, log_url: str | None = None, partitions: int = 1
) -> AsyncIterator[Whole]:
    """With the operator's key and the agreement acme-webshop; the log in a file where `log_url` names no other."""
    log = open_log(log_url or f"sqlite:///{folder / 'eventlog.db'}")
    await log.start()
    await log.ensure_topics(partitions)
    whole = Whole(store_url, folder, log)
    await whole.key("operator", "operator")
    await whole.agreement("acme-webshop", "northwind", "acme", "auditor")
    yield whole
    await log.stop()


@contextlib.asynccontextmanager
async def told(folder: Path, hooks: Hooks) -> AsyncIterator[Running]:
    """A notifier that has told two agreements of one provider: two verdicts of one, one of the other.

    Keys by name: operator, source, and the parties provider, customer, observer, other-customer, stranger.
    """
    async with surroundings(f"sqlite:///{folder / 'store.db'}", folder) as whole:
        await whole.agreement(OTHER, "northwind", "globex")
        for name, party in _PARTIES.items():
            await whole.key(name, "party", party)
        await whole.key("source", "source")
        await whole.put(*hooks.receivers())
        async with whole.running() as running:
            await whole.say("v1", "v2")
            await whole.say("w1", agreement=OTHER, customer="globex")
            await until(lambda: running.settled(5), "all are told")
            yield running
