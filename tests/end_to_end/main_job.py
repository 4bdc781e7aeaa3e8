"""The main job as the parties live it: an agreement, a receiver each, facts by every door, and what comes of them.

Works on whatever answers as Deployment and Front do, and on its event log. Each step waits until it has come about.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import msgspec

from shared.contracts.envelope import BATCH, STRUCTURED, CloudEvent
from shared.contracts.instants import format_instant, parse_instant
from shared.contracts.topics import FACTS, RAW, VERDICTS
from shared.eventlog.open import open_log
from shared.eventlog.port import Entry, Record
from tests.end_to_end.deployment import Deployment, wait_until
from tests.end_to_end.front import Front
from tests.end_to_end.receiving import Receiver

AGREEMENT = "shop"
OBJECTIVES = ("strict", "easy")
DOCUMENT = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {id: shop, title: Shop, version: 1}
parties:
  provider: {id: northwind, name: Northwind}
  customer: {id: acme, name: ACME}
in_force: {from: 2026-01-01}
time_zone: Europe/Berlin
services: [{id: web, name: Web, before_first_fact: up}, {id: feed, name: Feed, before_first_fact: up}]
objectives:
  - {id: strict, owed_by: provider, indicator: availability, service: web, target: 99.999 %,
     window: {rolling: P1D}, counts: {unknown: down}}
  - {id: easy, owed_by: customer, indicator: availability, service: feed, target: 90 %,
     window: {calendar: month}, counts: {unknown: down}}
"""
PARTIES = {"provider": "northwind", "customer": "acme"}
EVALUATE = [Path(sys.executable).with_name("eyelevel"), "evaluate"]
SHOWN_ONLY = ("title", "services")
"""What the API adds to a figure of CONTRACT.md, section 3."""
AHEAD_ONLY = ("burn", "forecast")
"""What the command adds to an open one; the API says it of one figure alone."""


def event(name: str, service: str, kind: str, at: int, **data: Any) -> CloudEvent:
    """A fact of the one probe."""
    return CloudEvent(
        id=name,
        source="probe",
        type=f"dev.eyelevel.{kind}",
        subject=service,
        time=format_instant(at),
        datacontenttype="application/json",
        data=data,
    )


@dataclass
class Job:
    """`folder` takes what is downloaded, `log_url` is where the event log is."""

    server: Deployment | Front
    log_url: str
    folder: Path
    receivers: dict[str, Receiver]
    source_key: str = ""
    party_keys: dict[str, str] = field(default_factory=dict)

    def put(self) -> httpx2.Response:
        yaml = {"Content-Type": "application/yaml"}
        path = f"/v1/agreements/{AGREEMENT}"
        return self.server.ask("portal", "PUT", path, content=DOCUMENT, headers=yaml)

    def make(self, path: str, **body: Any) -> dict[str, Any]:
        """Have the portal make something; gives its answer."""
        answer = self.server.ask("portal", "POST", path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def set_up(self) -> None:
        """A key for the probe, a key and a receiver for each party, known everywhere."""
        self.source_key = self.make("/v1/keys", role="source", services=["web", "feed"])["key"]
        for side, party in PARTIES.items():
            self.party_keys[side] = self.make("/v1/keys", role="party", party=party)["key"]
            made = self.make("/v1/receivers", party=party, url=self.receivers[side].url)
            self.receivers[side].secret = made["secret"]
        for side in PARTIES:
            key = self.party_keys[side]
            wait_until(lambda key=key: self._figures(key), "the evaluator knows agreement and key")
            wait_until(lambda key=key: self._deliveries(key) is not None, "the notifier knows the key")
        wait_until(
            lambda: self.send([event("life", "feed", "availability.observed", now(), state="up")]), "ingest"
        )

    def send(self, facts: Sequence[CloudEvent]) -> dict[str, Any] | None:
        """A batch over HTTP with the probe's key; None where it was not taken."""
        body = msgspec.json.encode([fact.mapping() for fact in facts])
        return self._posted(body, {"Content-Type": BATCH})

    def send_one(self, fact: CloudEvent) -> dict[str, Any] | None:
        """Structured."""
        return self._posted(fact.encode(), {"Content-Type": STRUCTURED})

    def send_binary(self, fact: CloudEvent) -> dict[str, Any] | None:
        """The data as the body, the attributes as headers."""
        return self._posted(*_binary(fact, "ce-"))

    def write(self, fact: CloudEvent) -> None:
        """To the raw topic as a producer on the log would, structured."""
        self._append(fact.source, fact.encode(), {"content-type": STRUCTURED})

    def write_binary(self, fact: CloudEvent) -> None:
        """To the raw topic with the attributes as headers of the record."""
        self._append(fact.source, *_binary(fact, "ce_"))

    def figure(self, objective: str) -> dict[str, Any]:
        """The current figure as the evaluator gives it."""
        answer = self._answer("evaluator", f"/v1/figures/{AGREEMENT}/{objective}/current")
        figure: dict[str, Any] = answer["figure"]
        return figure

    def as_of(self) -> int:
        """The instant that the evaluator has come to."""
        return parse_instant(self._answer("evaluator", f"/v1/figures/{AGREEMENT}")["as_of"])

    def recomputed(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The figures that the API gives, and those that the command gives on what the API lets one download."""
        said = self._answer("evaluator", f"/v1/figures/{AGREEMENT}")["agreements"][0]
        agreement, facts = self.folder / "downloaded.yaml", self.folder / "downloaded.jsonl"
        path = f"/v1/agreements/{AGREEMENT}/versions/1"
        agreement.write_bytes(self.server.ask("portal", "GET", path).raise_for_status().content)
        events = [fact["event"] for objective in OBJECTIVES for fact in self.evidence(objective)]
        facts.write_bytes(b"".join(msgspec.json.encode(event) + b"\n" for event in events))
        command = [*EVALUATE, agreement, facts, "--as-of", said["as_of"]]
        run = subprocess.run(command, capture_output=True, check=True)
        computed = [
            {name: value for name, value in one.items() if name not in AHEAD_ONLY}
            for one in msgspec.json.decode(run.stdout)["objectives"]
        ]
        shown = [
            {name: value for name, value in one.items() if name not in SHOWN_ONLY}
            for one in said["objectives"]
        ]
        periods = {(one["objective"], one["period"]["from"]) for one in shown}
        return shown, [one for one in computed if (one["objective"], one["period"]["from"]) in periods]

    def evidence(self, objective: str) -> list[dict[str, Any]]:
        """All facts behind an objective, read in small pages."""
        found: list[dict[str, Any]] = []
        following: dict[str, Any] = {}
        while True:
            asked = {"limit": 3, **following}
            page = self._answer("evaluator", f"/v1/evidence/{AGREEMENT}/{objective}", params=asked)
            found += page["facts"]
            if page["next"] is None:
                return found
            following = {"cursor": page["next"]}

    def deliveries(self, side: str | None = None) -> list[dict[str, Any]]:
        """As the operator sees them, or a party."""
        found = self._deliveries(self.party_keys[side] if side else None)
        assert found is not None
        return found

    def counted(self, name: str, **labels: str) -> float:
        """A counter of ingest."""
        text = self.server.ask("ingest", "GET", "/metrics").text
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        lines = [line for line in text.splitlines() if line.startswith(name + "{")]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if all(one in line for one in wanted))

    def verdicts(self) -> dict[str, bytes]:
        """What the evaluator published, by id."""
        records = asyncio.run(self._records(VERDICTS.name))
        return {msgspec.json.decode(record.value or b"")["id"]: record.value or b"" for record in records}

    def history(self) -> list[dict[str, Any]]:
        """Every event of the agreement's one order but ticks of time."""
        records = asyncio.run(self._records(FACTS.name))
        events = [msgspec.json.decode(record.value or b"") for record in records if record.key == AGREEMENT]
        return [event for event in events if event["type"] != "dev.eyelevel.clock.ticked"]

    def _posted(self, body: bytes, headers: dict[str, str]) -> dict[str, Any] | None:
        answer = self.server.ask(
            "ingest", "POST", "/v1/events", content=body, headers=headers, key=self.source_key
        )
        said: dict[str, Any] | None = answer.json() if answer.status_code == 202 else None
        return None if said is None or said["rejected"] else said

    def _figures(self, key: str) -> bool:
        answer = self.server.ask("evaluator", "GET", f"/v1/figures/{AGREEMENT}", key=key)
        return answer.is_success and len(answer.json()["agreements"][0]["objectives"]) == len(OBJECTIVES)

    def _deliveries(self, key: str | None) -> list[dict[str, Any]] | None:
        path = f"/v1/deliveries?agreement={AGREEMENT}&limit=200"
        answer = self.server.ask("notifier", "GET", path, key=key)
        return answer.json()["deliveries"] if answer.is_success else None

    def _answer(self, service: str, path: str, **given: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.server.ask(service, "GET", path, **given).raise_for_status().json()
        return answer

    def _append(self, key: str, value: bytes, headers: dict[str, str]) -> None:
        entry = Entry(RAW.name, key, value, tuple((name, said.encode()) for name, said in headers.items()))

        async def append() -> None:
            log = open_log(self.log_url)
            await log.start()
            try:
                await log.append([entry])
            finally:
                await log.stop()

        asyncio.run(append())

    async def _records(self, topic: str) -> list[Record]:
        follower = open_log(self.log_url).follower(topic)
        await follower.start()
        try:
            found: list[Record] = []
            ends = await follower.ends()
            while not follower.reached(ends):
                found += await follower.fetch(1.0)
            return found
        finally:
            await follower.stop()


def _binary(fact: CloudEvent, prefix: str) -> tuple[bytes, dict[str, str]]:
    said = {name: value for name, value in fact.mapping().items() if name not in {"data", "datacontenttype"}}
    headers = {prefix + name: str(value) for name, value in said.items()} | {
        "content-type": "application/json"
    }
    return msgspec.json.encode(fact.data), headers


def now() -> int:
    """Microseconds since the epoch, UTC."""
    return time.time_ns() // 1_000
