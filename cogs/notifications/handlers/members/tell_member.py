"""What a member asked to be told, in private: at a time at which they want to hear it, and if there is still something
to tell."""

from dataclasses import dataclass

from bot.domain.ids import GuildId, MemberId, RoleId
from bot.domain.notices.settings import NoticeSettings
from bot.services.delivery.notifications import TellMember
from bot.services.ports import AskedToWait, Delivery, OutboxEntry
from bot.wording.language import Language
from bot.wording.notices.messages import notices_text
from cogs.components.cards.notices import notice_buttons
from cogs.components.interactions.actors import role_ids
from cogs.components.interactions.discord_errors import DiscordUnavailable, Gone, discord_answers
from cogs.components.language import language_of_member
from cogs.notifications.direct_messages import send_privately
from cogs.notifications.handlers.handler import Handler


@dataclass(frozen=True)
class TellMemberHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: TellMember) -> Delivery:
        """One message with all that gathered, and in the next one what it has no room for. In their quiet hours
        nothing: it is told when they are over.

        Who has left the server is told nothing, and what they chose is kept until they come back. Raises AskedToWait
        in quiet hours that began after an attempt, which may have arrived.
        """
        services = self.services
        settings = await services.telling_members.settings(notification)
        now = services.clock.now()
        if settings.quiet is not None and (until := settings.quiet.until(now)) is not None:
            if entry.first_attempt_at is None:
                return Delivery(then=(notification,), silent=True, not_before=until)
            raise AskedToWait("write to a member", "their quiet hours", until - now)
        roles = await self._roles(notification.guild, notification.member)
        if roles is None:
            return Delivery(silent=True)
        told = await services.telling_members.still_worth(notification, settings, roles)
        if not told:
            return Delivery(silent=True)
        say = self._language(settings)
        text, rest = notices_text(told, notification.guild, services.chain_names, now, say)
        reached = await send_privately(
            self.client,
            self.sender,
            entry,
            notification.member,
            text,
            buttons=notice_buttons(notification.guild, say),
        )
        await services.choosing_notices.reached(settings, reached=reached)
        if not rest or not reached:
            return Delivery()
        later = tuple(each.notice for each in rest)
        return Delivery(then=(TellMember(notification.guild, notification.member, later),))

    async def _roles(self, guild: GuildId, member: MemberId) -> frozenset[RoleId] | None:
        """The member's, as Discord has them now; None where they have left. Raises DiscordUnavailable."""
        server = self.client.get_guild(guild)
        if server is None:
            raise DiscordUnavailable("read a member's roles", "the server isn't there")
        try:
            with discord_answers("read a member's roles"):
                return role_ids(await server.fetch_member(member))
        except Gone:
            return None

    def _language(self, settings: NoticeSettings) -> Language:
        return language_of_member(self.client, settings.guild, settings.locale)
