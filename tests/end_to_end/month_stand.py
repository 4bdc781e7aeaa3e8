"""The embedded process with a month behind it: its facts came over HTTP while the clock was played, and both parties
were told by webhook. Nothing of it is made up but the facts and the time.

The eleven months before are imported as history. Decisions of parties are left out: they have no door yet.
"""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from services.embedded import Embedding, create_app
from services.ingest.clock import PlayedClock
from shared.contracts.envelope import BATCH
from shared.contracts.instants import SECOND, format_instant, parse_instant
from shared.security import keys
from tests.end_to_end.deployment import wait_until
from tests.end_to_end.front import Front
from tests.end_to_end.receiving import Receiver
from tests.ports import free_port
from tests.unit.portal import month
from tests.unit.portal.documents import WEBSHOP

BEGINS = parse_instant("2025-12-31T23:00:00Z")
ENDS = parse_instant(month.AS_OF)
PARTIES = ("northwind", "acme")
PAGE = f"/agreements/{month.AGREEMENT}/{month.OBJECTIVE}"


class MonthStand:
    """`url` for browsers; `receivers` by party."""

    def __init__(self, front: Front, clock: PlayedClock, receivers: dict[str, Receiver]) -> None:
        self.url, self.front, self.clock, self.receivers = front.url, front, clock, receivers

    def link(self, party: str) -> str:
        """A link that signs in as the party."""
        return str(self.answer("POST", "/v1/links", json={"party": party})["url"])

    def answer(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        """As the operator."""
        said: dict[str, Any] = self.front.ask("", method, path, **given).raise_for_status().json()
        return said

    @property
    def detail(self) -> dict[str, Any]:
        """All about the current month."""
        return self.answer("GET", f"/v1/figures/{month.AGREEMENT}/{month.OBJECTIVE}/current")

    @property
    def periods(self) -> list[dict[str, Any]]:
        """Every month."""
        found: list[dict[str, Any]] = self.answer("GET", f"/v1/figures/{month.AGREEMENT}/{month.OBJECTIVE}")[
            "periods"
        ]
        return found

    @property
    def deliveries(self) -> list[dict[str, Any]]:
        """Who was told."""
        path = f"/v1/deliveries?agreement={month.AGREEMENT}&objective={month.OBJECTIVE}&limit=200"
        found: list[dict[str, Any]] = self.answer("GET", path)["deliveries"]
        return found

    def send(self, facts: Sequence[dict[str, Any]], path: str = "/v1/events") -> None:
        """Have all of them taken."""
        headers = {"Content-Type": BATCH}
        answer = self.answer("POST", path, content=msgspec.json.encode(facts), headers=headers)
        assert (answer["accepted"], answer["rejected"]) == (len(facts), 0), answer

    def advance(self, instant: int) -> None:
        """Move the clock on, and have a tick written. On a thread of its own: a browser has this one's loop."""
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: asyncio.run(self.clock.advance(instant))).result(60)

    def reach(self, instant: int) -> None:
        """Move the clock on, and have the evaluator come there."""
        self.advance(instant)
        path = f"/v1/figures/{month.AGREEMENT}"
        wait_until(lambda: self.answer("GET", path)["as_of"] == format_instant(instant), "the clock is known")

    def told(self) -> None:
        """Wait until every verdict was delivered, and the portal knows of it."""

        def settled() -> bool:
            said = self.deliveries
            arrived = all(one["state"] == "delivered" for one in said)
            ids = [{one["verdict"] for one in said if one["party"] == party} for party in PARTIES]
            return arrived and bool(said) and ids[0] == ids[1]

        wait_until(settled, "both parties are told of everything")
        token = self.link("acme").rpartition("/")[2]
        cookie = (
            "eyelevel_session=" + self.front.knock("POST", f"/sign-in/{token}").cookies["eyelevel_session"]
        )

        def shown() -> bool:
            page = self.front.knock("GET", PAGE, headers={"Cookie": cookie}).raise_for_status().text
            return page.count(", answered 204 after ") == len(self.deliveries)

        wait_until(shown, "the portal has read every receipt")


@contextmanager
def month_stand(folder: Path) -> Iterator[MonthStand]:
    """Play it; the customer's receiver answers only when the month is over."""
    port, key, clock = free_port(), keys.mint("operator").text, PlayedClock(BEGINS)
    url = f"http://127.0.0.1:{port}"
    how = Embedding(
        data=folder,
        url=url,
        inner_url=url,
        operator_key=key,
        clock=clock,
        allow_private_receivers=True,
        retry_seconds=(0.3,) * 200,
    )
    with ExitStack() as stack:
        receivers = {party: stack.enter_context(Receiver()) for party in PARTIES}
        stand = MonthStand(stack.enter_context(Front(create_app(how), port, key)), clock, receivers)
        _set_up(stand)
        receivers["northwind"].answer()
        _play(stand)
        receivers["acme"].answer()
        stand.told()
        yield stand


def _set_up(stand: MonthStand) -> None:
    yaml = {"Content-Type": "application/yaml"}
    stand.answer("PUT", f"/v1/agreements/{month.AGREEMENT}", content=WEBSHOP, headers=yaml)
    for party, receiver in stand.receivers.items():
        made = stand.answer("POST", "/v1/receivers", json={"party": party, "url": receiver.url})
        receiver.secret = made["secret"]
    path = f"/v1/figures/{month.AGREEMENT}"
    stand.advance(BEGINS + SECOND)
    wait_until(lambda: stand.front.ask("", "GET", path).is_success, "the agreement is known")


def _play(stand: MonthStand) -> None:
    facts = [fact for fact in month.events() if ".correction." not in fact["type"]]
    facts.sort(key=lambda fact: parse_instant(fact["time"]))
    stand.send([fact for fact in facts if parse_instant(fact["time"]) < BEGINS], "/v1/history")
    for fact in facts:
        at = parse_instant(fact["time"])
        if at > BEGINS:
            stand.clock.set(max(at, stand.clock.now()))
            stand.send([fact])
            stand.advance(stand.clock.now())
    stand.reach(ENDS)
