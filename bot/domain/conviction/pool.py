"""The pool that conviction voting spends, and what a proposal's actions ask of it."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.actions.actions import Action, Operation
from bot.domain.errors import BadAction
from bot.domain.errors.proposals.actions import OnlyTransfers
from bot.domain.executors import AnyExecutor
from bot.domain.ids import Address, Power
from bot.domain.policy.model import Policy, Pool

_TRANSFER = "0xa9059cbb"
"""The selector of ERC-20's transfer(address,uint256)."""
_CALL_LENGTH = len(_TRANSFER) + 64 + 64


class Purse(NamedTuple):
    """Where a pool's funds lie: what this executor holds of this asset (None: the chain's own coin)."""

    executor: AnyExecutor
    asset: Address | None


def purse_of(policy: Policy) -> Purse | None:
    """None where the policy has no pool, or no executor that holds it."""
    if policy.pool is None or policy.executor is None:
        return None
    return Purse(policy.executor, policy.pool.asset)


def requested_of(policy: Policy, actions: Iterable[Action]) -> Power:
    """What the actions take out of the policy's pool, in base units of its asset; 0 where there is no pool.

    Read from the calldata, so that what is asked for and what is paid are one and the same. Raises BadAction naming the
    first action that isn't a plain transfer of the asset: nobody could say what it costs the pool.
    """
    pool = policy.pool
    if pool is None:
        return 0
    return sum(_amount(pool, place, action) for place, action in enumerate(actions, start=1))


def _amount(pool: Pool, place: int, action: Action) -> int:
    amount = _sent(pool, action)
    if amount is None:
        raise BadAction(place, action.line, OnlyTransfers(pool.symbol))
    return amount


def _sent(pool: Pool, action: Action) -> int | None:
    """How much of the asset the action transfers, None where it is anything else."""
    if action.operation is not Operation.CALL:
        return None
    if pool.asset is None:
        return action.value if action.data in ("", "0x") else None
    data = action.data.lower()
    if action.to != pool.asset or action.value or not data.startswith(_TRANSFER) or len(data) != _CALL_LENGTH:
        return None
    return int(data[-64:], 16)
