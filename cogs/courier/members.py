"""What one member is told in private: why a vote by reaction did not count."""

from dataclasses import dataclass

import discord

from bot.client import FolkmootClient
from bot.services.notices import TellMember
from bot.services.ports import Delivery, OutboxEntry
from cogs.courier.discord_errors import Gone, NotAllowed, discord_answers
from cogs.courier.speaker import Saying, Speaker
from cogs.ui.replies import reaction_refused


@dataclass(frozen=True)
class TellingMembers:
    client: FolkmootClient
    speaker: Speaker

    async def tell(self, entry: OutboxEntry, notice: TellMember) -> Delivery:
        """A direct message. Closed direct messages, or an account that is gone, are an end of it too."""
        text = reaction_refused(notice.error, notice.proposal)
        try:
            with discord_answers(f"open the direct messages of member {notice.member}"):
                place = await self.client.create_dm(discord.Object(notice.member))
            await self.speaker.say_at(entry, place, Saying(text))
        except (NotAllowed, Gone):
            return Delivery()
        return Delivery()
