"""What a member did with their own power, and with that of those who delegate to them."""

from fractions import Fraction

import msgspec

from bot.domain.ids import MemberId, Power
from bot.domain.spaces.space import Space
from bot.domain.statistics.closed_vote import ClosedVote
from bot.domain.statistics.table import Table
from bot.services.actors import Actor
from bot.services.delegation.delegating import Delegating, Portrait
from bot.services.ports import Clock, UnitOfWork
from bot.services.statistics.participation import MOST_VOTES
from bot.services.statistics.period import Period
from bot.services.statistics.turns import Turns, in_turn
from bot.services.statistics.voting_powers import VotingPowers, readable

LOOKED_AT = 25
"""So many of the newest closed votes, at most."""


class Cast(msgspec.Struct, frozen=True):
    """One closed vote, and what the member's ballot weighed in it; zero where they didn't vote."""

    vote: ClosedVote
    own: Power
    delegated: Power
    voted: bool

    @property
    def share(self) -> Fraction:
        """Of what was cast."""
        return Fraction(self.own + self.delegated, self.vote.cast_power or 1)


class DelegateNumbers(msgspec.Struct, frozen=True):
    space: Space
    portrait: Portrait
    casts: tuple[Cast, ...]
    """In the newest votes, the oldest first."""

    def table(self) -> Table:
        columns = ("number", "closed_at", "voted", "own", "delegated", "share_of_cast")
        rows = [
            (each.vote.number, each.vote.closed_at, each.voted, each.own, each.delegated, each.share)
            for each in self.casts
        ]
        return Table("delegate", columns, rows)


class DelegateStatistics(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    turns: Turns
    delegating: Delegating
    voting_powers: VotingPowers
    clock: Clock

    @in_turn
    async def of(self, actor: Actor, member: MemberId, days: int) -> DelegateNumbers:
        """Raises NotSetUp."""
        period = Period.before(self.clock.now(), days)
        portrait = await self.delegating.portrait(actor.guild, member, actor.channel)
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            votes = await repositories.statistics.closed_votes(
                space.id, period.since, period.until, MOST_VOTES
            )
        shown = await self.voting_powers.named(readable(votes, LOOKED_AT))
        casts = [await self._cast(vote, member) for vote in reversed(shown)]
        return DelegateNumbers(space, portrait, tuple(casts))

    async def _cast(self, vote: ClosedVote, member: MemberId) -> Cast:
        voters = await self.voting_powers.voters(vote.proposal)
        for each in voters:
            if each.member == member:
                return Cast(vote, each.weight[0] - each.delegated, each.delegated, voted=True)
        return Cast(vote, 0, 0, voted=False)
