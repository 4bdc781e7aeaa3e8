"""Sets the stage over HTTP, as an operator would: the agreement, keys for probes and parties, and their receivers."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2

from services.cli.inbox import Inboxes

AGREEMENT = "acme-webshop"
PARTIES = {"provider": "northwind", "customer": "acme"}
SERVICES = ("webshop", "checkout", "order-feed")


class Stage:
    """The operator's side of the demonstration."""

    def __init__(self, http: httpx2.AsyncClient, operator_key: str, url: str) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {operator_key}"}
        self._url = url
        self._keys: dict[str, str] = {}

    async def set(self, begins: date, inboxes: Inboxes) -> str:
        """Put the agreement, in force from that date, and the receivers; gives the probes' key."""
        headers = self._headers | {"Content-Type": "application/yaml"}
        document = agreement(begins)
        await self._ask("PUT", f"/v1/agreements/{AGREEMENT}", content=document, headers=headers)
        for side, party in PARTIES.items():
            self._keys[side] = str((await self._post("/v1/keys", {"role": "party", "party": party}))["key"])
            receiver = await self._post(
                "/v1/receivers", {"party": party, "url": f"{self._url}/inbox/{party}"}
            )
            inboxes.open(party, receiver["secret"])
        key = await self._post("/v1/keys", {"role": "source", "services": list(SERVICES), "name": "probes"})
        return str(key["key"])

    async def decide(self, side: str, path: str, body: dict[str, Any]) -> None:
        """A side says something through the portal, with its own key."""
        headers = {"Authorization": f"Bearer {self._keys[side]}"}
        await self._ask("PUT", f"/v1/agreements/{AGREEMENT}/{path}", json=body, headers=headers)

    async def link(self, party: str) -> str:
        """An address that signs a viewer in as the party, once."""
        return str((await self._post("/v1/links", {"party": party}))["url"])

    async def as_of(self) -> str:
        """The instant up to which the figures are computed; empty before there are any."""
        answer = await self._ask("GET", "/v1/figures", headers=self._headers)
        return str(answer.get("as_of") or "")

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return await self._ask("POST", path, json=body, headers=self._headers)

    async def _ask(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        answer = await self._http.request(method, path, **given)
        if not answer.is_success:
            raise RuntimeError(f"{method} {path} was answered with {answer.status_code}: {answer.text}")
        said: dict[str, Any] = answer.json()
        return said


def agreement(begins: date) -> bytes:
    """The agreement of the demonstration, in force for some thirteen months from a date."""
    until = (begins + timedelta(days=400)).replace(day=1)
    text = (Path(__file__).parent / "agreement.yaml").read_text(encoding="utf-8")
    return text.replace("IN_FORCE_FROM", str(begins)).replace("IN_FORCE_UNTIL", str(until)).encode()
