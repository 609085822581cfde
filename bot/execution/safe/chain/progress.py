"""What became of a Safe transaction on chain: the Safe's nonce first, then the event that used it up."""

from datetime import UTC, datetime
from typing import Literal

from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Execution, SafeTransaction
from bot.domain.ids import Address
from bot.execution.safe.chain.contract import EXECUTION_SUCCESS
from bot.execution.safe.chain.executions import REORGANISED, NonceAt, event_of


async def execution_of(
    chain: EvmChain, safe: Address, transaction: SafeTransaction, nonce: int, at: BlockRef
) -> Execution | None:
    """How it ended until the block `at`, where the Safe's nonce is `nonce`; None while it still waits.

    Whatever used up its nonce ended it. Raises ChainUnavailable.
    """
    if nonce <= transaction.nonce:
        return None
    since = max(transaction.since_block - REORGANISED, 0)
    event = await event_of(chain, safe, transaction.nonce, since, NonceAt(at, nonce))
    if hash_of(event) == transaction.safe_tx_hash.lower():
        return await ended_by(chain, event)
    return await _execution(chain, "replaced", event)


async def ended_by(chain: EvmChain, event: Log) -> Execution:
    """How the transaction of the event ended. Raises ChainUnavailable."""
    return await _execution(chain, "executed" if event.topics[0] == EXECUTION_SUCCESS else "failed", event)


def hash_of(event: Log) -> str:
    """The Safe transaction hash: a topic since Safe 1.4.0, the first word of the data before."""
    return event.topics[1] if len(event.topics) > 1 else event.data[:66]


async def _execution(
    chain: EvmChain, status: Literal["executed", "failed", "replaced"], event: Log
) -> Execution:
    block = await chain.block(event.block_number)
    if block.hash != event.block_hash:
        raise ChainUnavailable(chain.id, "the chain changed while it was read")
    return Execution(status, event.transaction, block, datetime.fromtimestamp(block.timestamp, UTC))
