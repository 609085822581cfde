"""The outbox as it is stored: entries added, and those that are due."""

from datetime import timedelta

from bot.domain.ids import ProposalId
from bot.services.delivery.notifications import AnyNotification, PostEvent, Queue
from bot.services.ports import OutboxEntry
from tests.storage.repositories.stored_world import HOME, World, after

FIRST, SECOND = ProposalId(1), ProposalId(2)
CARD = PostEvent(HOME, FIRST, "withdrawn")
RESULT = PostEvent(HOME, FIRST, "extended")
OTHER = PostEvent(HOME, SECOND, "withdrawn")
NO_TIME = timedelta(0)


async def added(world: World, *notifications: AnyNotification, seconds: float = 0) -> None:
    async with world.unit.writing() as repositories:
        await repositories.outbox.add(*notifications, at=after(seconds))


async def due(
    world: World, seconds: float = 0, limit: int = 50, queue: Queue = Queue.DECISIONS
) -> list[AnyNotification]:
    async with world.unit.reading() as repositories:
        return [entry.notification for entry in await repositories.outbox.due(queue, after(seconds), limit)]


async def head(world: World, queue: Queue = Queue.DECISIONS) -> OutboxEntry:
    async with world.unit.reading() as repositories:
        return (await repositories.outbox.due(queue, after(10**6)))[0]
