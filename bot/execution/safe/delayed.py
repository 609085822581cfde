"""Requests whose transaction the Safe has executed, and whose calls wait in a Delay since: how far they are, and what
anybody sends so that they are made."""

from collections.abc import Sequence

from bot.chain.calls.state import Call, Reverted
from bot.chain.chains import EvmChain
from bot.chain.text import visible
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.executors import (
    CallFails,
    Examined,
    Execution,
    ExecutionRequest,
    InDelay,
    ReadyCall,
    SafeStage,
    SafeTransaction,
    Signing,
)
from bot.domain.executors.safe import SafeStageName
from bot.execution.called_code import require_same_code
from bot.execution.safe.chain.contract import read_state
from bot.execution.safe.chain.delays import ended, entered, looked_at, next_step
from bot.execution.safe.examining import examine
from bot.execution.safe.signing.desk import SignatureDesk
from bot.services.ports import Progress

_LONGEST_REASON = 200


async def followed(
    chain: EvmChain, request: ExecutionRequest, before: SafeStage | None, delay: InDelay, at: BlockRef
) -> Progress:
    """How far it is by the finalized block. Nobody signs it any more: who has, stays. Raises ChainUnavailable."""
    transaction = request.payload_as(SafeTransaction)
    seen = await looked_at(chain, transaction, delay, at)
    stage = _stage(before, seen, transaction.nonce + 1)
    return Progress(
        request.confirmations, request.needed, ended(seen), at.time, stage=stage, handed_over=True
    )


async def end_of(
    chain: EvmChain, transaction: SafeTransaction, execution: Execution, at: BlockRef
) -> Execution | None:
    """What became of a transaction that the Safe has executed, by the block; None while it waits in a Delay. Raises
    ChainUnavailable."""
    delay = await entered(chain, transaction, execution) if execution.status == "executed" else None
    return execution if delay is None else ended(await looked_at(chain, transaction, delay, at))


async def to_be_made(
    chain: EvmChain, request: ExecutionRequest, delay: InDelay, actions: Sequence[Action], opened: Examined
) -> Signing:
    """What anybody can send now, by the newest block.

    Raises RequestMismatch where what is stored isn't just these actions, CodeChanged and ChangesExecutor where
    something else would run than when the vote opened; NoBatchContract, NoCode, WrongContract, ChainUnavailable.
    """
    at = await chain.latest()
    await SignatureDesk(chain, request).require_voted(actions, at)
    safe = await read_state(chain, request.executor.address, at)
    require_same_code(opened, await examine(chain, safe, actions, at))
    transaction = request.payload_as(SafeTransaction)
    seen = await looked_at(chain, transaction, delay, at)
    ready = next_step(chain.id, transaction, seen)
    refusal = None if ready is None else await _failing(chain, ready, request, at)
    return Signing.of_a_step(at, ready, refusal, _stage(request.stage_as(SafeStage), seen, safe.nonce))


def _stage(before: SafeStage | None, delay: InDelay, turn: int) -> SafeStage:
    name = _name(delay)
    changes = 0 if before is None else before.changes
    # What was told of rivals in the Safe's queue is no part of what is told of a Delay.
    changes = changes if before is not None and before.delay is not None else 0
    return SafeStage(name, turn, changes=changes + (before is None or before.name != name), delay=delay)


def _name(delay: InDelay) -> SafeStageName:
    call = delay.first
    if call is None or call.name not in ("due", "lapsed"):
        return "delayed"
    return "due" if call.name == "due" else "lapsed"


async def _failing(
    chain: EvmChain, ready: ReadyCall, request: ExecutionRequest, at: BlockRef
) -> CallFails | None:
    """Whether it would fail, if anybody sent it now."""
    call = Call(ready.to, bytes.fromhex(ready.data[2:]))
    answer = await chain.call_as(request.executor.address, call, at)
    return CallFails(1, 1, visible(answer.why)[:_LONGEST_REASON]) if isinstance(answer, Reverted) else None
