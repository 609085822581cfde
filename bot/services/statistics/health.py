"""How a space does, beside its own past of the same length."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.domain.statistics.closed_vote import ClosedVote, PastVote
from bot.domain.statistics.health import Figure, Health, Window, health
from bot.domain.statistics.table import Cell, Table
from bot.services.actors import Actor
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.statistics.participation import MOST_VOTES
from bot.services.statistics.period import Period
from bot.services.statistics.turns import Turns, in_turn
from bot.services.statistics.voting_powers import VotingPowers

MEASURED = 25
"""Of so many of a window's newest votes it is worked out how power was distributed, at most."""
_FIGURES = (
    "votes",
    "passed",
    "nakamoto",
    "gini",
    "largest",
    "turnout",
    "heads",
    "voters",
    "newcomers",
    "returned",
    "authors",
)


@dataclass(frozen=True)
class HealthReport:
    space: Space
    period: Period
    health: Health
    votes: tuple[PastVote, ...]
    """Of both windows, the oldest first."""

    def table(self) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for name in _FIGURES:
            figure: Figure = getattr(self.health, name)
            move = figure.move
            rows.append((name, figure.now, figure.before, None if move is None else move.value))
        return Table("health", ("figure", "now", "before", "move"), rows)


@dataclass(frozen=True)
class HealthStatistics:
    uow: UnitOfWork
    turns: Turns
    voting_powers: VotingPowers
    clock: Clock

    @in_turn
    async def of(self, actor: Actor, days: int) -> HealthReport:
        """Raises NotSetUp."""
        period = Period.before(self.clock.now(), days)
        earlier = period.earlier
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            votes = await _votes(repositories, space.id, period)
            votes_before = await _votes(repositories, space.id, earlier)
            people, people_before, first = await repositories.statistics.people(
                space.id, (earlier.earlier.since, earlier.since, period.since, period.until)
            )
        held = [await self.voting_powers.distributions(window, MEASURED) for window in (votes, votes_before)]
        found = health(Window(votes, held[0], people), Window(votes_before, held[1], people_before), first)
        return HealthReport(
            space,
            period,
            found,
            tuple(reversed([*votes, *votes_before])),
        )


async def _votes(repositories: Repositories, space: SpaceId, period: Period) -> Sequence[ClosedVote]:
    return await repositories.statistics.closed_votes(space, period.since, period.until, MOST_VOTES)
