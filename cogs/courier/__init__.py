"""The courier: says in Discord what the outbox asks to be said, each thing once."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.client import FolkmootClient
from bot.services import notices
from bot.services.folkmoot import Folkmoot
from bot.services.ports import Delivery, OutboxEntry
from cogs.courier.cards import PostingCards
from cogs.courier.discussion import OpeningDiscussions, TalkingInThreads
from cogs.courier.events import PostingEvents
from cogs.courier.log import PostingLogEntries
from cogs.courier.members import TellingMembers
from cogs.courier.results import PostingResults
from cogs.courier.speaker import Speaker
from cogs.courier.transactions import PostingTransactions

__all__ = ["DiscordCourier"]

Deliver = Callable[[OutboxEntry, Any], Awaitable[Delivery]]


class DiscordCourier:
    """`ports.Courier` for everything that is told in Discord."""

    def __init__(self, client: FolkmootClient, folkmoot: Folkmoot) -> None:
        speaker = Speaker(client)
        discussions = OpeningDiscussions(client, folkmoot, speaker)
        threads = TalkingInThreads(folkmoot, speaker)
        cards = PostingCards(client, folkmoot, speaker)
        results = PostingResults(folkmoot, speaker)
        members = TellingMembers(client, folkmoot, speaker)
        self._deliver: dict[type, Deliver] = {
            notices.OpenDiscussion: discussions.open,
            notices.PostDiff: threads.post_diff,
            notices.PostReason: threads.post_reason,
            notices.PostCard: cards.post,
            notices.RefreshCard: cards.refresh,
            notices.PostResult: results.post,
            notices.PostResultInThread: results.post_in_thread,
            notices.PostEvent: PostingEvents(folkmoot, speaker).post,
            notices.PostTransaction: PostingTransactions(folkmoot, speaker).post,
            notices.PostLogEntry: PostingLogEntries(folkmoot, speaker).post,
            notices.TellMember: members.tell,
            notices.TellDelegator: members.tell_delegator,
        }

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        """Say it. Raises DiscordUnavailable (and its kinds), ChainUnavailable, ServiceRefused."""
        return await self._deliver[type(entry.notice)](entry, entry.notice)
