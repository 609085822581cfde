"""What some who moderate a server are told in private, since its channels may be lost."""

import discord
import msgspec

from bot.client import FolkmootClient
from bot.domain.ids import GuildId, MemberId
from bot.domain.spaces.space import Space
from bot.services.ports import OutboxEntry
from cogs.components.interactions.discord_errors import Gone, discord_answers
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.message_sender import MessageSender

_TOLD = 4
"""So many moderators at most, beside the server's owner."""
_LOG_ENTRIES = 25


class Moderators(msgspec.Struct, frozen=True):
    """The server's owner, and those who moderated last and still may: the bot can't ask Discord who else has the
    role."""

    client: FolkmootClient
    sender: MessageSender

    async def tell(self, entry: OutboxEntry, space: Space, text: str) -> None:
        """A direct message to each. Who can't be told keeps it from no other.

        Raises DiscordUnavailable, AskedToWait.
        """
        for member in await self._of(space):
            await send_privately(self.client, self.sender, entry, member, text)

    async def _of(self, space: Space) -> list[MemberId]:
        guild = self.client.get_guild(space.guild)
        if guild is None:
            return []
        found = [MemberId(guild.owner_id)] if guild.owner_id else []
        acts = await self.client.services.public_log.newest(GuildId(space.guild), limit=_LOG_ENTRIES)
        for actor in dict.fromkeys(act.actor for act in acts):
            if len(found) > _TOLD:
                break
            if actor not in found and await self._moderates(guild, actor, space):
                found.append(actor)
        return found

    async def _moderates(self, guild: discord.Guild, actor: MemberId, space: Space) -> bool:
        try:
            with discord_answers("read a moderator's roles"):
                member = await guild.fetch_member(actor)
        except Gone:
            return False
        return member.guild_permissions.manage_guild or any(
            role.id == space.moderators for role in member.roles
        )
