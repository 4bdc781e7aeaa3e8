"""Two agreements between different parties in one embedded process, with facts, verdicts, deliveries and keys.

Everything of the one tenant carries its name, so that a test can look for it where it must not be. The clock is
played and then stands still, so that answers differ by who asks alone.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from services.embedded import Embedding, create_app
from services.ingest.clock import PlayedClock
from services.portal.records import Session
from services.portal.storage import SqlBooks
from shared.contracts.envelope import STRUCTURED
from shared.contracts.instants import SECOND, format_instant
from shared.database.engine import Database
from shared.security import keys, tokens
from shared.security.master import master_in_file
from shared.security.principal import Principal
from tests.end_to_end.deployment import wait_until
from tests.end_to_end.front import Front
from tests.ports import free_port

AGREEMENT = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {{id: {name}-agreement, title: The {name} agreement, version: 1}}
parties:
  provider: {{id: {name}-provider, name: Provider of {name}}}
  customer: {{id: {name}-customer, name: Customer of {name}}}
  observers: [{{id: {name}-observer, name: Observer of {name}}}]
in_force: {{from: 2025-01-01, until: 2035-01-01}}
time_zone: UTC
services: [{{id: {name}-service, name: Service of {name}, before_first_fact: up}}]
maintenance: {{acknowledged_by: customer}}
objectives:
  - id: {name}-objective
    title: Objective of {name}
    owed_by: provider
    indicator: availability
    service: {name}-service
    target: 100 %
    window: {{calendar: month}}
    counts: {{unknown: up}}
"""
SIDES = ("provider", "customer", "observer")


@dataclass
class Tenant:
    """One agreement: its names, and who has which key."""

    name: str
    keys: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def agreement(self) -> str:
        return f"{self.name}-agreement"

    @property
    def objective(self) -> str:
        return f"{self.name}-objective"

    @property
    def service(self) -> str:
        return f"{self.name}-service"

    @property
    def document(self) -> str:
        return AGREEMENT.format(name=self.name)

    def party(self, side: str) -> str:
        return f"{self.name}-{side}"


class Tenants:
    """The process and its two tenants, `azurite` and `basalt`; the party `nobodys` is in neither."""

    def __init__(self, folder: Path, front: Front, clock: PlayedClock) -> None:
        self.front, self.clock, self._folder = front, clock, folder
        self.azurite, self.basalt = Tenant("azurite"), Tenant("basalt")
        self.stranger = ""

    @property
    def both(self) -> tuple[Tenant, Tenant]:
        return self.azurite, self.basalt

    def ask(self, method: str, path: str, *, key: str | None = None, **given: Any) -> httpx2.Response:
        """With the operator's key, or another."""
        return self.front.ask("", method, path, key=key, **given)

    def make(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.ask("POST", path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def fact(self, tenant: Tenant, name: str, kind: str, **data: Any) -> dict[str, Any]:
        """A fact about the tenant's service, now, from its own probe."""
        return {
            "specversion": "1.0",
            "id": f"{tenant.name}-{name}",
            "source": f"{tenant.name}-probe",
            "type": f"dev.eyelevel.{kind}",
            "subject": tenant.service,
            "time": format_instant(self.clock.now()),
            "data": data,
        }

    def send(self, fact: dict[str, Any]) -> bool:
        """Whether it was taken; it is not before ingest has read of the agreement."""
        answer = self.ask("POST", "/v1/events", json=fact, headers={"Content-Type": STRUCTURED})
        return answer.status_code == 202

    def advance(self, seconds: int) -> None:
        asyncio.run(self.clock.advance(self.clock.now() + seconds * SECOND))

    def token(self, tenant: Tenant, side: str, *, secret: bytes | None = None, seconds: int = 600) -> str:
        """An internal token of the portal for a viewer; badly signed with another secret."""
        principal = Principal("party", f"session of {tenant.party(side)}", tenant.party(side))
        own = master_in_file(self._folder / "secret").encode()
        return tokens.issue(principal, secret or own, seconds, time.time_ns() // 1_000)

    def knows(self, key: str, path: str) -> bool:
        """Whether a new key opens, once the directory has been read there."""
        return bool(
            wait_until(lambda: self.ask("GET", path, key=key).status_code == 200, f"{path} knows the key")
        )

    def knows_no_longer(self, key: str, path: str) -> bool:
        return bool(
            wait_until(lambda: self.ask("GET", path, key=key).status_code == 401, f"{path} forgets it")
        )

    def taken_back(self) -> str:
        """A key that held once."""
        made = self.make("/v1/keys", role="operator")
        assert self.ask("DELETE", f"/v1/keys/{made['id']}").status_code == 204
        return str(made["key"])

    def link(self, party: str) -> str:
        """The token of a fresh sign-in link."""
        return str(self.make("/v1/links", party=party)["url"]).rpartition("/")[2]

    def past_link(self, party: str) -> str:
        """The token of a link past its time."""
        return self._past(lambda books, digest: books.add_link(digest, party, 1))

    def past_session(self, party: str) -> str:
        """The token of a session past its time."""
        return self._past(lambda books, digest: books.add_session(digest, Session(party=party, expires_at=1)))

    def _past(self, add: Any) -> str:
        text = "past-" + keys.mint("party").text[-43:]

        async def put() -> None:
            database = Database(f"sqlite:///{self._folder / 'portal.db'}")
            async with database.transaction() as connection:
                await add(SqlBooks(connection), keys.digest(text))
            await database.close()

        asyncio.run(put())
        return text


@contextmanager
def tenants(folder: Path) -> Iterator[Tenants]:
    """Both have breached: the verdicts are on their way to receivers at which nobody listens."""
    port, key = free_port(), keys.mint("operator").text
    url = f"http://127.0.0.1:{port}"
    clock = PlayedClock(time.time_ns() // 1_000 // SECOND * SECOND - 60 * SECOND)
    embedding = Embedding(
        data=folder,
        url=url,
        inner_url=url,
        operator_key=key,
        clock=clock,
        allow_private_receivers=True,
        retry_seconds=(3_600.0,),
    )
    with Front(create_app(embedding), port, key) as front:
        world = Tenants(folder, front, clock)
        world.advance(1)  # a first tick: what is put before any tick counts as put at it
        world.stranger = world.make("/v1/keys", role="party", party="nobodys")["key"]
        for tenant in world.both:
            _set_up(world, tenant)
        for tenant in world.both:
            world.advance(10)  # each breaches at an instant of its own
            down = world.fact(
                tenant, "down", "availability.changed", state="down", reason=f"{tenant.name} broke"
            )
            wait_until(lambda fact=down: world.send(fact), "ingest knows the agreement")
        world.advance(20)
        for tenant in world.both:
            path = f"/v1/deliveries?agreement={tenant.agreement}"
            wait_until(lambda path=path: _attempted(world, path), "the breach is told")
        yield world


def _set_up(world: Tenants, tenant: Tenant) -> None:
    answer = world.ask(
        "PUT",
        f"/v1/agreements/{tenant.agreement}",
        content=tenant.document,
        headers={"Content-Type": "application/yaml"},
    )
    assert answer.status_code == 201, answer.text
    tenant.keys["source"] = world.make(
        "/v1/keys", role="source", services=[tenant.service], sources=[f"{tenant.name}-probe"]
    )["key"]
    for side in SIDES:
        party = tenant.party(side)
        tenant.keys[side] = world.make("/v1/keys", role="party", party=party, name=f"key of {party}")["key"]
        signed_in = world.front.knock("POST", f"/sign-in/{world.link(party)}")
        tenant.sessions[side] = signed_in.cookies["eyelevel_session"]
    for side in ("provider", "customer"):
        closed = f"http://127.0.0.1:9/{tenant.name}/{side}"
        world.make("/v1/receivers", party=tenant.party(side), url=closed)


def _attempted(world: Tenants, path: str) -> bool:
    told = world.ask("GET", path).json()["deliveries"]
    return len(told) >= 2 and all(one["attempts"] for one in told)
