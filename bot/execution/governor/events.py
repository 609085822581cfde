"""By which transactions a proposal came to its end: the state tells the blocks, so that few are searched for events."""

from collections.abc import AsyncIterator, Collection
from typing import Literal

from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.contracts.events import Log, TooManyLogs
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Execution, GovernorProposal, GovernorRules
from bot.domain.executors.governor import StageName
from bot.execution.actions.abi import function
from bot.execution.governor.created import CREATED, Malformed, calls_told, created
from bot.execution.governor.proposing import operation_ids
from bot.execution.governor.stages import named_state, read_stage, state_of
from bot.execution.narrowing import narrowed

EXECUTED = "0x" + keccak(text="ProposalExecuted(uint256)").hex()
CANCELED = "0x" + keccak(text="ProposalCanceled(uint256)").hex()
_CALL_EXECUTED = "0x" + keccak(text="CallExecuted(bytes32,uint256,address,uint256,bytes)").hex()
_CANCELLED = "0x" + keccak(text="Cancelled(bytes32)").hex()
_ENDS: dict[StageName, tuple[str, str, Literal["executed", "replaced"]]] = {
    "executed": (EXECUTED, _CALL_EXECUTED, "executed"),
    "canceled": (CANCELED, _CANCELLED, "replaced"),
}
"""By the state, the event of the Governor, that of a TimelockController where somebody went past the Governor, and what
became of the request."""
_GET_ACTIONS = function("getActions(uint256 proposalId)")
_EVENTS, _EVENT_BYTES = 1_000, 4 * 1024 * 1024
"""That are held at once."""
_OF_A_LIST, _OF_A_CALL = 8 * 32, 8 * 32
"""Bytes of the ABI encoding of four lists, and of one call in them without its data."""
_MOST_NUMBERED = 200
"""So many proposals that came since are looked through, the newest."""


async def end_of(
    chain: EvmChain,
    rules: GovernorRules,
    proposal: GovernorProposal,
    number: str,
    state: StageName,
    at: BlockRef,
) -> Execution | None:
    """How a proposal in this state ended, by the block; None where it has not ended by a transaction. Raises
    ChainUnavailable."""
    if state not in _ENDS:
        return None
    topic, by_timelock, status = _ENDS[state]

    def reached(answer: Outcome) -> bool | None:
        seen = named_state(answer)
        return None if seen is None else seen == state

    low, high = await narrowed(chain, state_of(rules, number), reached, proposal.since_block, at)
    found = [
        log for log in await chain.logs(rules.address, [topic], low, high) if first_word(log) == int(number)
    ]
    if not found and rules.timelock is not None:
        ids = operation_ids(rules, proposal)
        logs = await chain.logs(rules.timelock.address, [by_timelock], low, high)
        found = [log for log in logs if len(log.topics) > 1 and log.topics[1] in ids]
    if not found:
        raise ChainUnavailable(chain.id, f"no event tells how proposal {number} of {rules.address} ended")
    block = await chain.block_of(found[-1])
    return Execution(status, found[-1].transaction, block, block.time)


async def number_of(
    chain: EvmChain, rules: GovernorRules, proposal: GovernorProposal, at: BlockRef
) -> str | None:
    """The number that a Governor gave to just this proposal: of the one that was executed, else of the newest that
    isn't over; None before it is there. Who proposes what was executed once more doesn't make us ask for it twice.

    Whoever proposes the same calls with other words has proposed something else. Raises ChainUnavailable.
    """
    since = max(proposal.since_count, rules.count - _MOST_NUMBERED)
    numbers = list(range(since + 1, rules.count + 1))
    answers = await chain.read([Call(rules.address, _GET_ACTIONS.encode([number])) for number in numbers], at)
    tokens.all_answered(answers, chain.id)
    alike = {
        number
        for number, answer in zip(numbers, answers, strict=True)
        if isinstance(answer, bytes) and _makes(answer, proposal)
    }
    if not alike:
        return None
    worded = await _worded(chain, rules, proposal, alike, at)
    stages = [(await read_stage(chain, rules, str(number), at), number) for number in sorted(worded)]
    executed = [number for stage, number in stages if stage.name == "executed"]
    live = [number for stage, number in stages if not stage.is_over]
    return str((executed or live or [number for _, number in stages])[-1]) if stages else None


async def _worded(
    chain: EvmChain, rules: GovernorRules, proposal: GovernorProposal, alike: Collection[int], at: BlockRef
) -> set[int]:
    """Those of the numbered proposals that have just the words of this one, which only their events tell."""
    found = set()
    async for log in _created_since(chain, rules, proposal.since_block, at):
        if (number := first_word(log)) not in alike:
            continue
        try:
            description = created(bytes.fromhex(log.data[2:])).description
        except Malformed:
            continue
        if description == proposal.description.encode():
            found.add(number)
    return found


async def _created_since(
    chain: EvmChain, rules: GovernorRules, since: int, at: BlockRef
) -> AsyncIterator[Log]:
    """The events of its proposals from this block on, read by as many blocks as hold a bounded part of them: anybody
    writes into one what they pay for. Raises ChainUnavailable."""
    width = at.number - since + 1
    while since <= at.number:
        until = min(since + width - 1, at.number)
        try:
            logs = await chain.logs(
                rules.address, [CREATED], since, at, until, most=_EVENTS, longest=_EVENT_BYTES
            )
        except TooManyLogs:
            if since == until:
                raise ChainUnavailable(chain.id, f"too many events of {rules.address} in one block") from None
            width = max(1, width // 2)
            continue
        for log in logs:
            yield log
        since = until + 1


def _makes(answer: bytes, proposal: GovernorProposal) -> bool:
    """Whether a Governor's answer to `getActions` is just the calls of the proposal. One that is longer than theirs can
    be isn't even read: anybody's may be of any length."""
    wanted = [(call.to.lower(), call.value, b"", bytes.fromhex(call.data[2:])) for call in proposal.calls]
    longest = _OF_A_LIST + sum(_OF_A_CALL + len(data) for *_, data in wanted)
    try:
        told = calls_told(answer, signatures=True, longest=longest)
    except Malformed:
        return False
    return [(call.to.lower(), call.value, call.signature, call.data) for call in told] == wanted


def first_word(log: Log) -> int:
    """The id of the proposal in an event of a Governor."""
    data = log.data[2:66]
    return int(data, 16) if len(data) == 64 else -1
