"""The weekly digest of a server: when it is due, and that it is told once."""

from datetime import datetime

import msgspec

from bot.domain.ids import GuildId, SpaceId
from bot.domain.notices.digest_time import DigestTime
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.notifications import PostDigest, TellDigest
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.notices.week import WeekReading
from bot.services.ports import Clock, UnitOfWork


class Digesting(msgspec.Struct, frozen=True):
    """One for each server: that of its root space, with all of its parts."""

    uow: UnitOfWork
    week_reading: WeekReading
    clock: Clock
    wake_signal: WakeSignal

    async def time(self, guild: GuildId) -> DigestTime | None:
        """When the server's digest is due; None where it has none. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            return await repositories.digests.of_space(space.id)

    async def set(self, actor: Actor, time: DigestTime | None) -> datetime | None:
        """Have a digest at these times, or (None) none. Returns when the next one is due. Raises NotSetUp,
        NotModerator."""
        now = self.clock.now()
        next_at = None if time is None else time.after(now)
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, space)
            if time == await repositories.digests.of_space(space.id):
                return next_at
            details = {}
            if time is None or next_at is None:
                await repositories.digests.stop(space.id)
            else:
                await repositories.digests.set(space.id, time, next_at)
                details = {"weekday": time.weekday.name.lower(), "hour": str(time.hour), "zone": time.zone}
            await log_act(repositories, actor, "digest", at=now, space=space, details=details)
        self.wake_signal.send()
        return next_at

    async def tell(self, space_id: SpaceId) -> None:
        """Have the digest of the last week told whose time has come: the newest one alone, where several weeks went by
        meanwhile, and none of a week in which there is nothing to tell. Raises StoredDataInvalid."""
        now = self.clock.now()
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(space_id)
            time = await repositories.digests.of_space(space_id)
        if time is None or space.digest_at is None or now < space.digest_at:
            return
        until = time.newest(now)
        since = time.before(until)
        week = await self.week_reading.of(space.guild, since, until)
        async with self.uow.writing() as repositories:
            fresh = await repositories.spaces.get(space_id)
            if fresh.digest_at != space.digest_at or await repositories.digests.of_space(space_id) != time:
                return  # Somebody else told it, or it comes at another time now.
            await repositories.digests.told(space_id, time.after(now))
            if not week.is_empty:
                await repositories.outbox.add(
                    PostDigest(space.guild, since, until), TellDigest(space.guild, since, until), at=now
                )
        self.wake_signal.send()
