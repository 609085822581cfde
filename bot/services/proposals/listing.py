"""The proposals of a server as one looks for them: where each stands, and where one reads on."""

from collections.abc import Iterable, Mapping

import msgspec

from bot.domain.ids import ChannelId, GuildId, MemberId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.search import Phase, Search
from bot.domain.proposals.state import State, state
from bot.services.ports import Clock, Posted, Repositories, UnitOfWork

MOST_OPEN = 200
"""So many of the newest open votes."""
_READ_ON = ("result", "card", "starter")
"""What one wants to see of a proposal, of what stands in Discord: the last that there is to say of it."""


class Listed(msgspec.Struct, frozen=True):
    """A proposal, where it stands now, and the message where one reads on; None where there is none yet."""

    proposal: Proposal
    state: State
    place: Posted | None
    thread: ChannelId | None = None
    """In which it is discussed; None where there is none yet."""

    @property
    def takes_votes(self) -> bool:
        """Whether its vote is under way, so that one may vote on it, or may again when a pause is over."""
        return self.state in (State.VOTING, State.PAUSED) and not self.proposal.rules.open_ended


class Listing(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def drafts(self, guild: GuildId, viewer: MemberId) -> list[Listed]:
        """The viewer's own that nobody else has seen yet, the newest first."""
        async with self.uow.reading() as repositories:
            found = await repositories.proposals.drafts_of(guild, viewer)
            return await self.listed(repositories, found)

    async def open_votes(self, guild: GuildId) -> list[Listed]:
        """Those on which one may vote now, or when a pause is over, the newest first."""
        async with self.uow.reading() as repositories:
            found = await newest(repositories, guild, Search(Phase.OPEN), limit=MOST_OPEN)
            return [each for each in await self.listed(repositories, found) if each.takes_votes]

    async def listed(self, repositories: Repositories, proposals: Iterable[Proposal]) -> list[Listed]:
        """These proposals, in their order."""
        found, now = list(proposals), self.clock.now()
        places = await repositories.messages.of([each.id for each in found])
        return [_listed(each, state(each, now), places.get(each.id, {})) for each in found]


async def newest(repositories: Repositories, guild: GuildId, search: Search, *, limit: int) -> list[Proposal]:
    """So many that one looks for, the newest first, of those that were submitted: no draft takes the place of one."""
    numbered = await repositories.proposals.search(guild, search, limit=limit)
    found = await repositories.proposals.get_many([proposal for _, proposal in numbered])
    return sorted(found.values(), key=lambda proposal: proposal.number, reverse=True)


def _listed(proposal: Proposal, current: State, places: Mapping[str, Posted]) -> Listed:
    place = next((places[what] for what in _READ_ON if what in places), None)
    thread = places.get("thread")
    return Listed(proposal, current, place, thread.channel if thread else None)
