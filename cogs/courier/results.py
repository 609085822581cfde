"""The result: posted with its reasons and the record from which anybody can count again."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.canonical import canonical_json
from bot.domain.errors import StoredDataInvalid
from bot.domain.proposal import Closing
from bot.services.folkmoot import Folkmoot
from bot.services.notices import PostResult, PostResultInThread
from bot.services.ports import Delivery, OutboxEntry, Posted
from bot.services.showing import Card
from cogs.courier.speaker import Saying, Speaker
from cogs.ui.cards import channel_url
from cogs.ui.counts import count_of_closing
from cogs.ui.outcomes import result_text
from cogs.ui.reputation import earned_line
from cogs.ui.totals import round_tables

_PARTS = "bcdefghi"
"""The parts of a result that follow its first message: more tables than that nobody reads."""
LARGEST_FILE = 9 * 1024 * 1024
"""Discord takes 10 MiB from a bot."""


@dataclass(frozen=True)
class PostingResults:
    folkmoot: Folkmoot
    speaker: Speaker

    async def post(self, entry: OutboxEntry, notice: PostResult) -> Delivery:
        """In the announcement channel, with the record and the election file attached."""
        card = await self.folkmoot.showing.card(notice.proposal)
        closing = _closing(card)
        record = await self.folkmoot.showing.record(notice.proposal)
        if record is None:
            raise StoredDataInvalid(f"proposal {notice.proposal} is closed, and its record is missing")
        files, note = attachments(card, record)
        note = await self._with_earned(card, note)
        saying = Saying(result_text(card, closing, note), files=files)
        channel = card.space.announcements
        message = await self.speaker.say(entry, channel, saying, card.space.guild)
        return Delivery(posted=(Posted("result", channel, message),))

    async def post_in_thread(self, entry: OutboxEntry, notice: PostResultInThread) -> Delivery:
        """The same in the thread, with the way to the files, and the rounds of a run-off."""
        card = await self.folkmoot.showing.card(notice.proposal)
        async with self.folkmoot.uow.reading() as facts:
            result = await facts.messages.get(notice.proposal, "result")
        note = ""
        if result is not None:
            url = f"{channel_url(card.space.guild, result.channel)}/{result.message}"
            note = f"The record and the election file: {url}"
        closing = _closing(card)
        saying = Saying(result_text(card, closing, await self._with_earned(card, note)))
        posted = await self.speaker.say_in_thread(entry, card, saying)
        for part, table in zip(_PARTS, tables_of(card, closing), strict=False):
            await self.speaker.say_in_thread(entry, card, Saying(table, part=part))
        return Delivery(posted=(Posted("result_in_thread", posted.channel, posted.message),))

    async def _with_earned(self, card: Card, note: str) -> str:
        """The note, below what reputation the vote brought."""
        earned = earned_line(await self.folkmoot.reputation.decided_by(card.proposal.id))
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
