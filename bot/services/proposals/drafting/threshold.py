"""What an author must hold to have a proposal discussed."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.domain.accounts.mandate import not_mandated
from bot.domain.accounts.wallet import covered, uncovered
from bot.domain.blocks import BlockRef
from bot.domain.errors import BelowThreshold, ChainUnavailable, NoWallet
from bot.domain.errors.outside import PowerUnread
from bot.domain.ids import ChainId, GuildId, MemberId, Power, RoleId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.sponsoring import Sponsor, Sponsorship
from bot.domain.reputation.rewards import without_wallets
from bot.domain.spaces.space import Track
from bot.services.actors import Actor
from bot.services.delegation.delegated_power import DelegatedPowers, undelegated_of
from bot.services.ports import Chain, Clock, UnitOfWork
from bot.services.power.holders import holder_now
from bot.services.power.powers import Powers
from bot.services.power.snapshots import chains_of, common_blocks
from bot.services.reputation.reputation import held_now


class Backing(msgspec.Struct, frozen=True):
    """What stands behind a proposal that is submitted, and where it was read."""

    author: Power
    blocks: tuple[BlockRef, ...]
    sponsors: tuple[Sponsor, ...] = ()

    @property
    def total(self) -> Power:
        return self.author + sum(each.power for each in self.sponsors)


class ProposalThreshold(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    powers: Powers
    delegated_powers: DelegatedPowers
    clock: Clock

    async def require(self, actor: Actor, track: Track) -> Backing:
        """What the actor holds on chain now. Raises NoWallet, BelowThreshold,
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
        roles = actor.roles & policy.power.roles
        holder = holder_now(actor.member, linked, reputation, now, trust=policy.trust, roles=roles)
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
                sponsoring=policy.sponsoring,
            )
        return Backing(held, tuple(at.values()))

    async def backing(
        self,
        guild: GuildId,
        proposal: Proposal,
        track: Track,
        author: frozenset[RoleId],
        sponsorships: Sequence[Sponsorship],
    ) -> Backing:
        """What the author, with these roles, and the sponsors hold together. Raises BelowThreshold, ChainUnavailable.

        All are read at the same blocks, by the wallets that are theirs now, so that no wallet counts for two. Who can't
        be read now doesn't count toward it, and keeps nothing from counting that others hold.
        """
        policy = track.policy
        roles = {proposal.author: author, **{each.member: each.roles for each in sponsorships}}
        powers, at = await self.powers_of(guild, track, roles)
        sponsors = tuple(Sponsor(each.member, held) for each in sponsorships if (held := powers[each.member]))
        found = Backing(powers[proposal.author] or 0, at, sponsors)
        if found.total < policy.proposal_threshold:
            raise BelowThreshold(
                found.total,
                policy.proposal_threshold,
                at,
                policy.power.symbol,
                policy.power.decimals,
                wallets=0,
                sponsoring=True,
            )
        return found

    async def powers_of(
        self, guild: GuildId, track: Track, members: Mapping[MemberId, frozenset[RoleId]]
    ) -> tuple[dict[MemberId, Power | None], tuple[BlockRef, ...]]:
        """What each of the members, who have these roles, holds at the newest final blocks, which are named; None for
        who can't be read now. Raises ChainUnavailable where nobody can."""
        policy, now = track.policy, self.clock.now()
        async with self.uow.reading() as repositories:
            linked = await repositories.wallets.of_members(guild, members)
            reputation = {member: await held_now(repositories, track, member, now) for member in members}
        at = await common_blocks(self.chains, chains_of(policy.power))
        holders = [
            holder_now(
                member,
                linked.get(member, []),
                reputation[member],
                now,
                trust=policy.trust,
                roles=roles & policy.power.roles,
            )
            for member, roles in members.items()
        ]
        found = await self.powers.now_of_all(policy.power, holders, at)
        powers = {member: each.total for member, each in zip(members, found, strict=True)}
        return powers, tuple(at.values())
