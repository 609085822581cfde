"""Names of ENS, looked up in a registry and its resolvers at one block (EIP-137, ENSIP-9, ENSIP-11).

A name whose resolver is that of a name above it (ENSIP-10), or keeps it off chain (EIP-3668), has no answer here.
"""

from collections.abc import Sequence

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome
from bot.chain.contracts import tokens
from bot.chain.nodes.agreement import NoAnswer
from bot.domain.accounts.accounts import NameAnswer, NoAccount
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, ChainId, address

ENS_REGISTRY = Address("0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e")
"""On Ethereum and its test chains (https://docs.ens.domains/learn/deployments)."""
_WITH_REGISTRY = frozenset({1, 17000, 560048, 11155111})

_RESOLVER = bytes.fromhex("0178b8bf")
_ADDR = bytes.fromhex("3b3b57de")
_ADDR_OF_COIN = bytes.fromhex("f1cb7e06")
_OF_EVM = 1 << 31


def usual_registry(chain: ChainId) -> Address | None:
    """Where ENS has its registry on a chain, None where it has none."""
    return ENS_REGISTRY if chain in _WITH_REGISTRY else None


def namehash(name: str) -> bytes:
    """The node of a name as it is looked up: 32 bytes (EIP-137)."""
    node = bytes(32)
    for label in reversed(name.split(".")):
        node = keccak(node + keccak(text=label))
    return node


async def look_up(
    reader: Reader, registry: Address, names: Sequence[str], here: ChainId, on: ChainId, at: BlockRef
) -> dict[str, NameAnswer]:
    """What each name stands for on the chain `on`, by the registry of the chain `here`.

    Raises ChainUnavailable where no endpoint gives a trusted answer.
    """
    nodes = {name: namehash(name) for name in names}
    asked = [Call(registry, _RESOLVER + node) for node in nodes.values()]
    outcomes = await reader.read(asked, at)
    tokens.all_answered(outcomes, here)
    resolvers = {name: _account(outcome) for name, outcome in zip(nodes, outcomes, strict=True)}
    found = [(name, resolver) for name, resolver in resolvers.items() if resolver]
    outcomes = await reader.read([_ask(resolver, nodes[name], here, on) for name, resolver in found], at)
    # A resolver that fails for good says nothing about the chain: the name is of no use.
    tokens.all_answered([each for each in outcomes if not _failed_for_good(each)], here)
    answers = {name: _answer(outcome, here, on) for (name, _), outcome in zip(found, outcomes, strict=True)}
    return {name: answers.get(name, NoAccount.NOBODY) for name in names}


def _ask(resolver: Address, node: bytes, here: ChainId, on: ChainId) -> Call:
    if here == on:
        return Call(resolver, _ADDR + node)
    return Call(resolver, _ADDR_OF_COIN + encode(["bytes32", "uint256"], [node, _OF_EVM | on]))


def _answer(outcome: Outcome, here: ChainId, on: ChainId) -> NameAnswer:
    """An account, or nobody; off chain for whatever is no answer."""
    if not isinstance(outcome, bytes):
        return NoAccount.OFF_CHAIN
    if here == on:
        if len(outcome) != 32 or any(outcome[:12]):
            return NoAccount.OFF_CHAIN
        return _account(outcome) or NoAccount.NOBODY
    try:
        (account,) = decode(["bytes"], outcome)
    except (DecodingError, OverflowError):
        return NoAccount.OFF_CHAIN
    if not any(account):
        return NoAccount.NOBODY
    return address("0x" + account.hex()) if len(account) == 20 else NoAccount.OFF_CHAIN


def _failed_for_good(outcome: Outcome) -> bool:
    return isinstance(outcome, NoAnswer) and outcome.failure is not None


def _account(outcome: Outcome) -> Address | None:
    if not isinstance(outcome, bytes) or len(outcome) != 32:
        return None
    return address("0x" + outcome[12:].hex()) if any(outcome) and not any(outcome[:12]) else None
