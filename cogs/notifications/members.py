"""What one member is told in private: why a vote by reaction did not count, how their delegate votes."""

from dataclasses import dataclass

import discord

from bot.client import FolkmootClient
from bot.domain.choices import describe
from bot.domain.ids import MemberId
from bot.services.container import Services
from bot.services.delivery.notifications import NotifyDelegator, NotifyMember
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delegations import told_text
from bot.wording.errors import reaction_refused
from cogs.components.cards import channel_url
from cogs.notifications.discord_errors import Gone, NotAllowed, discord_answers
from cogs.notifications.message_sender import MessageSender, OutgoingMessage


@dataclass(frozen=True)
class NotifyingMembers:
    client: FolkmootClient
    services: Services
    sender: MessageSender

    async def tell(self, entry: OutboxEntry, notification: NotifyMember) -> Delivery:
        """Why a reaction was refused."""
        return await self._say(
            entry, notification.member, reaction_refused(notification.error, notification.proposal)
        )

    async def notify_delegator(self, entry: OutboxEntry, notification: NotifyDelegator) -> Delivery:
        """How the delegate voted, and what the delegator can do about it.

        What was overtaken before it could be said is left out: the newer choice has a notice of its own.
        """
        async with self.services.uow.reading() as repositories:
            proposal = await repositories.proposals.get(notification.proposal)
            card = await repositories.messages.get(notification.proposal, "card")
            ballot = (await repositories.ballots.current(notification.proposal, [notification.delegate])).get(
                notification.delegate
            )
        choice = None if ballot is None else ballot.choice
        if notification.choice != ("" if choice is None else describe(proposal.rules, choice)):
            return Delivery()
        now = self.services.clock.now()
        where = "" if card is None else f"{channel_url(notification.guild, card.channel)}/{card.message}"
        return await self._say(
            entry,
            notification.member,
            told_text(proposal, now, notification.delegate, notification.choice, where),
        )

    async def _say(self, entry: OutboxEntry, member: MemberId, text: str) -> Delivery:
        """A direct message. Closed direct messages, or an account that is gone, are an end of it too."""
        try:
            with discord_answers(f"open the direct messages of member {member}"):
                place = await self.client.create_dm(discord.Object(member))
            await self.sender.send_at(entry, place, OutgoingMessage(text))
        except (NotAllowed, Gone):
            return Delivery()
        return Delivery()
