"""Why a Safe's transaction failed: its event says nothing of it, so that its calls are made anew before its block."""

from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.actions.actions import Operation
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import CallFails
from bot.domain.ids import Address
from bot.execution.safe.chain.sent import executions_in
from bot.execution.safe.simulation import failing_call
from bot.execution.safe.transaction import SafeTx


async def reason_of(chain: EvmChain, safe: Address, nonce: int, event: Log, hashed: str) -> str:
    """In the contract's own words; "" where it has none, and where the nodes don't tell any more.

    The transaction with the safeTxHash `hashed` is found in the calldata that led to the event, and is tried out in the
    state after the block before. Nothing is raised: what ended has ended, whatever the reason.
    """
    try:
        (sent,) = await chain.sent([event.transaction])
        before = await chain.block(max(event.block_number - 1, 0))
    except ChainUnavailable:
        return ""
    for each in executions_in(sent.data):
        if each.hash(chain.id, safe, nonce) == hashed and each.operation in tuple(Operation):
            tx = SafeTx(each.to, each.value, each.data, Operation(each.operation), nonce)
            found = await failing_call(chain, safe, tx, before)
            return found.reason if isinstance(found, CallFails) else ""
    return ""
