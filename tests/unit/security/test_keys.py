"""Keys: random, kept as a hash, told apart in constant time; and refusals that give nothing away."""

import hashlib

import pytest

from shared.contracts.directory import AgreementEntry, KeyEntry
from shared.security import keys, tokens
from shared.security.keyring import MALFORMED, MISSING, UNKNOWN, Keyring
from shared.security.principal import Principal

SECRET = b"a master secret of the tests, long enough"
NOW = 1_800_000_000_000_000


def entry_of(minted: keys.MintedKey, **more: object) -> KeyEntry:
    return KeyEntry(**{"id": minted.id, "digest": minted.digest, "role": "party", "party": "acme", **more})


@pytest.mark.parametrize(
    ("role", "begin"), [("operator", "eye_o_"), ("source", "eye_s_"), ("party", "eye_p_")]
)
def test_a_minted_key_tells_its_role_and_id_and_is_kept_as_a_hash(role: str, begin: str) -> None:
    minted = keys.mint(role)

    assert minted.text.startswith(begin + minted.id + "_")
    assert len(minted.text) == len(begin) + 12 + 1 + 43
    assert minted.digest == hashlib.sha256(minted.text.encode()).hexdigest()
    assert keys.read_name(minted.text) == keys.KeyName(minted.id, role)


def test_no_two_minted_keys_are_alike() -> None:
    assert len({keys.mint("source").text for _ in range(200)}) == 200


@pytest.mark.parametrize(
    "text",
    ["", "eye_", "eye_x_0123456789ab_" + "A" * 43, "eye_o_0123456789AB_" + "A" * 43, "eye_o_0123456789ab_" + "A" * 42,
     "eye_o_0123456789ab_" + "A" * 43 + "\n", "eye_o_０123456789ab_" + "A" * 43],
)  # fmt: skip
def test_a_text_without_the_form_of_a_key_is_none(text: str) -> None:
    assert keys.read_name(text) is None


def test_a_key_that_holds_gives_its_principal() -> None:
    minted = keys.mint("source")
    ring = Keyring()
    ring.put(entry_of(minted, role="source", party=None, services=("webshop",), sources=("probe-north",)))

    assert ring.who(f"Bearer {minted.text}") == Principal(
        "source", minted.id, None, frozenset({"webshop"}), frozenset({"probe-north"})
    )
    assert ring.who(f"  bearer   {minted.text} ") == ring.who(f"Bearer {minted.text}")


def test_a_key_taken_back_holds_no_longer() -> None:
    minted = keys.mint("party")
    ring = Keyring()
    ring.put(entry_of(minted))
    ring.drop(minted.id)
    ring.drop("never was")

    assert ring.who(f"Bearer {minted.text}") == UNKNOWN


@pytest.mark.parametrize(
    ("header", "refusal"),
    [
        (None, MISSING),
        ("", MISSING),
        ("   ", MISSING),
        ("Bearer", MALFORMED),
        ("Bearer ", MALFORMED),
        ("Basic dXNlcjpwYXNz", MALFORMED),
        ("Bearer hunter2", MALFORMED),
        ("Bearer ünïcode", MALFORMED),
        ("Bearer a.b.c", MALFORMED),
    ],
)
def test_a_header_that_is_no_key_is_refused_with_what_would_be_right(
    header: str | None, refusal: object
) -> None:
    assert Keyring().who(header) == refusal


def test_a_refusal_does_not_tell_whether_a_key_exists() -> None:
    held, other = keys.mint("party"), keys.mint("party")
    ring = Keyring()
    ring.put(entry_of(held))
    wrong_secret = held.text[:-43] + other.text[-43:]
    wrong_role = "eye_o" + held.text[5:]

    answers = {ring.who(f"Bearer {text}") for text in (other.text, wrong_secret, wrong_role)}

    assert answers == {UNKNOWN}
    assert UNKNOWN.status == 401


def test_a_key_entry_of_another_role_than_its_text_says_is_not_taken() -> None:
    minted = keys.mint("party")
    ring = Keyring()
    ring.put(entry_of(minted, role="operator"))

    assert ring.who(f"Bearer {minted.text}") == UNKNOWN


ACME = Principal("party", "k", "acme", frozenset({"webshop"}), frozenset({"probe"}))


def test_a_token_carries_the_rights_of_a_viewer() -> None:
    token = tokens.issue(ACME, SECRET, 60, NOW)

    assert tokens.read(token, SECRET, NOW) == ACME
    assert Keyring(SECRET, lambda: NOW).who(f"Bearer {token}") == ACME


@pytest.mark.parametrize(("seconds_later", "holds"), [(0, True), (59, True), (60, False), (3600, False)])
def test_a_token_holds_for_its_seconds(seconds_later: int, holds: bool) -> None:
    token = tokens.issue(ACME, SECRET, 60, NOW)

    read = tokens.read(token, SECRET, NOW + seconds_later * 1_000_000)

    assert (read == ACME) is holds


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-2],
        lambda token: token.replace(".", "x", 1),
        lambda token: "eyJhbGciOiJub25lIn0." + token.split(".")[1] + ".",
        lambda token: token.split(".")[0] + "." + token.split(".")[1] + ".",
        lambda _: "a.b.c",
        lambda _: "..",
    ],
)
def test_a_token_that_was_touched_is_worth_nothing(change: object) -> None:
    touched = change(tokens.issue(ACME, SECRET, 60, NOW))

    assert tokens.read(touched, SECRET, NOW) is None
    assert Keyring(SECRET, lambda: NOW).who(f"Bearer {touched}") in {UNKNOWN, MALFORMED}


def test_a_token_of_another_installation_is_worth_nothing() -> None:
    token = tokens.issue(ACME, b"another master secret, long enough too", 60, NOW)

    assert tokens.read(token, SECRET, NOW) is None


AGREEMENT = AgreementEntry(
    id="acme-webshop", title="Web shop", provider="northwind", customer="acme", observers=("auditor",)
)


@pytest.mark.parametrize(
    ("role", "party", "sees"),
    [
        ("operator", None, True),
        ("party", "northwind", True),
        ("party", "acme", True),
        ("party", "auditor", True),
        ("party", "other", False),
        ("party", None, False),
        ("source", None, False),
        ("source", "acme", False),
    ],
)
def test_who_sees_an_agreement(role: str, party: str | None, sees: bool) -> None:
    assert Principal(role, "k", party).may_see(AGREEMENT) is sees
