"""Which proposal of a Baal is ours, and by which transaction it came to its end."""

from collections.abc import Collection

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.chain.contracts.events import Log
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import BaalProposal, BaalRules, Execution, MolochStage
from bot.execution.baal.contract import is_of, is_over, proposals_of, read_stage, state_of
from bot.execution.narrowing import narrowed

SUBMITTED = (
    "0x"
    + keccak(text="SubmitProposal(uint256,bytes32,uint256,bytes,uint256,uint256,bool,uint256,string)").hex()
)
_SUBMITTED_TYPES = ["uint256", "bytes", "uint256", "uint256", "bool", "uint256", "string"]
PROCESSED = "0x" + keccak(text="ProcessProposal(uint256,bool,bool)").hex()
_PROCESSED_TYPES = ["bool", "bool"]
CANCELED = "0x" + keccak(text="CancelProposal(uint256)").hex()
_MOST_NUMBERED = 200
"""So many proposals that came since are looked through, the newest."""


async def stage_of(
    chain: EvmChain, rules: BaalRules, proposal: BaalProposal, known: str | None, at: BlockRef
) -> MolochStage:
    """How far just this proposal has come: the one that was carried out, else the newest that isn't over. `known` is
    the number by which it was seen last; what stands there is compared again.

    Who submits what was carried out once more doesn't make us ask for it twice. Raises WrongContract,
    ChainUnavailable.
    """
    if known is not None:
        stage = await read_stage(chain, rules.address, proposal, known, at)
        if stage is not None:
            return stage
    stages = []
    for number in sorted(await _numbers(chain, rules, proposal, at)):
        stage = await read_stage(chain, rules.address, proposal, str(number), at)
        if stage is not None:
            stages.append(stage)
    processed = [stage for stage in stages if stage.name == "processed"]
    live = [stage for stage in stages if not stage.is_over]
    return (processed or live or stages or [MolochStage("unproposed")])[-1]


async def _numbers(chain: EvmChain, rules: BaalRules, proposal: BaalProposal, at: BlockRef) -> set[int]:
    """Those of the proposals that came since which are just this one."""
    since = max(proposal.since_count, rules.count - _MOST_NUMBERED)
    numbers = list(range(since + 1, rules.count + 1))
    found = await chain.read(proposals_of(rules.address, numbers), at)
    tokens.all_answered(found, chain.id)
    alike = {number for number, answer in zip(numbers, found, strict=True) if is_of(answer, proposal)}
    return await _worded(chain, rules, proposal, alike, at) if alike else set()


async def _worded(
    chain: EvmChain, rules: BaalRules, proposal: BaalProposal, alike: Collection[int], at: BlockRef
) -> set[int]:
    """Those of the proposals that have just the words of this one, which only their events tell."""
    found = set()
    for log in await chain.logs(rules.address, [SUBMITTED], proposal.since_block, at):
        if (number := _number(log)) not in alike:
            continue
        try:
            *_, details = decode(_SUBMITTED_TYPES, bytes.fromhex(log.data[2:]), strict=False)
        except (DecodingError, OverflowError, UnicodeDecodeError):
            continue
        if details == proposal.details:
            found.add(number)
    return found


async def end_of(
    chain: EvmChain, rules: BaalRules, proposal: BaalProposal, stage: MolochStage, at: BlockRef
) -> Execution | None:
    """How a proposal at this stage ended, by the block; None where it has not ended by a transaction. Raises
    ChainUnavailable."""
    if stage.id is None or stage.name not in ("processed", "canceled"):
        return None
    number = int(stage.id)
    topic = PROCESSED if stage.name == "processed" else CANCELED
    question = state_of(rules.address, number)
    low, high = await narrowed(chain, question, is_over, proposal.since_block, at)
    found = [log for log in await chain.logs(rules.address, [topic], low, high) if _number(log) == number]
    if not found:
        raise ChainUnavailable(chain.id, f"no event tells how proposal {number} of {rules.address} ended")
    block = await chain.block_of(found[-1])
    if stage.name == "canceled":
        return Execution("replaced", found[-1].transaction, block, block.time)
    try:
        _, failed = decode(_PROCESSED_TYPES, bytes.fromhex(found[-1].data[2:]))
    except (DecodingError, OverflowError):
        raise ChainUnavailable(chain.id, f"an event of {rules.address} can't be read") from None
    return Execution("failed" if failed else "executed", found[-1].transaction, block, block.time)


def _number(log: Log) -> int:
    """That of the proposal in an event."""
    return int(log.topics[1], 16) if len(log.topics) > 1 else -1
