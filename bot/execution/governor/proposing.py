"""What a Governor is asked: from what was voted on to the exact transactions of each step, and their ids."""

from collections.abc import Sequence

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from bot.chain.calls.state import Call
from bot.domain.actions.actions import Action, Operation
from bot.domain.executors import Decision, GovernorCall, GovernorProposal, GovernorRules, ReadyCall
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.decision_words import words_on_chain

_LISTS = "address[] targets, uint256[] values, bytes[] calldatas"
PROPOSE = function(f"propose({_LISTS}, string description)")
QUEUE = function(f"queue({_LISTS}, bytes32 descriptionHash)")
EXECUTE = function(f"execute({_LISTS}, bytes32 descriptionHash)")
HASH_PROPOSAL = function(f"hashProposal({_LISTS}, bytes32 descriptionHash)")
GET_PROPOSAL_ID = function(f"getProposalId({_LISTS}, bytes32 descriptionHash)")
BRAVO_PROPOSE = function(
    "propose(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, string description)"
)
BRAVO_QUEUE = function("queue(uint256 proposalId)")
BRAVO_EXECUTE = function("execute(uint256 proposalId)")


def governor_calls(actions: Sequence[Action]) -> tuple[GovernorCall, ...]:
    """The actions as a Governor's timelock makes them. Raises ValueError for none, or any that is no plain call."""
    if not actions or any(action.operation is not Operation.CALL for action in actions):
        raise ValueError("a Governor makes plain calls, one at least")
    return tuple(GovernorCall(action.to, action.value, action.data.lower()) for action in actions)


def description_of(decision: Decision, calls: Sequence[GovernorCall]) -> str:
    """What stands on chain for everybody. It is the same for the same decision, so that a Governor knows it again."""
    return words_on_chain(decision, "Calls", actions_hash(calls))


def actions_hash(calls: Sequence[GovernorCall]) -> str:
    """keccak256 of the ABI encoding of targets, values and calldatas, as 0x-prefixed hex."""
    return "0x" + keccak(encode(["address[]", "uint256[]", "bytes[]"], _lists(calls))).hex()


def proposal_id(calls: Sequence[GovernorCall], description: str) -> str:
    """OpenZeppelin's `hashProposal`, in digits."""
    types = ["address[]", "uint256[]", "bytes[]", "bytes32"]
    return str(int.from_bytes(keccak(encode(types, [*_lists(calls), keccak(text=description)])), "big"))


def questions_for_id(governor: Address, proposal: GovernorProposal) -> list[Call]:
    """What an OpenZeppelin Governor is asked for the id; those before 5.3 know only the second."""
    hashed = [*_lists(proposal.calls), keccak(text=proposal.description)]
    return [Call(governor, each.encode(hashed)) for each in (GET_PROPOSAL_ID, HASH_PROPOSAL)]


def operation_ids(rules: GovernorRules, proposal: GovernorProposal) -> set[str]:
    """The ids that the proposal's calls have in a TimelockController, by which salts OpenZeppelin 4 and 5 take, as
    0x-prefixed hex."""
    salt = keccak(text=proposal.description)
    with_governor = int.from_bytes(bytes.fromhex(rules.address[2:]).ljust(32, b"\0"), "big")
    salts = (salt, (int.from_bytes(salt, "big") ^ with_governor).to_bytes(32, "big"))
    types = ["address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"]
    return {"0x" + keccak(encode(types, [*_lists(proposal.calls), bytes(32), each])).hex() for each in salts}


def propose_call(governor: Address, proposal: GovernorProposal) -> ReadyCall:
    targets, values, data = _lists(proposal.calls)
    if proposal.form == "bravo":
        sent = BRAVO_PROPOSE.encode([targets, values, [""] * len(targets), data, proposal.description])
    else:
        sent = PROPOSE.encode([targets, values, data, proposal.description])
    return ReadyCall(governor, 0, "0x" + sent.hex())


def queue_call(governor: Address, proposal: GovernorProposal, number: str) -> ReadyCall:
    if proposal.form == "bravo":
        return ReadyCall(governor, 0, "0x" + BRAVO_QUEUE.encode([int(number)]).hex())
    return ReadyCall(governor, 0, "0x" + QUEUE.encode(_hashed(proposal)).hex())


def execute_call(governor: Address, proposal: GovernorProposal, number: str) -> ReadyCall:
    """To be sent once its time has come. With Bravo whoever sends it brings all coins that its calls send: it takes
    none from its timelock for them, to which these go on."""
    if proposal.form == "bravo":
        brought = sum(call.value for call in proposal.calls)
        return ReadyCall(governor, brought, "0x" + BRAVO_EXECUTE.encode([int(number)]).hex())
    return ReadyCall(governor, 0, "0x" + EXECUTE.encode(_hashed(proposal)).hex())


def _hashed(proposal: GovernorProposal) -> list[object]:
    return [*_lists(proposal.calls), keccak(text=proposal.description)]


def _lists(calls: Sequence[GovernorCall]) -> tuple[list[str], list[int], list[bytes]]:
    return (
        [call.to for call in calls],
        [call.value for call in calls],
        [bytes.fromhex(call.data[2:]) for call in calls],
    )
