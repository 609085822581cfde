"""What an edit changed, and by whom, in the thread."""

from dataclasses import dataclass

from bot.services.delivery.notifications import PostDiff
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.delivery.events import edited, rest_of_edit
from bot.wording.proposals.drafts.diffs import actions_after, revision_diff
from cogs.components.cards.pages import THREAD_PAGE, pages
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.marks import PARTS
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostDiffHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostDiff) -> Delivery:
        """What an edit changed, and by whom; where that is an action, all of them in words."""
        card = await self.services.cards.card(notification.proposal)
        revisions = await self.services.proposal_reading.revisions(notification.guild, notification.proposal)
        revision = next(r for r in revisions if r.number == notification.revision)
        say = self.language(notification.guild)
        head = edited(revision.by, revision.number, say)
        difference = revision_diff(revisions, revision.number, say)
        text = head
        # Nothing differs where only spaces or ends of lines do.
        if found := pages(difference.splitlines(), limit=1700):
            rest = f"\n{rest_of_edit(say)}" if len(found) > 1 else ""
            text = f"{head}\n{say.markup.code_block(found[0] + rest, 'diff')}"
        await self.sender.send_in_thread(entry, card, OutgoingMessage(text))
        now = actions_after(revisions, revision.number, card.actions, say)
        for number, page in enumerate(pages(now, THREAD_PAGE), start=1):
            await self.sender.send_in_thread(entry, card, OutgoingMessage(page, part=PARTS[number]))
        return Delivery(then=self.services.summaries.wanted(notification.guild, notification.proposal))
