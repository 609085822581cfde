"""What a Baal is asked: from what was voted on to the exact transactions of each step."""

from collections.abc import Sequence
from datetime import datetime

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action, Operation
from bot.domain.executors import BaalProposal, ReadyCall
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import function
from bot.execution.actions.known import MULTI_SEND
from bot.execution.safe.multi_send import NotMultiSend, multi_send, unpacked

SUBMIT = function("submitProposal(bytes proposalData, uint32 expiration, uint256 baalGas, string details)")
SPONSOR = function("sponsorProposal(uint32 id)")
PROCESS = function("processProposal(uint32 id, bytes proposalData)")
HASH_OPERATION = function("hashOperation(bytes transactions)")

_GAS_AT_ALL, _GAS_TO_PAY, _GAS_TO_CALL = 200_000, 100_000, 1_000_000
MOST_GAS = 15_000_000
"""The Baal takes 20 million, and chains take no transaction with more than 2 ** 24."""
_LATEST = 2**32
"""Seconds: the Baal keeps times in 32 bits."""


def proposal_data(actions: Sequence[Action]) -> str:
    """The actions as the Baal has its Safe make them, all or none: calldata of `multiSend`. Raises ValueError for none,
    or any that is no plain call."""
    if not actions or any(action.operation is not Operation.CALL for action in actions):
        raise ValueError("a Baal makes plain calls, one at least")
    return multi_send(actions)


def data_hash(data: str) -> str:
    """The Baal's `hashOperation`, as 0x-prefixed hex."""
    return "0x" + keccak(encode(["bytes"], [bytes.fromhex(data[2:])])).hex()


def gas_for(actions: Sequence[Action]) -> int:
    """How much gas must be left for these calls when they are processed.

    Whoever processes chooses the gas: with too little of it the calls fail, and what passed is over for good. It is
    generous, since only what is used is paid, and told by the calls alone, so that the same decision is known again.
    """
    needed = (_GAS_TO_CALL if len(action.data) > len("0x") else _GAS_TO_PAY for action in actions)
    return min(_GAS_AT_ALL + sum(needed), MOST_GAS)


def expiration_of(until: datetime | None) -> int:
    """The last second at which it may be carried out; 0 where there is none."""
    seconds = 0 if until is None else int(until.timestamp())
    return seconds if seconds < _LATEST else 0


def actions_of(proposal: BaalProposal, chain: ChainId) -> list[Action]:
    """The calls that the Safe would make. Raises ValueError where it holds none."""
    values = MULTI_SEND.read(bytes.fromhex(proposal.data[2:]))
    if values is None:
        raise ValueError("the data of a Baal's proposal is no list of calls")
    try:
        return unpacked(values[0], chain)
    except NotMultiSend as problem:
        raise ValueError(str(problem)) from None


def submit_call(baal: Address, proposal: BaalProposal) -> ReadyCall:
    """For who has votes enough to sponsor: nobody else's wallet can send it without the offering."""
    given = [bytes.fromhex(proposal.data[2:]), proposal.expiration, proposal.gas, proposal.details]
    return ReadyCall(baal, 0, "0x" + SUBMIT.encode(given).hex())


def sponsor_call(baal: Address, number: str) -> ReadyCall:
    return ReadyCall(baal, 0, "0x" + SPONSOR.encode([int(number)]).hex())


def process_call(baal: Address, proposal: BaalProposal, number: str) -> ReadyCall:
    return ReadyCall(baal, 0, "0x" + PROCESS.encode([int(number), bytes.fromhex(proposal.data[2:])]).hex())
