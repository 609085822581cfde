"""The calls by which rewards go out: a transfer to each member, or a list from which they claim."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.actions.actions import ACTIONS_LIMIT, Action
from bot.domain.actions.calldata import Value, calldata
from bot.domain.executors.signing import ReadyCall
from bot.domain.ids import Address, ChainId, ContentHash
from bot.domain.policy.voter_rewards import VoterRewards
from bot.domain.voter_rewards.tree import PaymentTree

MOST_TRANSFERS = ACTIONS_LIMIT
"""So many members are paid in one transaction, where no list is opened for them."""
_TRANSFER = "transfer(address to, uint256 amount)"
_APPROVE = "approve(address spender, uint256 amount)"
OPEN_DROP = "openDrop(address token, bytes32 record, bytes32 root, uint256 total, uint256 claimable)"
_CLAIM = "claim(address funder, bytes32 record, address account, uint256 amount, bytes32[] proof)"


def payment_calls(
    rule: VoterRewards, chain: ChainId, payments: Sequence[tuple[Address, int]], record: ContentHash
) -> tuple[Action, ...]:
    """A transfer for each wallet with its amount, in their order; where the rule names a distributor, what has it take
    the sum, for who stands in the list. `record` is that of the vote; there is at least one payment."""
    if rule.distributor is None:
        return tuple(
            Action(chain, rule.token, 0, calldata(_TRANSFER, [int(wallet, 16), amount]), signature=_TRANSFER)
            for wallet, amount in payments
        )
    total = sum(amount for _, amount in payments)
    root = int.from_bytes(PaymentTree.of(payments).root, "big")
    approval = calldata(_APPROVE, [int(rule.distributor, 16), total])
    opening = calldata(
        OPEN_DROP,
        [int(rule.token, 16), int(record, 16), root, total, rule.claimable // timedelta(seconds=1)],
    )
    return (
        Action(chain, rule.token, 0, approval, signature=_APPROVE),
        Action(chain, rule.distributor, 0, opening, signature=OPEN_DROP),
    )


def claim_call(
    distributor: Address, funder: Address, record: ContentHash, tree: PaymentTree, account: Address
) -> ReadyCall:
    """What anybody sends so that the account gets what the list has for it. `funder` opened the list. Raises KeyError
    where the account doesn't stand in it."""
    amount, proof = dict(tree.payments)[account], tree.proof(account)
    nodes = [int.from_bytes(node, "big") for node in proof]
    values: list[Value] = [int(funder, 16), int(record, 16), int(account, 16), amount, nodes]
    return ReadyCall(distributor, 0, calldata(_CLAIM, values))
