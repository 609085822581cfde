"""How a space does, beside its own past of the same length, and beside what was imported of its past elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import msgspec

from bot.domain.elections.tally import counted_roll
from bot.domain.ids import SpaceId
from bot.domain.imported.imported_vote import ImportedVote, Source
from bot.domain.spaces.space import Space
from bot.domain.statistics.closed_vote import ClosedVote, PastVote
from bot.domain.statistics.distribution import Distribution, distribution
from bot.domain.statistics.health import Figure, Health, Votes, Window, health
from bot.domain.statistics.table import Cell, Table
from bot.services.actors import Actor
from bot.services.ports import Clock, ImportedFigures, Repositories, UnitOfWork
from bot.services.statistics.participation import MOST_VOTES
from bot.services.statistics.period import Period
from bot.services.statistics.turns import Turns, in_turn
from bot.services.statistics.voting_powers import VotingPowers

MEASURED = 25
"""Of so many of a window's newest votes it is worked out how power was distributed, at most."""
_MOST_BYTES = 32 * 2**20
"""Of imported election files that are read for one report."""
_EVER, _MOMENT = datetime.min.replace(tzinfo=UTC), timedelta(microseconds=1)
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


class ImportedPast(msgspec.Struct, frozen=True):
    """The last votes that the space held elsewhere, of as much time as the report is of. It is what was published
    there."""

    until: datetime
    """When the newest of them ended."""
    told: Votes
    """Its votes the oldest first."""
    sources: frozenset[Source]
    """Where these were held."""

    def figure(self, name: str) -> Fraction | None:
        """That of `Health` by this name; None for what isn't known of votes that were held elsewhere."""
        if name == "votes":
            return Fraction(len(self.told.votes))
        found: Fraction | None = getattr(self.told, name, None)
        return found


class HealthReport(msgspec.Struct, frozen=True):
    space: Space
    period: Period
    health: Health
    votes: tuple[PastVote, ...]
    """Of both windows, the oldest first."""
    imported: ImportedPast | None

    def table(self) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for name in _FIGURES:
            figure: Figure = getattr(self.health, name)
            move = figure.move
            imported = None if self.imported is None else self.imported.figure(name)
            rows.append((name, figure.now, figure.before, None if move is None else move.value, imported))
        return Table("health", ("figure", "now", "before", "move", "imported"), rows)


class HealthStatistics(msgspec.Struct, frozen=True):
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
            imported = await _imported(repositories, space.id, period)
        held = [await self.voting_powers.distributions(window, MEASURED) for window in (votes, votes_before)]
        found = health(Window(votes, held[0], people), Window(votes_before, held[1], people_before), first)
        return HealthReport(
            space,
            period,
            found,
            tuple(reversed([*votes, *votes_before])),
            None if imported is None else await self._past(space.id, imported),
        )

    async def _past(self, space: SpaceId, votes: Sequence[ImportedFigures]) -> ImportedPast:
        """`votes`: the newest first."""
        held: list[Distribution] = []
        read = 0
        for each in votes[:MEASURED]:
            read += each.size
            if held and read > _MOST_BYTES:
                break
            async with self.uow.reading() as repositories:
                vote = await repositories.imported_votes.get(space, each.source, each.key)
            if vote is not None:
                held.append(await asyncio.to_thread(_distribution, vote))
        told = [
            PastVote(
                closed_at=each.ended_at,
                passed=each.passed,
                voters=each.voters,
                cast_power=each.cast_power,
                total_power=each.total_power,
            )
            for each in reversed(votes)
        ]
        return ImportedPast(votes[0].ended_at, Votes(told, held), frozenset(each.source for each in votes))


def _distribution(vote: ImportedVote) -> Distribution:
    return distribution(counted_roll(vote.election)[0].powers)


async def _imported(
    repositories: Repositories, space: SpaceId, period: Period
) -> list[ImportedFigures] | None:
    """The newest first; None where nothing was imported."""
    past = await repositories.imported_votes.figures(space, _EVER, period.until, MOST_VOTES)
    if not past:
        return None
    since = past[0].ended_at + _MOMENT - (period.until - period.since)
    return [each for each in past if each.ended_at >= since]


async def _votes(repositories: Repositories, space: SpaceId, period: Period) -> Sequence[ClosedVote]:
    return await repositories.statistics.closed_votes(space, period.since, period.until, MOST_VOTES)
