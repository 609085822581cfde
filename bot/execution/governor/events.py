"""By which transactions a proposal came to its end: the state tells the blocks, so that few are searched for events."""

from collections.abc import Collection
from typing import Literal

from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.contracts.events import Log
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Execution, GovernorProposal, GovernorRules
from bot.domain.executors.governor import StageName
from bot.execution.actions.abi import function
from bot.execution.governor.created import CREATED, Malformed, created
from bot.execution.governor.proposing import operation_ids
from bot.execution.governor.stages import named_state, read_stage, state_of
from bot.execution.narrowing import narrowed

REORGANISED = 64
"""The chain may have been longer when the proposal was prepared than when it was sent."""
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
_ACTIONS = function("f(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas)")
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
    for log in await chain.logs(rules.address, [CREATED], proposal.since_block, at):
        if (number := first_word(log)) not in alike:
            continue
        try:
            description = created(bytes.fromhex(log.data[2:])).description
        except Malformed:
            continue
        if description == proposal.description.encode():
            found.add(number)
    return found


def _makes(answer: bytes, proposal: GovernorProposal) -> bool:
    """Whether a Governor's answer to `getActions` is just the calls of the proposal."""
    values = _ACTIONS.read(_ACTIONS.selector + answer)
    if values is None:
        return False
    targets, amounts, signatures, data = values
    wanted = [(call.to.lower(), call.value, "", bytes.fromhex(call.data[2:])) for call in proposal.calls]
    if not len(targets) == len(amounts) == len(signatures) == len(data):
        return False
    made = zip((to.lower() for to in targets), amounts, signatures, data, strict=True)
    return list(made) == wanted


def first_word(log: Log) -> int:
    """The id of the proposal in an event of a Governor."""
    data = log.data[2:66]
    return int(data, 16) if len(data) == 64 else -1
