"""The directory in memory: the latest entry of a key holds, an empty one takes it away."""

import pytest

from shared.contracts.directory import AgreementEntry, Entry, KeyEntry, ReceiverEntry, encode_entry, key_of
from shared.security import keys
from shared.security.directory import Directory
from shared.security.keyring import UNKNOWN, Keyring
from shared.security.principal import Principal


def agreement(id_: str, *services: str) -> AgreementEntry:
    return AgreementEntry(id=id_, title=id_, provider="northwind", customer="acme", services=services)


def directory(*entries: Entry) -> Directory:
    known = Directory()
    for entry in entries:
        known.apply(key_of(entry), encode_entry(entry))
    return known


def test_a_service_leads_to_every_agreement_that_names_it() -> None:
    known = directory(agreement("b", "webshop"), agreement("a", "webshop", "mail"))

    assert [found.id for found in known.agreements_of_service("webshop")] == ["a", "b"]
    assert [found.id for found in known.agreements_of_service("mail")] == ["a"]
    assert known.agreements_of_service("nothing") == ()


def test_a_new_version_of_an_entry_replaces_the_former() -> None:
    known = directory(agreement("a", "webshop", "mail"), agreement("a", "webshop", "search"))

    assert known.agreements_of_service("mail") == ()
    assert [found.id for found in known.agreements_of_service("search")] == ["a"]
    assert known.agreements() == (agreement("a", "webshop", "search"),)


def test_an_empty_value_takes_an_entry_away() -> None:
    minted = keys.mint("operator")
    receiver = ReceiverEntry(id="r1", party="acme", url="https://acme.example/hook")
    key = KeyEntry(id=minted.id, digest=minted.digest, role="operator")
    known = directory(agreement("a", "webshop"), key, receiver)
    assert known.keyring.who(f"Bearer {minted.text}") == Principal("operator", minted.id)

    for gone in ("agreement:a", f"key:{minted.id}", "receiver:r1", "receiver:never-was"):
        known.apply(gone, None)

    assert known.agreement("a") is None
    assert known.agreements_of_service("webshop") == ()
    assert known.keyring.who(f"Bearer {minted.text}") == UNKNOWN
    assert (known.receivers_of("acme"), known.receiver("r1")) == ((), None)


def test_a_party_is_told_at_its_own_receivers_that_are_not_disabled() -> None:
    known = directory(
        ReceiverEntry(id="r2", party="acme", url="https://acme.example/2"),
        ReceiverEntry(id="r1", party="acme", url="https://acme.example/1"),
        ReceiverEntry(id="r3", party="acme", url="https://acme.example/3", disabled=True),
        ReceiverEntry(id="r4", party="northwind", url="https://northwind.example/4"),
    )

    assert [receiver.id for receiver in known.receivers_of("acme")] == ["r1", "r2"]
    disabled = known.receiver("r3")
    assert disabled is not None
    assert disabled.disabled


def test_a_keyring_that_is_handed_in_is_the_one_used() -> None:
    ring = Keyring()

    assert Directory(ring).keyring is ring


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agreement:a", b"{"),
        ("agreement:a", b'{"kind":"other","id":"a"}'),
        ("agreement:b", encode_entry(agreement("a"))),
        ("receiver:a", encode_entry(agreement("a"))),
        ("other:a", None),
        ("", None),
    ],
)
def test_a_record_that_is_no_entry_is_an_error(key: str, value: bytes | None) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Directory().apply(key, value)
