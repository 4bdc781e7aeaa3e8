"""A whole evaluator as it runs, over a real event log, and what stands around it: directory, facts, keys."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import msgspec
from fastapi import FastAPI

from services.evaluator.app import create_app
from services.evaluator.settings import Settings
from shared.contracts.directory import AgreementEntry, Entry, KeyEntry, Role, encode_entry, key_of
from shared.contracts.envelope import CloudEvent
from shared.contracts.topics import DIRECTORY, FACTS, VERDICTS
from shared.database.migrations import migrate
from shared.eventlog import port
from shared.eventlog.open import open_log
from shared.security import tokens
from shared.security.keys import mint
from shared.security.principal import Principal
from tests.integration.evaluator.world import PUBLIC_URL
from tests.unit.evaluator.builders import AGREEMENT, tick

SECRET = "a master secret of thirty-two characters or more"


async def until(holds: Callable[[], Awaitable[Any]], what: str, seconds: float = 30) -> Any:
    """What `holds` gives as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := await holds()):
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come about: {what}")
        await asyncio.sleep(0.02)
    return found


@dataclass
class Whole:
    """The evaluator's surroundings; `running` starts one in them."""

    store_url: str
    log_url: str
    log: port.EventLog
    partitions: int
    keys: dict[str, str] = field(default_factory=dict)

    async def enter(self, *entries: Entry) -> None:
        """These stand in the directory."""
        await self.log.append([port.Entry(DIRECTORY.name, key_of(one), encode_entry(one)) for one in entries])

    async def key(self, name: str, role: Role, party: str | None = None) -> None:
        """A key of this role, kept under `name`."""
        made = mint(role)
        self.keys[name] = made.text
        await self.enter(KeyEntry(id=made.id, digest=made.digest, role=role, party=party))

    async def agreement(self, id_: str = AGREEMENT, customer: str = "acme") -> None:
        """An agreement of Northwind's in the directory."""
        await self.enter(AgreementEntry(id=id_, title=id_, provider="northwind", customer=customer))

    async def write(self, *events: CloudEvent | tuple[str, CloudEvent]) -> None:
        """These stand on the topic of facts, ticks in every partition."""
        entries = []
        for each in events:
            agreement, event = each if isinstance(each, tuple) else (AGREEMENT, each)
            if event.type == tick(0).type:
                entries += [
                    port.Entry(FACTS.name, None, event.encode(), (), number)
                    for number in range(await self.log.partitions(FACTS.name))
                ]
            else:
                entries.append(port.Entry(FACTS.name, agreement, event.encode()))
        await self.log.append(entries)

    async def verdicts(self) -> list[dict[str, Any]]:
        """All events of the verdicts' topic."""
        follower = self.log.follower(VERDICTS.name)
        await follower.start()
        ends, found = await follower.ends(), []
        while not follower.reached(ends):
            found += [msgspec.json.decode(record.value or b"") for record in await follower.fetch(0.1)]
        await follower.stop()
        return found

    async def told(self, count: int) -> list[dict[str, Any]]:
        """The verdicts, once there are so many."""

        async def enough() -> list[dict[str, Any]] | None:
            found = await self.verdicts()
            return found if len(found) >= count else None

        found: list[dict[str, Any]] = await until(enough, f"{count} verdicts are on their topic")
        return found

    @contextlib.asynccontextmanager
    async def running(
        self, *, wait: bool = True, clock: Callable[[], int] | None = None, **said: object
    ) -> AsyncIterator["Running"]:
        """An evaluator in these surroundings, with a log of its own; `wait` until it is ready."""
        values: dict[str, Any] = {
            "event_log": self.log_url,
            "database_url": self.store_url,
            "secret": SECRET,
            "public_url": PUBLIC_URL,
            "partitions": self.partitions,
        }
        app = create_app(Settings(**(values | said)), clock=clock)
        async with app.router.lifespan_context(app):
            transport = httpx2.ASGITransport(app=app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://evaluator") as client:
                running = Running(app, client, self.keys)
                if wait:
                    await until(running.ready, "the evaluator is ready")
                yield running


@dataclass
class Running:
    """An evaluator that runs."""

    app: FastAPI
    client: httpx2.AsyncClient
    keys: dict[str, str]

    async def ready(self) -> bool:
        """Whether /readyz says so."""
        return (await self.client.get("/readyz")).status_code == 200

    async def ask(self, key: str | None, path: str, **query: object) -> httpx2.Response:
        """A path under /v1, with the key of this name (or the token itself)."""
        headers = {} if key is None else {"authorization": f"Bearer {self.keys.get(key, key)}"}
        params = {name.rstrip("_"): str(value) for name, value in query.items()}
        return await self.client.get("/v1" + path, headers=headers, params=params or None)

    async def as_of(self, instant: str) -> None:
        """Wait until the log clock is there."""

        async def there() -> bool:
            answer = (await self.ask("operator", "/figures")).json()
            return answer.get("as_of") == instant

        await until(there, f"the figures are as of {instant}")

    async def sample(self, name: str) -> float:
        """A metric without labels."""
        lines = (await self.client.get("/metrics")).text.splitlines()
        return float(next(line for line in lines if line.startswith(name + " ")).split()[1])


def inner_token(party: str) -> str:
    """What the portal asks with for a viewer of this party."""
    viewer = Principal(role="party", key_id="session", party=party)
    return tokens.issue(viewer, SECRET.encode(), 60, time.time_ns() // 1_000)


@contextlib.asynccontextmanager
async def surroundings(store_url: str, log_url: str, partitions: int = 1) -> AsyncIterator[Whole]:
    """With the operator's key, the agreement in the directory and the evaluator's tables."""
    await migrate(store_url, "services.evaluator")
    log = open_log(log_url)
    await log.start()
    await log.ensure_topics(partitions)
    whole = Whole(store_url, log_url, log, partitions)
    await whole.key("operator", "operator")
    await whole.agreement()
    yield whole
    await log.stop()


def file_log(folder: Path) -> str:
    """An embedded log in a folder."""
    return f"sqlite:///{folder / 'eventlog.db'}"
