"""What became of a Safe transaction on chain: the Safe's nonce first, then the event that used it up."""

from typing import Literal

from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.blocks import BlockRef
from bot.domain.executors import Execution, SafeTransaction
from bot.domain.ids import Address
from bot.execution.looked_for import first_block
from bot.execution.safe.chain.contract import EXECUTION_SUCCESS
from bot.execution.safe.chain.executions import NonceAt, event_of
from bot.execution.safe.chain.failures import reason_of
from bot.execution.safe.transaction import SafeTx


async def execution_of(
    chain: EvmChain, safe: Address, transaction: SafeTransaction, nonce: int, at: BlockRef
) -> Execution | None:
    """How it ended until the block `at`, where the Safe's nonce is `nonce`; None while it still waits.

    Whatever used up its nonce ended it. Raises ChainUnavailable.
    """
    if nonce <= transaction.nonce:
        return None
    since = first_block(transaction.since_block)
    event = await event_of(chain, safe, transaction.nonce, since, NonceAt(at, nonce))
    if hash_of(event) == transaction.safe_tx_hash.lower():
        return await ended_by(chain, safe, transaction.nonce, event)
    return await _replaced(chain, safe, transaction.nonce, event)


async def ended_by(chain: EvmChain, safe: Address, nonce: int, event: Log) -> Execution:
    """How the transaction with this nonce ended, of which the event is. Raises ChainUnavailable."""
    if event.topics[0] == EXECUTION_SUCCESS:
        return await _execution(chain, "executed", event)
    ended = await _execution(chain, "failed", event)
    return replace(ended, reason=await reason_of(chain, safe, nonce, event, hash_of(event)))


async def _replaced(chain: EvmChain, safe: Address, nonce: int, event: Log) -> Execution:
    """What took the nonce of another transaction. Raises ChainUnavailable."""
    ended, hashed = await _execution(chain, "replaced", event), hash_of(event)
    if hashed == "0x" + SafeTx.rejecting(safe, nonce).hash(chain.id, safe).hex():
        return replace(ended, instead="rejection")
    if event.topics[0] == EXECUTION_SUCCESS:
        return replace(ended, instead="other")
    return replace(ended, instead="failed", reason=await reason_of(chain, safe, nonce, event, hashed))


def hash_of(event: Log) -> str:
    """The Safe transaction hash: a topic since Safe 1.4.0, the first word of the data before."""
    return (event.topics[1] if len(event.topics) > 1 else event.data[:66]).lower()


async def _execution(
    chain: EvmChain, status: Literal["executed", "failed", "replaced"], event: Log
) -> Execution:
    block = await chain.block_of(event)
    return Execution(status, event.transaction, block, block.time)
