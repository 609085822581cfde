"""From which address a request comes."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

AnyAddress = IPv4Address | IPv6Address
AnyNetwork = IPv4Network | IPv6Network
_HOME = 64
"""Bits of an IPv6 address that one customer shares."""


def networks(text: str) -> tuple[AnyNetwork, ...]:
    """Networks with commas between them. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_proxy(peer: str, proxies: Sequence[AnyNetwork]) -> bool:
    address = _parsed(peer)
    return address is not None and any(address in network for network in proxies)


def address_of(peer: str, forwarded: Sequence[str], proxies: Sequence[AnyNetwork]) -> str:
    """Of whoever asks: the peer itself, or the last address in X-Forwarded-For that isn't one of our own proxies, which
    the proxy wrote there. What stands before it anybody can have written. Of IPv6 the network of one customer."""
    found = peer
    for entry in reversed([part.strip() for line in forwarded for part in line.split(",")]):
        if not is_proxy(found, proxies) or _parsed(entry) is None:
            break
        found = entry
    address = _parsed(found)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _HOME), strict=False))
    return found if address is None else str(address)


def _parsed(text: str) -> AnyAddress | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
