"""What a Moloch DAO is asked: from what was voted on to the exact transactions of each step."""

from collections.abc import Sequence

import msgspec
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action, Operation
from bot.domain.errors import NotForMoloch, TooManyCalls
from bot.domain.executors import MolochExecutor, MolochProposal, ReadyCall
from bot.domain.executors.moloch import MolochForm
from bot.domain.ids import Address, address
from bot.execution.actions.abi import function
from bot.execution.actions.known import SUBMIT_TO_MOLOCH, TRANSFER

SUBMIT_WHITELIST = function("submitWhitelistProposal(address tokenToWhitelist, string details)")
SUBMIT_GUILDKICK = function("submitGuildKickProposal(address memberToKick, string details)")
SPONSOR = function("sponsorProposal(uint256 proposalId)")
_PROCESS = {
    "ordinary": function("processProposal(uint256 proposalIndex)"),
    "whitelist": function("processWhitelistProposal(uint256 proposalIndex)"),
    "guildkick": function("processGuildKickProposal(uint256 proposalIndex)"),
}


class MolochRequest(msgspec.Struct, frozen=True):
    """What the contract has a function for."""

    form: MolochForm
    applicant: Address | None
    shares: int
    loot: int
    payment: int
    token: Address | None


def request_of(executor: MolochExecutor, actions: Sequence[Action]) -> MolochRequest:
    """What one action asks for: a transfer of the DAO's tokens is a payment; a call of the DAO itself is one of the
    three functions by which something is submitted, whose text is written here.

    Raises TooManyCalls for several, NotForMoloch for what the contract has no function for, ValueError for none.
    """
    if len(actions) > 1:
        raise TooManyCalls(executor, 1, len(actions))
    if not actions or actions[0].operation is not Operation.CALL:
        raise ValueError("a Moloch DAO is asked for one plain action")
    action = actions[0]
    if action.value:
        raise NotForMoloch(executor, "coins")
    data = bytes.fromhex(action.data[2:])
    if action.to != executor.address:
        sent = TRANSFER.decode(data)
        if sent is None:
            raise NotForMoloch(executor, "other_call")
        return MolochRequest("ordinary", address(sent[0]), 0, 0, sent[1], action.to)
    if (asked := SUBMIT_WHITELIST.decode(data)) is not None:
        return _wordless(executor, asked[-1], MolochRequest("whitelist", None, 0, 0, 0, address(asked[0])))
    if (asked := SUBMIT_GUILDKICK.decode(data)) is not None:
        return _wordless(executor, asked[-1], MolochRequest("guildkick", address(asked[0]), 0, 0, 0, None))
    if (asked := SUBMIT_TO_MOLOCH.decode(data)) is None:
        raise NotForMoloch(executor, "other_call")
    applicant, shares, loot, tribute, _, payment, token, details = asked
    if tribute:
        raise NotForMoloch(executor, "tribute")
    found = MolochRequest("ordinary", address(applicant), shares, loot, payment, address(token))
    return _wordless(executor, details, found)


def _wordless(executor: MolochExecutor, details: str, found: MolochRequest) -> MolochRequest:
    if details:
        raise NotForMoloch(executor, "details")
    return found


def request_hash(request: MolochRequest) -> str:
    """keccak256 of the ABI encoding of what is asked for, as 0x-prefixed hex."""
    nobody = "0x" + "0" * 40
    types = ["string", "address", "uint256", "uint256", "uint256", "address"]
    values = [
        request.form,
        request.applicant or nobody,
        request.shares,
        request.loot,
        request.payment,
        request.token or nobody,
    ]
    return "0x" + keccak(encode(types, values)).hex()


def asked_by(proposal: MolochProposal) -> MolochRequest:
    """What a proposal asks for."""
    return MolochRequest(
        proposal.form,
        proposal.applicant,
        proposal.shares,
        proposal.loot,
        proposal.payment,
        proposal.token,
    )


def submit_call(moloch: Address, proposal: MolochProposal) -> ReadyCall:
    """Nobody gives a tribute with it, so that the token of the tribute may be any that the DAO takes."""
    if proposal.form == "whitelist":
        data = SUBMIT_WHITELIST.encode([proposal.token, proposal.details])
    elif proposal.form == "guildkick":
        data = SUBMIT_GUILDKICK.encode([proposal.applicant, proposal.details])
    else:
        data = SUBMIT_TO_MOLOCH.encode(
            [
                proposal.applicant,
                proposal.shares,
                proposal.loot,
                0,
                proposal.token,
                proposal.payment,
                proposal.token,
                proposal.details,
            ]
        )
    return ReadyCall(moloch, 0, "0x" + data.hex())


def sponsor_call(moloch: Address, number: str) -> ReadyCall:
    """Who sends it must have allowed the DAO to take the deposit."""
    return ReadyCall(moloch, 0, "0x" + SPONSOR.encode([int(number)]).hex())


def process_call(moloch: Address, proposal: MolochProposal, place: int) -> ReadyCall:
    """`place` is that in the queue, not the proposal's id."""
    return ReadyCall(moloch, 0, "0x" + _PROCESS[proposal.form].encode([place]).hex())
