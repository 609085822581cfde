"""The call by which votes are cast on a Governor, byte by byte (Solidity's ABI)."""

from bot.domain.actions.actions import Action
from bot.domain.actions.calldata import calldata
from bot.domain.metagovernance.casting import FRACTIONAL, Cast, CastRule, ForeignProposal, Side

WITH_REASON = "castVoteWithReason(uint256 proposalId, uint8 support, string reason)"
WITH_PARAMS = "castVoteWithReasonAndParams(uint256 proposalId, uint8 support, string reason, bytes params)"


def cast_call(proposal: ForeignProposal, cast: Cast, reason: str) -> Action:
    """The voter's call of the Governor."""
    told: list[int | bytes] = [int(proposal.id), cast.support, reason.encode()]
    signature = WITH_REASON
    if cast.parts is not None:
        signature = WITH_PARAMS
        told.append(params_of(cast.parts))
    return Action(proposal.chain, proposal.governor, 0, calldata(signature, told), signature=signature)


def sample_call(proposal: ForeignProposal, rule: CastRule) -> Action:
    """A call like any that the votes may come to: the same account, the same function, without numbers and reasons,
    which only the result has."""
    return cast_call(proposal, Cast(FRACTIONAL, (0, 0, 0)) if rule == "split" else Cast(int(Side.FOR)), "")


def params_of(parts: tuple[int, int, int]) -> bytes:
    """`abi.encodePacked(uint128, uint128, uint128)`: against, for, abstain. Raises OverflowError for what no uint128
    holds."""
    return b"".join(part.to_bytes(16, "big") for part in parts)
