"""What becomes of a draw, in the announcement channel of the space in which it was called."""

from dataclasses import dataclass

from bot.domain.ids import is_nobody
from bot.domain.sortition.draw import JuryDraw
from bot.domain.sortition.draw_file import draw_file, file_name
from bot.services.delivery.notifications import PostJury
from bot.services.ports import Delivery, OutboxEntry
from bot.wording.sortition import announced_text, drawn_text, late_text
from cogs.notifications.handlers.handler import Handler
from cogs.notifications.message_sender import OutgoingMessage


@dataclass(frozen=True)
class PostJuryHandler(Handler):
    async def deliver(self, entry: OutboxEntry, notification: PostJury) -> Delivery:
        """Discord tells those who were drawn that they are named. The announcement's file is as it was hashed, also
        where the jury is drawn meanwhile."""
        draw, space = await self.services.reading_draws.get(notification.draw)
        say, names = self.language(notification.guild), self.services.chain_names
        jury = draw.jury
        if notification.step == "late":
            if jury is not None:
                return Delivery()
            message = OutgoingMessage(late_text(draw, names, say))
        elif notification.step == "announced" or jury is None:
            called = draw.as_called
            message = OutgoingMessage(announced_text(draw, names, say), files=_files(called))
        else:
            named = [member for member in jury.members if not is_nobody(member)]
            message = OutgoingMessage(drawn_text(draw, names, say), files=_files(draw), named=named)
        await self.sender.send(entry, space.announcements, message, notification.guild)
        return Delivery()


def _files(draw: JuryDraw) -> list[tuple[str, bytes]]:
    """None where somebody was erased meanwhile: nothing could be recomputed from it."""
    return [(file_name(draw), draw_file(draw))] if draw.whole else []
