"""A space at a glance: what was proposed and what became of it, who is there, and what moderators did."""

from collections.abc import Mapping

import msgspec

from bot.domain.ids import TrackId
from bot.domain.spaces.space import Space
from bot.domain.statistics.health import People
from bot.domain.statistics.outcomes import Outcomes
from bot.domain.statistics.table import Table
from bot.services.actors import Actor
from bot.services.ports import Acts, Clock, UnitOfWork
from bot.services.statistics.period import Period
from bot.services.statistics.turns import Turns, in_turn


class SpaceNumbers(msgspec.Struct, frozen=True):
    space: Space
    period: Period
    outcomes: tuple[Outcomes, ...]
    """Of what was submitted in the time, the busiest track first."""
    tracks: Mapping[TrackId, str]
    """Their names, of those that can be read."""
    people: People
    """Who voted in the time, and who proposed."""
    linked: int
    """Members who have linked a wallet now."""
    acts: tuple[Acts, ...]
    """What members did in the server that stands in the public log, the most frequent first."""

    def table(self) -> Table:
        rows = [
            (
                None if each.track is None else self.tracks.get(each.track),
                each.number,
                each.passed,
                each.defeated,
                each.stopped,
                each.open,
            )
            for each in self.outcomes
        ]
        return Table("outcomes", ("track", "submitted", "passed", "defeated", "stopped", "open"), rows)


class SpaceStatistics(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    turns: Turns
    clock: Clock

    @in_turn
    async def of(self, actor: Actor, days: int) -> SpaceNumbers:
        """Raises NotSetUp."""
        period = Period.before(self.clock.now(), days)
        earlier = period.earlier
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            statistics = repositories.statistics
            outcomes = await statistics.outcomes(space.id, period.since, period.until)
            people, _, _ = await statistics.people(
                space.id, (earlier.earlier.since, earlier.since, period.since, period.until)
            )
            (linked,) = await statistics.linked(space.guild, [period.until])
            acts = await statistics.acts(space.guild, period.since, period.until)
            tracks = await repositories.spaces.tracks(space.id)
        return SpaceNumbers(
            space,
            period,
            tuple(sorted(outcomes, key=lambda each: (-each.number, each.track or 0))),
            {track.id: track.name for track in tracks},
            people,
            linked,
            tuple(acts),
        )
