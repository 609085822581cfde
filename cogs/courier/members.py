"""What one member is told in private: why a vote by reaction did not count, how their delegate votes."""

from dataclasses import dataclass

import discord

from bot.client import FolkmootClient
from bot.domain.choices import describe
from bot.domain.ids import MemberId
from bot.services.folkmoot import Folkmoot
from bot.services.notices import TellDelegator, TellMember
from bot.services.ports import Delivery, OutboxEntry
from cogs.courier.discord_errors import Gone, NotAllowed, discord_answers
from cogs.courier.speaker import Saying, Speaker
from cogs.ui.cards import channel_url
from cogs.ui.delegations import told_text
from cogs.ui.replies import reaction_refused


@dataclass(frozen=True)
class TellingMembers:
    client: FolkmootClient
    folkmoot: Folkmoot
    speaker: Speaker

    async def tell(self, entry: OutboxEntry, notice: TellMember) -> Delivery:
        """Why a reaction was refused."""
        return await self._say(entry, notice.member, reaction_refused(notice.error, notice.proposal))

    async def tell_delegator(self, entry: OutboxEntry, notice: TellDelegator) -> Delivery:
        """How the delegate voted, and what the delegator can do about it.

        What was overtaken before it could be said is left out: the newer choice has a notice of its own.
        """
        async with self.folkmoot.uow.reading() as facts:
            proposal = await facts.proposals.get(notice.proposal)
            card = await facts.messages.get(notice.proposal, "card")
            ballot = (await facts.ballots.current(notice.proposal, [notice.delegate])).get(notice.delegate)
        choice = None if ballot is None else ballot.choice
        if notice.choice != ("" if choice is None else describe(proposal.rules, choice)):
            return Delivery()
        now = self.folkmoot.clock.now()
        where = "" if card is None else f"{channel_url(notice.guild, card.channel)}/{card.message}"
        return await self._say(
            entry, notice.member, told_text(proposal, now, notice.delegate, notice.choice, where)
        )

    async def _say(self, entry: OutboxEntry, member: MemberId, text: str) -> Delivery:
        """A direct message. Closed direct messages, or an account that is gone, are an end of it too."""
        try:
            with discord_answers(f"open the direct messages of member {member}"):
                place = await self.client.create_dm(discord.Object(member))
            await self.speaker.say_at(entry, place, Saying(text))
        except (NotAllowed, Gone):
            return Delivery()
        return Delivery()
