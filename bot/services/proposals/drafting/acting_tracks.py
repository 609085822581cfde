"""On which tracks an act on the server can be proposed."""

import msgspec

from bot.domain.errors import NoTrackLets
from bot.domain.server_acts.kind import ActKind
from bot.domain.spaces.space import Track
from bot.services.actors import Actor
from bot.services.ports import UnitOfWork
from bot.services.proposals.stages import executing_rules, require_live


class ActingTracks(msgspec.Struct, frozen=True):
    uow: UnitOfWork

    async def of(self, actor: Actor, kind: ActKind) -> list[Track]:
        """The tracks of the channel's space that take proposals and let them do acts of this kind; at least one.

        Raises NotSetUp, SpaceArchived, NoTrackLets, RulesUnreadable.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_live(space)
            found = []
            for track in await repositories.spaces.tracks(space.id):
                if track.retired_at is not None:
                    continue
                server = (await executing_rules(repositories, track)).server
                if server is not None and server.lets(kind):
                    found.append(track)
        if not found:
            raise NoTrackLets(kind, space.name)
        return found
