"""The call by which votes are cast on a Governor, byte by byte (Solidity's ABI)."""

from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action
from bot.domain.metagovernance.casting import FRACTIONAL, Cast, CastRule, ForeignProposal, Side

WITH_REASON = "castVoteWithReason(uint256 proposalId, uint8 support, string reason)"
WITH_PARAMS = "castVoteWithReasonAndParams(uint256 proposalId, uint8 support, string reason, bytes params)"
_WORD = 32


def cast_call(proposal: ForeignProposal, cast: Cast, reason: str) -> Action:
    """The voter's call of the Governor."""
    told: list[int | bytes] = [int(proposal.id), cast.support, reason.encode()]
    signature = WITH_REASON
    if cast.parts is not None:
        signature = WITH_PARAMS
        told.append(params_of(cast.parts))
    data = _selector(signature) + _encoded(told)
    return Action(proposal.chain, proposal.governor, 0, f"0x{data.hex()}", signature=signature)


def sample_call(proposal: ForeignProposal, rule: CastRule) -> Action:
    """A call like any that the votes may come to: the same account, the same function, without numbers and reasons,
    which only the result has."""
    return cast_call(proposal, Cast(FRACTIONAL, (0, 0, 0)) if rule == "split" else Cast(int(Side.FOR)), "")


def params_of(parts: tuple[int, int, int]) -> bytes:
    """`abi.encodePacked(uint128, uint128, uint128)`: against, for, abstain. Raises OverflowError for what no uint128
    holds."""
    return b"".join(part.to_bytes(16, "big") for part in parts)


def _selector(signature: str) -> bytes:
    name, _, parameters = signature.rstrip(")").partition("(")
    types = ",".join(parameter.split()[0] for parameter in parameters.split(", "))
    return keccak(text=f"{name}({types})")[:4]


def _encoded(values: list[int | bytes]) -> bytes:
    """Numbers in their places; of bytes their place there, and they themselves after all places."""
    head, tail = b"", b""
    for value in values:
        if isinstance(value, bytes):
            head += _word(_WORD * len(values) + len(tail))
            tail += _word(len(value)) + value + bytes(-len(value) % _WORD)
        else:
            head += _word(value)
    return head + tail


def _word(number: int) -> bytes:
    return number.to_bytes(_WORD, "big")
