"""A card that can't be seen, told to moderators in private."""

from dataclasses import dataclass

import discord
import structlog

from bot.domain.errors import ServiceRefused
from bot.domain.ids import GuildId, MemberId
from bot.domain.space import Space
from bot.services.delivery.notifications import WarnModerators
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.proposals.visibility import unseen_text
from cogs.components.interactions.discord_errors import Gone, NotAllowed, discord_answers
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler

_log = structlog.get_logger(__name__)

_TOLD = 4
"""So many moderators at most, beside the server's owner."""
_LOG_ENTRIES = 25


@dataclass(frozen=True)
class WarnModeratorsHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: WarnModerators) -> Delivery:
        """To the server's owner, and to those who moderated last and still may: the bot can't ask Discord who else
        has the role. Nothing where the card is back."""
        card = await self.services.cards.card(notification.proposal)
        say = self.language(card.space.guild)
        if text := unseen_text(card, say):
            for member in await self._moderators(card.space):
                await self._tell(entry, member, text)
        return Delivery()

    async def _tell(self, entry: OutboxEntry, member: MemberId, text: str) -> None:
        """Who can't be told keeps it from no other."""
        try:
            await send_privately(self.client, self.sender, entry, member, text)
        except (NotAllowed, ServiceRefused) as why:
            _log.warning("moderator.untold", member=member, why=str(why))

    async def _moderators(self, space: Space) -> list[MemberId]:
        guild = self.client.get_guild(space.guild)
        if guild is None:
            return []
        found = [MemberId(guild.owner_id)] if guild.owner_id else []
        acts = await self.services.public_log.newest(GuildId(space.guild), limit=_LOG_ENTRIES)
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
