"""What a Safe's calls would do now: all of them are made in its place, in its order, and taken back.

The Safe itself offers it (`simulateAndRevert`, 1.3.0 to 1.5.0): no signature is needed, and every node can run it. The
guard is not asked by that, and no call has the gas or the sender of the real transaction.
"""

from collections.abc import Sequence

from bot.chain.calls.state import Call, Reverted
from bot.chain.chains import EvmChain
from bot.chain.text import visible
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import CallFails, NotTried
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.safe.examining import makes_several
from bot.execution.safe.multi_send import NotMultiSend, multi_send
from bot.execution.safe.transaction import SafeTx, calls_in

_SIMULATE = function("simulateAndRevert(address targetContract, bytes calldataPayload)")
_WORD = 32
_LONGEST_REASON = 200


async def failing_call(
    chain: EvmChain, safe: Address, tx: SafeTx, at: BlockRef
) -> CallFails | NotTried | None:
    """The first call that would fail in the state after the block; None where all would be made. Nothing is raised: a
    chain that can't say so is no reason to stop anything."""
    try:
        calls = calls_in(chain.id, tx)
        if not calls or not await makes_several(chain, at):
            return NotTried()
        # The calls up to each one: the first list that fails ends with the one that does.
        (whole,) = await _made(chain, safe, [calls], at)
        if whole is None:
            return NotTried()
        if whole:
            return None
        parts = await _made(chain, safe, [calls[:end] for end in range(1, len(calls))], at)
        number = parts.index(False) + 1 if False in parts else len(calls)
        return CallFails(number, len(calls), await _reason(chain, safe, calls[number - 1], at))
    except (ChainUnavailable, NotMultiSend):
        return NotTried()


async def _reason(chain: EvmChain, safe: Address, call: Action, at: BlockRef) -> str:
    """What the contract says to the call alone, which a batch doesn't tell; "" where it would be made then, or brings
    coins. Raises ChainUnavailable."""
    if call.value:
        return ""
    answer = await chain.call_as(safe, Call(call.to, bytes.fromhex(call.data[2:])), at)
    return visible(answer.why)[:_LONGEST_REASON] if isinstance(answer, Reverted) and answer.why else ""


async def _made(
    chain: EvmChain, safe: Address, lists: Sequence[Sequence[Action]], at: BlockRef
) -> list[bool | None]:
    """Whether each list of calls would be made; None where nobody tells. Raises ChainUnavailable."""
    asked = [
        Call(safe, _SIMULATE.encode([chain.config.multi_send, bytes.fromhex(multi_send(calls)[2:])]))
        for calls in lists
    ]
    return [told(answer) for answer in await chain.reverted_with(asked, at)]


def told(answer: bytes | None) -> bool | None:
    """Whether `simulateAndRevert` says that it succeeded: in a word, after which come a length and so many bytes."""
    if answer is None or len(answer) < 2 * _WORD:
        return None
    succeeded, length = (int.from_bytes(answer[at : at + _WORD], "big") for at in (0, _WORD))
    if succeeded > 1 or len(answer) != 2 * _WORD + length:
        return None
    return bool(succeeded)
