"""Which addresses are not called."""

import pytest

from services.notifier.addresses import SETTING, refused


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_public_internet_are_called(address: str) -> None:
    assert refused("hooks.example", address) is None


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_all_others_are_refused_with_the_setting_that_would_allow_them(address: str) -> None:
    said = refused("inside.example", address)
    assert said is not None
    assert address in said
    assert f"{SETTING}=true" in said


@pytest.mark.parametrize("address", ["172.15.255.255", "172.32.0.0", "::ffff:8.8.8.8", "100.128.0.0"])
def test_the_neighbours_of_private_networks_are_called(address: str) -> None:
    assert refused("hooks.example", address) is None


def test_what_is_no_address_is_refused() -> None:
    assert "is no address" in str(refused("hooks.example", "somewhere"))
