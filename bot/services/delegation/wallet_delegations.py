"""Delegation by wallet: what a registry on chain says at the snapshot of all who delegate to linked wallets."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from bot.domain.blocks import BlockRef
from bot.domain.delegation.delegate_registry import DelegateRegistry, FoundDelegations
from bot.domain.errors import ChainUnavailable
from bot.domain.errors.outside import DelegatorsUnread
from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import Policy
from bot.services.ports import Chain
from bot.services.power.snapshots import chains_of


def chains_read(policy: Policy) -> list[ChainId]:
    """The chains of which a vote by this policy needs a block: those of its power, and that of its registry."""
    registry = [policy.registry.chain] if policy.registry else []
    return list(dict.fromkeys([*chains_of(policy.power), *registry]))


async def wallet_delegations_at(
    chains: Mapping[ChainId, Chain],
    policy: Policy,
    wallets: Sequence[Address],
    at: Mapping[ChainId, BlockRef],
) -> FoundDelegations | None:
    """Who delegates to these wallets in the policy's registry at the snapshot; None where it names none.

    Raises ChainUnavailable with DelegatorsUnread, also where a node gives no events: who delegates is undetermined
    then, and not nobody.
    """
    registry = policy.registry
    if registry is None:
        return None
    try:
        found = await chains[registry.chain].delegations(registry, wallets, at[registry.chain])
        return await _with_contracts(chains, registry, found, at)
    except ChainUnavailable as error:
        raise unread(error) from error


def unread(error: ChainUnavailable) -> ChainUnavailable:
    """The same: it keeps from being read who delegates."""
    return ChainUnavailable(error.chain, error.why, DelegatorsUnread(), error.failure)


async def _with_contracts(
    chains: Mapping[ChainId, Chain],
    registry: DelegateRegistry,
    found: FoundDelegations,
    at: Mapping[ChainId, BlockRef],
) -> FoundDelegations:
    """With the mark of wallets that are contracts, where it makes a difference: where power lies on other chains."""
    if at.keys() <= {registry.chain}:
        return found
    contracts: set[Address] = set()
    for chain, block in at.items():
        contracts |= await chains[chain].contracts([each.wallet for each in found.delegations], block)
    marked = (replace(each, contract=each.wallet in contracts) for each in found.delegations)
    return FoundDelegations(tuple(marked), found.complete)
