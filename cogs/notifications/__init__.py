"""The courier: says in Discord what the outbox asks to be said, each thing once."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.client import FolkmootClient
from bot.services.container import Services
from bot.services.delivery import notifications as notifications
from bot.services.ports import Delivery, OutboxEntry
from cogs.notifications.cards import PostingCards
from cogs.notifications.discussion import OpeningDiscussions, TalkingInThreads
from cogs.notifications.events import PostingEvents
from cogs.notifications.log import PostingLogEntries
from cogs.notifications.members import NotifyingMembers
from cogs.notifications.message_sender import MessageSender
from cogs.notifications.results import PostingResults
from cogs.notifications.transactions import PostingTransactions

__all__ = ["DiscordCourier"]

Deliver = Callable[[OutboxEntry, Any], Awaitable[Delivery]]


class DiscordNotifications:
    """`ports.DeliveryHandler` for everything that is told in Discord."""

    def __init__(self, client: FolkmootClient, services: Services) -> None:
        sender = MessageSender(client)
        discussions = OpeningDiscussions(client, services, sender)
        threads = TalkingInThreads(services, sender)
        cards = PostingCards(client, services, sender)
        results = PostingResults(services, sender)
        members = NotifyingMembers(client, services, sender)
        self._deliver: dict[type, Deliver] = {
            notifications.OpenDiscussion: discussions.open,
            notifications.PostDiff: threads.post_diff,
            notifications.PostReason: threads.post_reason,
            notifications.PostCard: cards.post,
            notifications.RefreshCard: cards.refresh,
            notifications.PostResult: results.post,
            notifications.PostResultInThread: results.post_in_thread,
            notifications.PostEvent: PostingEvents(services, sender).post,
            notifications.PostTransaction: PostingTransactions(services, sender).post,
            notifications.PostLogEntry: PostingLogEntries(services, sender).post,
            notifications.NotifyMember: members.tell,
            notifications.NotifyDelegator: members.notify_delegator,
        }

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        """Say it. Raises DiscordUnavailable (and its kinds), ChainUnavailable, ServiceRefused."""
        return await self._deliver[type(entry.notification)](entry, entry.notification)
