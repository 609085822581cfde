"""Bridges: contracts of one chain that have calls carried to another one."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from bot.domain.ids import Address, ChainId, address

BridgeKind = Literal["optimism", "arbitrum"]

UNKNOWN_CHAIN = ChainId(0)
"""Of a call that a bridge carries to a chain that nobody has configured."""

_ALIAS = 0x1111000000000000000000000000000000001111
"""What both kinds add to the address of a contract that sends a call."""


class Bridge(msgspec.Struct, frozen=True):
    """How calls come from a parent chain to its child."""

    kind: BridgeKind
    parent: ChainId
    child: ChainId
    gates: tuple[Address, ...]
    """The contracts on the parent chain that take calls: of Optimism's kind the messenger, and the portal where it is
    known; of Arbitrum's the inbox."""


def bridge_at(bridges: Iterable[Bridge], kind: BridgeKind, chain: ChainId, gate: Address) -> Bridge | None:
    """The bridge of this kind that begins at this contract of this chain; None where none is known."""
    return next(
        (each for each in bridges if each.kind == kind and each.parent == chain and gate in each.gates), None
    )


def alias(account: Address) -> Address:
    """By which address a contract of the parent chain is known on the child chain: nobody has its key, and the
    contract's own address there is somebody else's."""
    return address(f"0x{(int(account, 16) + _ALIAS) % 2**160:040x}")
