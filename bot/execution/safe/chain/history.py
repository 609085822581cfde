"""What a Safe has executed since a vote opened: a database that was put back knows nothing of it."""

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.actions.actions import Action, Operation
from bot.domain.blocks import BlockRef
from bot.domain.executors import Examined, SafeState
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.execution.actions.known import MULTI_SEND
from bot.execution.looked_for import first_block
from bot.execution.safe.chain.contract import EXECUTION_SUCCESS
from bot.execution.safe.chain.executions import NonceAt, event_of, events_of
from bot.execution.safe.chain.progress import hash_of
from bot.execution.safe.chain.sent import SentExecution, executions_in
from bot.execution.safe.multi_send import NotMultiSend, unpacked
from bot.execution.safe.transaction import SafeTx

_FEW = 20
"""So many executions are searched for one by one, each in some forty questions; for more all blocks are searched."""
_LOOKED_INTO = 200
"""Of so many executions, the newest, the calldata is read."""
_MOST_FOUND = 5

_Call = tuple[str, int, str, int]


class History(msgspec.Struct, frozen=True):
    exact: tuple[tuple[int, Log], ...]
    """Executions of just our transaction, at these nonces."""
    alike: tuple[TransactionHash, ...]
    """Transactions of the chain in which the Safe made the same calls in another form, and succeeded."""


async def executed_since(
    chain: EvmChain,
    safe: SafeState,
    actions: Sequence[Action],
    making: Callable[[int], SafeTx],
    opened: Examined,
    at: BlockRef,
) -> History:
    """`making` gives our transaction at a nonce; `safe` is as it is at the block `at`.

    Raises ChainUnavailable.
    """
    passed = safe.nonce - opened.nonce
    if passed <= 0:
        return History((), ())
    since = first_block(opened.block.number)
    now = NonceAt(at, safe.nonce)
    if passed <= _FEW:
        events = []
        for nonce in range(opened.nonce, safe.nonce):
            events.append(await event_of(chain, safe.address, nonce, since, now))
            # Before it, the next one was free.
            since = max(since, events[-1].block_number - 1)
    else:
        events = await events_of(chain, safe.address, since, now, passed)
    by_hash = {hash_of(event): event for event in events}
    exact = []
    for nonce in range(opened.nonce, safe.nonce):
        own = "0x" + making(nonce).hash(chain.id, safe.address).hex()
        if (event := by_hash.get(own)) is not None:
            exact.append((nonce, event))
    ours = {hash_of(event) for _, event in exact}
    others = [
        event for event in events if event.topics[0] == EXECUTION_SUCCESS and hash_of(event) not in ours
    ]
    return History(tuple(exact), await _alike(chain, safe.address, actions, others[-_LOOKED_INTO:]))


async def _alike(
    chain: EvmChain, safe: Address, actions: Sequence[Action], events: Sequence[Log]
) -> tuple[TransactionHash, ...]:
    """The transactions of these events in which the Safe made all of the actions' calls, whatever else it made."""
    hashes = list(dict.fromkeys(event.transaction for event in events))
    wanted = Counter(_form(action) for action in actions)
    found = [
        hashed
        for hashed, sent in zip(hashes, await chain.sent(hashes), strict=True)
        if any(wanted <= Counter(_calls(each, chain.id)) for each in executions_in(sent.data))
    ]
    return tuple(found[-_MOST_FOUND:])


def _calls(sent: SentExecution, chain: ChainId) -> list[_Call]:
    if sent.operation == Operation.DELEGATE_CALL and sent.data[:4] == MULTI_SEND.selector:
        try:
            (packed,) = decode(MULTI_SEND.types, sent.data[4:], strict=False)
            return [_form(action) for action in unpacked(packed, chain)]
        except (DecodingError, OverflowError, NotMultiSend):
            return []
    return [(sent.to.lower(), sent.value, "0x" + sent.data.hex(), sent.operation)]


def _form(action: Action) -> _Call:
    return (action.to.lower(), action.value, action.data.lower(), int(action.operation))
