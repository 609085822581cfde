"""A member's figures for linked roles: those of the one server that the operator named."""

import msgspec

from bot.domain.errors import FiguresUnread, LinkedRolesOff, NotSetUp
from bot.domain.ids import GuildId, MemberId
from bot.domain.linked_roles import VOTES_WITHIN, LinkedFigures
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.drafting.threshold import ProposalThreshold


class LinkedRoles(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    thresholds: ProposalThreshold
    clock: Clock
    guild: GuildId | None
    """None: the operator names no server."""

    async def server(self) -> str:
        """The name of the space whose figures are told. Raises LinkedRolesOff."""
        if self.guild is None:
            raise LinkedRolesOff
        async with self.uow.reading() as repositories:
            try:
                return (await repositories.spaces.of_guild(self.guild)).name
            except NotSetUp:
                raise LinkedRolesOff from None

    async def of(self, member: MemberId) -> LinkedFigures:
        """What is true of the member now, in the server's root space: power is read at the newest final blocks, as a
        proposer's is, but for what roles give. Raises LinkedRolesOff, and FiguresUnread where power can't be read."""
        name, guild, now = await self.server(), self.guild, self.clock.now()
        assert guild is not None
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            track = (await repositories.spaces.tracks(space.id))[0]
            linked = (await repositories.wallets.of_members(guild, [member])).get(member, [])
            votes = await repositories.ballots.voted_in(space.id, member, now - VOTES_WITHIN)
            delegations = await repositories.delegations.of_member(space.id, member)
        powers, _ = await self.thresholds.powers_of(guild, track, {member: frozenset()})
        power = powers[member]
        if power is None:
            raise FiguresUnread
        carries = any(each.delegate == member and not each.over(now) for each in delegations)
        whole = power // 10**track.policy.power.decimals
        return LinkedFigures(name, len({each.address for each in linked}), whole, votes, carries, now)
