"""The proposals of a server as one looks for them: where each stands, and where one reads on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.ids import GuildId, MemberId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.ports import Clock, Posted, Repositories, UnitOfWork
from bot.services.proposals.drafting.authorship import SUBMITTABLE

LOOKED_THROUGH = 200
"""So many of the newest proposals."""
_READ_ON = ("result", "card", "starter")
"""What one wants to see of a proposal, of what stands in Discord: the last that there is to say of it."""


@dataclass(frozen=True)
class Listed:
    """A proposal, where it stands now, and the message where one reads on; None where there is none yet."""

    proposal: Proposal
    state: State
    place: Posted | None

    @property
    def takes_votes(self) -> bool:
        """Whether its vote is under way, so that one may vote on it, or may again when a pause is over."""
        return self.state in (State.VOTING, State.PAUSED) and not self.proposal.rules.open_ended


@dataclass(frozen=True)
class Listing:
    uow: UnitOfWork
    clock: Clock

    async def newest(self, guild: GuildId, viewer: MemberId, *, limit: int) -> list[Listed]:
        """The newest of those that everybody may see, the newest first."""
        return [each for each in await self._all(guild, viewer) if each.state not in SUBMITTABLE][:limit]

    async def drafts(self, guild: GuildId, viewer: MemberId) -> list[Listed]:
        """The viewer's own that nobody else has seen yet, the newest first."""
        return [each for each in await self._all(guild, viewer) if each.state in SUBMITTABLE]

    async def open_votes(self, guild: GuildId, viewer: MemberId) -> list[Listed]:
        """Those on which one may vote now, or when a pause is over, the newest first."""
        return [each for each in await self._all(guild, viewer) if each.takes_votes]

    async def _all(self, guild: GuildId, viewer: MemberId) -> list[Listed]:
        async with self.uow.reading() as repositories:
            found = await repositories.proposals.of_guild(guild, limit=LOOKED_THROUGH, drafts_of=viewer)
            return await self.listed(repositories, found)

    async def listed(self, repositories: Repositories, proposals: Iterable[Proposal]) -> list[Listed]:
        """These proposals, in their order."""
        found, now = list(proposals), self.clock.now()
        places = await repositories.messages.of([each.id for each in found])
        return [Listed(each, state(each, now), _read_on(places.get(each.id, {}))) for each in found]


def _read_on(places: Mapping[str, Posted]) -> Posted | None:
    return next((places[what] for what in _READ_ON if what in places), None)
