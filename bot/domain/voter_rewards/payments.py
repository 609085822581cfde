"""The calls by which rewards go out."""

from collections.abc import Sequence

from bot.domain.actions.actions import ACTIONS_LIMIT, Action
from bot.domain.actions.calldata import calldata
from bot.domain.ids import Address, ChainId
from bot.domain.policy.voter_rewards import VoterRewards

MOST_TRANSFERS = ACTIONS_LIMIT
"""So many members are paid in one transaction."""
_TRANSFER = "transfer(address to, uint256 amount)"


def payment_calls(
    rule: VoterRewards, chain: ChainId, payments: Sequence[tuple[Address, int]]
) -> tuple[Action, ...]:
    """A transfer for each wallet with its amount, in their order."""
    return tuple(
        Action(chain, rule.token, 0, calldata(_TRANSFER, [int(wallet, 16), amount]), signature=_TRANSFER)
        for wallet, amount in payments
    )
