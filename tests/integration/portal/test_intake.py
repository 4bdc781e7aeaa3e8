"""What the notifier reports reaches the page, each attempt once."""

import msgspec
import pytest

from shared.contracts.envelope import CloudEvent
from shared.contracts.said import SentenceSaid
from shared.contracts.topics import DELIVERIES
from shared.contracts.verdicts import Delivery
from shared.eventlog.port import Entry
from tests.integration.portal.conftest import Stand, until
from tests.unit.portal import month
from tests.unit.portal.documents import WEBSHOP


def report(event: str, side: str, **changes: object) -> Entry:
    """An entry of the deliveries topic."""
    said = Delivery(
        delivery=f"d-{side}",
        verdict="v1",
        verdict_type="objective.breached",
        agreement=month.AGREEMENT,
        objective=month.OBJECTIVE,
        party={"provider": "northwind", "customer": "acme"}[side],
        side=side,  # type: ignore[arg-type]  # the two sides by name
        receiver="rcv_1",
        host=f"hooks.{side}.example",
        state="delivered",
        attempt=1,
        attempted_at="2026-01-17T02:05:23.9Z",
        seconds="0.3",
        instant="2026-01-17T02:05:18.2Z",
        sentence=SentenceSaid(en="The budget ran out.", de="Das Budget ist aufgebraucht."),
        status=204,
    )
    cloud = CloudEvent(
        id=event,
        source="eyelevel/notifier",
        type="dev.eyelevel.delivery.recorded",
        subject=f"{month.AGREEMENT}/{month.OBJECTIVE}",
        time=said.attempted_at,
        data=msgspec.to_builtins(msgspec.structs.replace(said, **changes)),
    )
    return Entry(DELIVERIES.name, month.AGREEMENT, cloud.encode())


async def test_what_was_delivered_is_on_the_page_of_both(stand: Stand) -> None:
    month.teach(stand.evaluator, month.known())
    await stand.put(WEBSHOP)
    acme = await stand.party("acme")
    first = report("e2", "customer", state="waiting", status=None, error="refused")
    again = report("e3", "customer", attempt=2, attempted_at="2026-01-17T02:05:28.9Z")

    await stand.log.append([report("e1", "provider"), first, report("e1", "provider"), again])

    async def told() -> bool:
        return "second attempt" in (await acme.get("/agreements/acme-webshop/availability")).text

    await until(told, "the customer's second attempt is on the page")
    page = (await acme.get("/agreements/acme-webshop/availability")).text
    assert page.count("The budget ran out.") == 2
    assert "webhook at hooks.provider.example, answered 204 after 0.3 s, first attempt" in page


@pytest.mark.parametrize("body", [b"{}", b"no json"])
async def test_a_record_that_cannot_be_read_stops_its_partition_and_is_seen(
    stand: Stand, body: bytes
) -> None:
    await stand.log.append([Entry(DELIVERIES.name, "x", body)])

    async def seen() -> bool:
        answer = await stand.operator.get("/readyz")
        return answer.status_code == 503 and "deliveries" in answer.text

    await until(seen, "the portal says that it is stuck")
    assert (await stand.operator.get("/v1/agreements")).status_code == 200
