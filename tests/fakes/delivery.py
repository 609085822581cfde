"""A notification handler that delivers into a list."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from bot.domain.errors import FolkmootError, ServiceUnavailable, Unavailable
from bot.domain.ids import ChannelId, MessageId, ProposalId
from bot.services.delivery.notifications import AnyNotification, OpenDiscussion, PostCard, PostResult
from bot.services.ports import Delivery, OutboxEntry, Posted


class RecordingHandler:
    """Delivers into a list, and tells where things stand while `tells_places`. `refuse` and `hold_back` make it
    misbehave."""

    def __init__(self) -> None:
        self.delivered: list[AnyNotification] = []
        self.attempts: list[OutboxEntry] = []
        self.waiting = asyncio.Event()
        """Set when a delivery that is held back has begun."""
        self._faults: dict[type, Exception] = {}
        self._held: dict[str, asyncio.Event] = {}
        self._expected: list[tuple[AnyNotification, asyncio.Event]] = []
        self._messages = 0
        self.tells_places = True
        self.on_card: Callable[[ProposalId, Posted], Awaitable[object]] | None = None
        """What is done as soon as a card is posted."""
        self.on_thread: Callable[[ProposalId], Awaitable[object]] | None = None
        """What is done as soon as a thread is opened."""

    def refuse(self, *kinds: type, error: Exception | None = None) -> None:
        """Fail to deliver these kinds from now on: by default as when Discord does not answer."""
        for kind in kinds:
            self._faults[kind] = error or ServiceUnavailable("discord", "it does not answer")

    def recover(self) -> None:
        self._faults.clear()

    def hold_back(self, lane: str) -> asyncio.Event:
        """A delivery in this lane waits for the event."""
        self._held[lane] = asyncio.Event()
        return self._held[lane]

    def let_go(self) -> None:
        self._held.clear()

    def expect(self, notification: AnyNotification) -> asyncio.Event:
        """Set when this notice has been delivered."""
        event = asyncio.Event()
        self._expected.append((notification, event))
        return event

    def of(self, kind: type) -> list[AnyNotification]:
        return [notification for notification in self.delivered if isinstance(notification, kind)]

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        self.attempts.append(entry)
        if (event := self._held.get(entry.notification.lane)) is not None:
            self.waiting.set()
            await event.wait()
        if (fault := self._faults.get(type(entry.notification))) is not None:
            raise fault
        self.delivered.append(entry.notification)
        posted = tuple(self._posted(entry.notification))
        if isinstance(entry.notification, PostCard) and self.on_card is not None:
            for card in posted:
                await self.on_card(entry.notification.proposal, card)
        if isinstance(entry.notification, OpenDiscussion) and posted and self.on_thread is not None:
            await self.on_thread(entry.notification.proposal)
        for expected, event in self._expected:
            if expected == entry.notification:
                event.set()
        return Delivery(posted=posted)

    def _posted(self, notification: AnyNotification) -> Iterable[Posted]:
        names = {OpenDiscussion: "thread", PostCard: "card", PostResult: "result"}
        if self.tells_places and (what := names.get(type(notification))) is not None:
            self._messages += 1
            yield Posted(what, ChannelId(500), MessageId(9_000_000 + self._messages))


class Lost(FolkmootError):
    """A delivery that will never succeed."""


class Away(Unavailable):
    """A delivery that may succeed later."""
