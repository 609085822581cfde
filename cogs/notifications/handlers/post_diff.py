"""What an edit changed, and by whom, in the thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostDiff
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.diffs import revision_diff
from bot.wording.text import code_block, member
from cogs.components.pages import pages
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage

_DIFF_LINES_CUT = "… the rest of the change is in `/proposal diff`"


@dataclass(frozen=True)
class PostDiffHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostDiff) -> Delivery:
        """What an edit changed, and by whom."""
        card = await self.services.showing.card(notification.proposal)
        revisions = await self.services.proposing.revisions(notification.guild, notification.proposal)
        revision = next(r for r in revisions if r.number == notification.revision)
        head = f"✏️ {member(revision.by)} edited the proposal (version {revision.number})."
        difference = revision_diff(revisions, revision.number, self.language(notification.guild))
        (first, *more) = pages(difference.splitlines(), limit=1700)
        block = code_block(first + (f"\n{_DIFF_LINES_CUT}" if more else ""), "diff")
        await self.sender.send_in_thread(entry, card, OutgoingMessage(f"{head}\n{block}"))
        return Delivery()
