"""What one member is told in private: the receipt of a vote by reaction, or why it did not count."""

from dataclasses import dataclass

import discord

from bot.client import FolkmootClient
from bot.domain.errors import StoredDataInvalid
from bot.services.folkmoot import Folkmoot
from bot.services.notices import TellMember
from bot.services.ports import Delivery, OutboxEntry
from cogs.courier.discord_errors import Gone, NotAllowed, discord_answers
from cogs.courier.speaker import Saying, Speaker
from cogs.ui.receipts import UNREAD, receipt_text
from cogs.ui.replies import reaction_refused
from cogs.ui.results import choice_name
from cogs.ui.text import code


@dataclass(frozen=True)
class TellingMembers:
    client: FolkmootClient
    folkmoot: Folkmoot
    speaker: Speaker

    async def tell(self, entry: OutboxEntry, notice: TellMember) -> Delivery:
        """A direct message. Closed direct messages, or an account that is gone, are an end of it too."""
        text = await self._text(notice)
        try:
            with discord_answers(f"open the direct messages of member {notice.member}"):
                place = await self.client.create_dm(discord.Object(notice.member))
            await self.speaker.say_at(entry, place, Saying(text))
        except (NotAllowed, Gone):
            return Delivery()
        return Delivery()

    async def _text(self, notice: TellMember) -> str:
        match notice.event:
            case "receipt":
                return await self._receipt(notice)
            case "refused":
                return reaction_refused(notice.data["error"], notice.proposal)
        raise StoredDataInvalid(f"a private message about {notice.event!r}", notice.member)

    async def _receipt(self, notice: TellMember) -> str:
        """With the power, as long as the ballot is still the member's last one."""
        receipt = await self.folkmoot.voting.mine(notice.guild, notice.proposal, notice.member)
        if receipt is not None and receipt.code == notice.data["receipt"]:
            return receipt_text(receipt, UNREAD)
        choice, code_of_ballot = choice_name(notice.data["choice"]), code(notice.data["receipt"])
        return (
            f"✅ Your reaction on proposal {notice.proposal} was stored: **{choice}**. "
            f"Your vote has changed since; `/vote mine` shows it.\n-# Receipt {code_of_ballot}"
        )
