"""Who a member is in a space, as far as what they may do follows from it."""

import msgspec

from bot.domain.permissions.requirement import Who
from bot.domain.spaces.space import Space, Track
from bot.services.actors import Actor, has_role, is_auditor, is_moderator
from bot.services.ports import UnitOfWork

_OF_EVERYONE = frozenset({Who.EVERYONE, Who.AUTHOR, Who.COAUTHORS, Who.ASKED})
"""Whoever writes something, or is asked to."""


class Permissions(msgspec.Struct, frozen=True):
    uow: UnitOfWork

    async def of(self, actor: Actor) -> tuple[Space, frozenset[Who]]:
        """The space of the actor's channel, and who they are there. Whether a wallet of theirs owns a Safe is seen when
        it signs: any wallet may. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            root = await repositories.spaces.of_guild(actor.guild)
            auditors = await repositories.auditors.of_space(space.id)
            wallets = await repositories.wallets.of_members(actor.guild, [actor.member])
            tracks = await repositories.spaces.tracks(space.id)
        who = set(_OF_EVERYONE)
        if wallets:
            who |= {Who.VOTERS, Who.SIGNERS}
        elif any(_by_discord_alone(track) for track in tracks):
            who.add(Who.VOTERS)
        if is_moderator(actor, space):
            who.add(Who.MODERATORS)
        if is_moderator(actor, root):
            who.add(Who.ROOT_MODERATORS)
        if has_role(actor, space.guardians):
            who.add(Who.GUARDIANS)
        if any(is_auditor(actor, each) for each in auditors):
            who.add(Who.AUDITORS)
        return space, frozenset(who)


def _by_discord_alone(track: Track) -> bool:
    """Whether one can have power on it without a wallet."""
    return not all(source.needs_wallet for source in track.policy.power.sources)
