"""Which proposal of a Moloch DAO is ours, where it stands in the queue, and by which transaction it came to its end."""

import msgspec
from eth_utils.crypto import keccak

from bot.chain.chains import EvmChain
from bot.chain.contracts.events import Log
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Execution, MolochProposal, MolochRules, MolochStage
from bot.execution.moloch.contract import (
    PROCESSED,
    SPONSORED,
    MolochEntry,
    flags_of,
    is_over,
    read_entries,
    read_queue,
    stage_of,
    unprocessed,
)
from bot.execution.narrowing import narrowed

PROCESSED_BY = {
    form: "0x" + keccak(text=f"{event}(uint256,uint256,bool)").hex()
    for form, event in (
        ("ordinary", "ProcessProposal"),
        ("whitelist", "ProcessWhitelistProposal"),
        ("guildkick", "ProcessGuildKickProposal"),
    )
}
"""The event of the processing, by the form of the proposal."""
CANCELED = "0x" + keccak(text="CancelProposal(uint256,address)").hex()
_MOST_NUMBERED = 200
"""So many proposals that came since are looked through, the newest."""


class FoundProposal(msgspec.Struct, frozen=True):
    """Just our proposal, as far as it is there."""

    stage: MolochStage
    entry: MolochEntry | None = None
    place: int | None = None
    """In the queue; None before it is sponsored."""


async def find(
    chain: EvmChain, rules: MolochRules, proposal: MolochProposal, known: str | None, at: BlockRef
) -> FoundProposal:
    """How far just this proposal has come: the one that was carried out, else the newest that isn't over. `known` is
    the id by which it was seen last; what stands there is compared again.

    Raises WrongContract, ChainUnavailable.
    """
    numbers = list(range(max(proposal.since_count, rules.count - _MOST_NUMBERED), rules.count))
    if known is not None and int(known) < rules.count:
        numbers = [int(known)]
    # Those that came since may be anybody's. What was seen as ours is not as long.
    entries = await read_entries(chain, rules.address, numbers, at, without_longest=known is None)
    ours = [entry for entry in entries if entry is not None and entry.is_of(proposal)]
    if not ours and known is not None:
        return await find(chain, rules, proposal, None, at)
    found = [await _placed(chain, rules, entry, at) for entry in ours]
    processed = [each for each in found if each.stage.name == "processed"]
    live = [each for each in found if not each.stage.is_over]
    return (processed or live or found or [FoundProposal(MolochStage("unproposed"))])[-1]


async def _placed(chain: EvmChain, rules: MolochRules, entry: MolochEntry, at: BlockRef) -> FoundProposal:
    if not entry.flags[SPONSORED] or entry.flags[PROCESSED]:
        return FoundProposal(stage_of(rules, entry, None, at), entry)
    queue = await read_queue(chain, rules, at)
    place = next((place for place, number in queue.items() if number == entry.id), None)
    if place is None:
        raise ChainUnavailable(chain.id, f"proposal {entry.id} of {rules.address} isn't among the newest")
    before = queue.get(place - 1)
    behind = None
    if before is not None and await unprocessed(chain, rules.address, [before], at):
        behind = before
    return FoundProposal(stage_of(rules, entry, behind, at), entry, place)


async def end_of(
    chain: EvmChain, rules: MolochRules, proposal: MolochProposal, stage: MolochStage, at: BlockRef
) -> Execution | None:
    """How a proposal at this stage ended, by the block; None where it has not ended by a transaction. Raises
    ChainUnavailable."""
    if stage.id is None or stage.name not in ("processed", "canceled"):
        return None
    number, canceled = int(stage.id), stage.name == "canceled"
    topic = CANCELED if canceled else PROCESSED_BY[proposal.form]
    question = flags_of(rules.address, number)
    low, high = await narrowed(chain, question, is_over, proposal.since_block, at)
    logs = await chain.logs(rules.address, [topic], low, high)
    found = [log for log in logs if _topic(log, 1 if canceled else 2) == number]
    if not found:
        raise ChainUnavailable(chain.id, f"no event tells how proposal {number} of {rules.address} ended")
    block = await chain.block_of(found[-1])
    return Execution("replaced" if canceled else "executed", found[-1].transaction, block, block.time)


def _topic(log: Log, place: int) -> int:
    return int(log.topics[place], 16) if len(log.topics) > place else -1
