"""The result: posted with its reasons and the record from which anybody can count again."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.canonical import canonical_json
from bot.domain.errors import StoredDataInvalid
from bot.domain.proposal import Closing
from bot.services.container import Services
from bot.services.delivery.notifications import PostResult, PostResultInThread
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.services.proposals.cards import Card
from bot.wording.counts import count_of_closing
from bot.wording.outcomes import result_text
from bot.wording.reputation import earned_line
from bot.wording.scores import round_tables
from cogs.components.cards import channel_url
from cogs.notifications.message_sender import MessageSender, OutgoingMessage

_PARTS = "bcdefghi"
"""The parts of a result that follow its first message: more tables than that nobody reads."""
LARGEST_FILE = 9 * 1024 * 1024
"""Discord takes 10 MiB from a bot."""


@dataclass(frozen=True)
class PostingResults:
    services: Services
    sender: MessageSender

    async def post(self, entry: OutboxEntry, notification: PostResult) -> Delivery:
        """In the announcement channel, with the record and the election file attached."""
        card = await self.services.showing.card(notification.proposal)
        closing = _closing(card)
        record = await self.services.showing.record(notification.proposal)
        if record is None:
            raise StoredDataInvalid(f"proposal {notification.proposal} is closed, and its record is missing")
        files, note = attachments(card, record)
        note = await self._with_rewards(card, note)
        message = OutgoingMessage(result_text(card, closing, note), files=files)
        channel = card.space.announcements
        posted = await self.sender.send(entry, channel, message, card.space.guild)
        return Delivery(posted=(Posted("result", channel, posted),))

    async def post_in_thread(self, entry: OutboxEntry, notification: PostResultInThread) -> Delivery:
        """The same in the thread, with the way to the files, and the rounds of a run-off."""
        card = await self.services.showing.card(notification.proposal)
        async with self.services.uow.reading() as repositories:
            result = await repositories.messages.get(notification.proposal, "result")
        note = ""
        if result is not None:
            url = f"{channel_url(card.space.guild, result.channel)}/{result.message}"
            note = f"The record and the election file: {url}"
        closing = _closing(card)
        message = OutgoingMessage(result_text(card, closing, await self._with_rewards(card, note)))
        posted = await self.sender.send_in_thread(entry, card, message)
        for part, table in zip(_PARTS, tables_of(card, closing), strict=False):
            await self.sender.send_in_thread(entry, card, OutgoingMessage(table, part=part))
        return Delivery(posted=(Posted("result_in_thread", posted.channel, posted.message),))

    async def _with_rewards(self, card: Card, note: str) -> str:
        """The note, below what reputation the vote brought."""
        earned = earned_line(await self.services.reputation.decided_by(card.proposal.id))
        return "\n".join(filter(None, [earned, note]))


def tables_of(card: Card, closing: Closing) -> list[str]:
    """The rounds of a run-off that had several, as messages."""
    count = count_of_closing(closing)
    return round_tables(card.proposal.rules, count) if len(count.rounds) > 1 else []


def attachments(card: Card, record: bytes) -> tuple[Sequence[tuple[str, bytes]], str]:
    """The record and its election file, compressed where they are too large, and what is to be said about them."""
    number = card.proposal.id
    election = canonical_json(json.loads(record)["election"])
    files = []
    for name, content in (
        (f"folkmoot-proposal-{number}-record.json", record),
        (f"folkmoot-proposal-{number}-election.json", election),
    ):
        if len(content) > LARGEST_FILE:
            name, content = f"{name}.gz", gzip.compress(content, mtime=0)
        if len(content) <= LARGEST_FILE:
            files.append((name, content))
    if len(files) < 2:
        return files, "The record is too large for Discord: ask a moderator for it, and compare its hash."
    return files, f"Count again: `folkmoot tally {files[1][0]}`"


def _closing(card: Card) -> Closing:
    if card.proposal.closing is None:
        raise StoredDataInvalid(
            f"the result of proposal {card.proposal.id} is to be posted before there is one"
        )
    return card.proposal.closing
