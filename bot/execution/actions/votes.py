"""Votes that an account is told to cast on a Governor, taken out of the calldata."""

from collections.abc import Sequence
from typing import Any

from bot.domain.actions.effects import VotesCast
from bot.domain.metagovernance.calls import WITH_PARAMS, WITH_REASON
from bot.execution.actions.abi import function

_PART = 16
"""Bytes of each of three parts."""
CASTS_VOTES = {
    known.selector: known
    for known in map(function, ("castVote(uint256 proposalId, uint8 support)", WITH_REASON, WITH_PARAMS))
}
"""By selector."""


def votes_cast(values: Sequence[Any]) -> VotesCast | None:
    """What the arguments of one of these have cast; None for parameters that are no three parts, which nobody here can
    read."""
    proposal, support, *more = values
    reason, params = (*more, "", b"")[:2] if len(more) != 1 else (more[0], b"")
    if params and len(params) != 3 * _PART:
        return None
    against, favour, abstain = (
        int.from_bytes(params[place : place + _PART], "big") for place in range(0, 3 * _PART, _PART)
    )
    return VotesCast(proposal, support, (against, favour, abstain) if params else None, reason)
