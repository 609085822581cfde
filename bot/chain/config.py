"""A chain as the operator names it, and where the contracts that every chain has stand on it."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.chain.blocks import Finality
from bot.chain.calls.multicall import MULTICALL3
from bot.chain.nodes.limits import LIMITS, Limits
from bot.domain.actions.streams import StreamContract
from bot.domain.bridges.bridge import Bridge
from bot.domain.ids import Address, ChainId

MULTI_SEND_CALL_ONLY = Address("0x9641d764fc13c8B624c04430C7356C1C7C8102e2")
"""Safe's MultiSendCallOnly 1.4.1 (https://github.com/safe-global/safe-deployments)."""
_MULTI_SEND_ON_ERAVM = Address("0x0408EF011960d02349d50286D20531229BCef773")
_ERAVM = frozenset({232, 300, 324, 2741, 11124, 50104, 531050104})
"""Chains whose contracts are compiled for zkSync's machine: Lens, ZKsync, Abstract, Sophon and their test chains."""
_MULTICALL_ON_ZKSYNC = Address("0xF9cda624FBC7e059355ce98a31693d299FAcd963")
"""Multicall3 on ZKsync Era and its test chain (https://www.multicall3.com/deployments)."""
_ZKSYNC = frozenset({300, 324})


def usual_multi_send(chain: ChainId) -> Address:
    """Where Safe's MultiSendCallOnly 1.4.1 stands on a chain, if it is there."""
    return _MULTI_SEND_ON_ERAVM if chain in _ERAVM else MULTI_SEND_CALL_ONLY


def usual_multicall(chain: ChainId) -> Address:
    """Where Multicall3 stands on a chain, if it is there."""
    return _MULTICALL_ON_ZKSYNC if chain in _ZKSYNC else MULTICALL3


@dataclass(frozen=True)
class ChainConfig:
    """A chain as the operator names it."""

    name: str
    id: ChainId
    rpc_urls: tuple[str, ...] = field(repr=False)
    """They may hold keys, so that they are never shown."""
    finality: Finality = "finalized"
    stale_after: timedelta | None = None
    """A newest finalized block that is older than this is a fault; None takes any."""
    agreement: int | None = None
    """How many endpoints must say the same; None: all of one or two, the majority of more."""
    native: str = "ETH"
    """The symbol of the chain's coin, which has 18 decimals."""
    multicall: Address | None = MULTICALL3
    multi_send: Address = MULTI_SEND_CALL_ONLY
    ens: Address | None = None
    """The registry of ENS names, where the chain has one."""
    streams: tuple[StreamContract, ...] = ()
    """Through which streams and vestings go; of those that could make one, the first does."""
    bridge: Bridge | None = None
    """By which calls come here from another chain, where there is one."""
    service_url: str | None = None
    """The Safe Transaction Service, up to and with `/api`."""
    service_token: str | None = field(default=None, repr=False)
    limits: Limits = LIMITS
