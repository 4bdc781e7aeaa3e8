"""Who is told."""

from services.notifier.messages import read_message
from services.notifier.routing import Delivery, delivery_id, host_of, route
from shared.contracts.directory import ReceiverEntry
from tests.unit.notifier.builders import body, receiver

ALL = (
    receiver("p-1", "northwind", "https://north.example:8443/secret/path"),
    receiver("c-1", "acme"),
    receiver("c-2", "acme"),
    receiver("c-3", "acme", disabled=True),
    receiver("o-1", "auditor"),
)


def receivers_of(party: str) -> list[ReceiverEntry]:
    return [entry for entry in ALL if entry.party == party]


def routed(**said: str) -> list[tuple[str, str]]:
    return [(found.side, found.receiver) for found in route(read_message(body(**said)), receivers_of)]


def test_every_receiver_of_provider_and_customer_gets_one_and_nobody_else() -> None:
    assert routed() == [("provider", "p-1"), ("customer", "c-1"), ("customer", "c-2")]


def test_a_party_without_receivers_takes_nothing_from_the_other() -> None:
    assert routed(provider="nobody") == [("customer", "c-1"), ("customer", "c-2")]


def test_a_party_on_both_sides_is_told_once_as_the_provider() -> None:
    assert routed(provider="acme") == [("provider", "c-1"), ("provider", "c-2")]


def test_the_delivery_says_what_it_is_and_hides_the_path() -> None:
    first = route(read_message(body("v1")), receivers_of)[0]
    assert first == Delivery(
        id=delivery_id("v1", "p-1"),
        message="v1",
        agreement="acme-webshop",
        objective="availability",
        party="northwind",
        side="provider",
        receiver="p-1",
        host="north.example:8443",
    )


def test_the_id_depends_on_message_and_receiver_alone() -> None:
    assert delivery_id("v1", "r1") == delivery_id("v1", "r1")
    assert len({delivery_id("v1", "r1"), delivery_id("v1", "r2"), delivery_id("v", "1r1")}) == 3


def test_the_host_shows_no_name_and_password() -> None:
    assert host_of("https://user:word@hooks.example/x?token=1") == "hooks.example"
