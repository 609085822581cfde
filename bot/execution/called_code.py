"""The code that runs when accounts are called: their own, and what they delegate to as proxies."""

from collections.abc import Mapping, Sequence

from eth_utils.crypto import keccak

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.domain.blocks import BlockRef
from bot.domain.errors import CodeChanged
from bot.domain.executors import CodeAt, Examined
from bot.domain.ids import Address, checksummed

_IMPLEMENTATION_SLOTS = (
    0x360894A13BA1A3210667C828492DB98DCA3E2076CC3735A920A3CA505D382BBC,  # EIP-1967
    int.from_bytes(keccak(text="PROXIABLE"), "big"),  # EIP-1822
    int.from_bytes(keccak(text="org.zeppelinos.proxy.implementation"), "big"),  # before EIP-1967
)
_BEACON_SLOT = 0xA3F0AD74E5423AEBFD80D3EF4346578335A9A72AEAEE59FF6CB3582B35133D50
"""EIP-1967: it names the contract whose `implementation()` is called through."""
_IMPLEMENTATION = bytes.fromhex("5c60da1b")
"""`implementation()`."""
_MINIMAL = (bytes.fromhex("363d3d373d3d3d363d73"), bytes.fromhex("5af43d82803e903d91602b57fd5bf3"))
"""EIP-1167: what stands before and after the implementation's address."""
_DELEGATED = bytes.fromhex("ef0100")
"""EIP-7702: what stands before the address, in the code of an account with a key."""
_MASTER_COPY = bytes.fromhex("a619486e")
"""The selector of `masterCopy()`, in the code of the proxies of Safes, which keep their singleton in slot 0."""
_LONGEST_SAFE_PROXY = 600
_DEEPEST = 4


async def called_code(
    chain: EvmChain, accounts: Sequence[Address], at: BlockRef
) -> dict[Address, tuple[CodeAt, ...]]:
    """For each account its code at the block, then that of each contract that it delegates to.

    Raises ChainUnavailable.
    """
    found: dict[Address, list[CodeAt]] = {account: [] for account in accounts}
    frontier: dict[Address, list[Address]] = {account: [account] for account in found}
    for _ in range(_DEEPEST):
        asked = list(dict.fromkeys(each for named in frontier.values() for each in named))
        if not asked:
            break
        codes = await chain.codes(asked, at)
        behind = await _behind(chain, codes, at)
        for account, named in frontier.items():
            found[account] += [CodeAt(each, "0x" + keccak(codes[each]).hex()) for each in named]
            known = {each.account for each in found[account]}
            frontier[account] = [
                each for name in named for each in dict.fromkeys(behind[name]) if each not in known
            ]
    return {account: tuple(code) for account, code in found.items()}


async def _behind(
    chain: EvmChain, codes: Mapping[Address, bytes], at: BlockRef
) -> dict[Address, list[Address]]:
    """What each of these contracts delegates to, as far as it can be told from outside."""
    contracts = [account for account, code in codes.items() if code]
    kept = (*_IMPLEMENTATION_SLOTS, _BEACON_SLOT, 0)
    slots = await chain.storage([(account, slot) for account in contracts for slot in kept], at)
    found: dict[Address, list[Address]] = {account: [] for account in codes}
    beacons: list[tuple[Address, Address]] = []
    for place, account in enumerate(contracts):
        words = slots[place * len(kept) : (place + 1) * len(kept)]
        code = codes[account]
        named = [_address(word) for word in words]
        if not _is_safe_proxy(code):
            named[-1] = None
        beacon = named.pop(-2)
        found[account] = [each for each in (*named, _in_code(code)) if each is not None]
        if beacon is not None:
            found[account].append(beacon)
            beacons.append((account, beacon))
    answers = await chain.read([Call(beacon, _IMPLEMENTATION) for _, beacon in beacons], at)
    for (account, _), answer in zip(beacons, answers, strict=True):
        if isinstance(answer, bytes) and len(answer) == 32 and (named_by := _address(answer)) is not None:
            found[account].append(named_by)
    return found


def require_same_code(opened: Examined, now: Examined) -> None:
    """Raises CodeChanged where something else runs now than when the vote opened."""
    if (changed := now.changed_since(opened)) is not None:
        raise CodeChanged(*changed)


def _address(word: bytes) -> Address | None:
    """The address in a word, None where it holds none."""
    if any(word[:12]) or not any(word[12:]):
        return None
    return checksummed(word[12:])


def _is_safe_proxy(code: bytes) -> bool:
    return len(code) <= _LONGEST_SAFE_PROXY and _MASTER_COPY in code


def _in_code(code: bytes) -> Address | None:
    """The implementation that stands in the code itself."""
    head, tail = _MINIMAL
    if code.startswith(head) and code[len(head) + 20 :].startswith(tail):
        return checksummed(code[len(head) : len(head) + 20])
    if code.startswith(_DELEGATED) and len(code) == len(_DELEGATED) + 20:
        return checksummed(code[len(_DELEGATED) :])
    return None
