"""Whether an address may be told: only addresses of the public internet, unless the setting allows others.

A party types the address of its receiver, and the notifier calls it from inside the operator's network. Without
this check a party could have it call what only the operator may reach: the loopback, private networks, metadata
services of clouds (server-side request forgery; Standard Webhooks 1.0.0, "Security"). An IPv6 address that carries
an IPv4 address inside is judged by both. Pure: names are resolved elsewhere, and what was checked is connected to.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

SETTING = "EYELEVEL_ALLOW_PRIVATE_RECEIVERS"

_NAT64 = IPv6Network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


def refused(host: str, address: str) -> str | None:
    """A sentence that says why `address`, to which `host` resolves, is not called; None when it may be."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return f"Not sent: {host} resolves to {address!r}, which is no address."
    if all(_public(one) for one in _faces(parsed)):
        return None
    return (
        f"Not sent: {host if host == address else f'{host} is {address}, which'} is not an address of the public "
        f"internet; {SETTING}=true (`eyelevel up --private-receivers`) allows such receivers."
    )


def _public(address: Address) -> bool:
    return address.is_global and not address.is_multicast


def _faces(address: Address) -> tuple[Address, ...]:
    """What is judged: the address and the one it carries; an IPv4-mapped address is the IPv4 address alone."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    carried: list[Address] = [address]
    if address.sixtofour is not None:
        carried.append(address.sixtofour)
    if address.teredo is not None:
        carried.extend(address.teredo)
    if address in _NAT64:
        carried[0] = IPv4Address(int(address) & 0xFFFF_FFFF)
    return tuple(carried)
