"""What an author must hold to have a proposal discussed."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.accounts.mandate import not_mandated
from bot.domain.accounts.wallet import covered, proved_on, uncovered
from bot.domain.blocks import BlockRef
from bot.domain.errors import BelowThreshold, ChainUnavailable, NoWallet
from bot.domain.errors.outside import PowerUnread
from bot.domain.ids import ChainId, Power
from bot.domain.power import Holder
from bot.domain.reputation.rewards import without_wallets
from bot.domain.spaces.space import Track
from bot.services.actors import Actor
from bot.services.delegation.delegated_power import DelegatedPowers, undelegated_of
from bot.services.ports import Chain, Clock, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.power.snapshots import chains_of, common_blocks
from bot.services.reputation.reputation import held_now


@dataclass(frozen=True)
class ProposalThreshold:
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    powers: Powers
    delegated_powers: DelegatedPowers
    clock: Clock

    async def require(self, actor: Actor, track: Track) -> tuple[Power, list[BlockRef]]:
        """What the actor holds on chain now, and the blocks that say so. Raises NoWallet, BelowThreshold,
        ChainUnavailable, and NotMandated where no wallet gave such a vote its word."""
        policy = track.policy
        async with self.uow.reading() as repositories:
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
            now = self.clock.now()
            reputation = await held_now(repositories, track, actor.member, now)
        counting = covered(linked, now, policy.trust)
        if linked and not counting and policy.proposal_threshold and not without_wallets(policy):
            raise not_mandated(None, uncovered(linked, now, policy.trust), policy.trust)
        if not linked and policy.proposal_threshold and not without_wallets(policy):
            raise NoWallet
        at = await common_blocks(self.chains, chains_of(policy.power))
        wallets = tuple(wallet.address for wallet in counting)
        holder = Holder(wallets, actor.roles & policy.power.roles, reputation, proved_on(linked))
        power = await self.powers.now(policy.power, holder, at)
        held = power.total
        if held is None:
            raise ChainUnavailable(next(iter(at)), "", PowerUnread(author=True))
        if held < policy.proposal_threshold:
            raise BelowThreshold(
                held,
                policy.proposal_threshold,
                tuple(at.values()),
                policy.power.symbol,
                policy.power.decimals,
                len(linked),
                undelegated_of(await self.delegated_powers.undelegated(power, at.values())),
            )
        return held, list(at.values())
