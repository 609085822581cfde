"""One closed vote in numbers: who voted with how much, for what, and when."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

import msgspec

from bot.domain.elections.ballot import milliseconds
from bot.domain.elections.choices import describe
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space
from bot.domain.statistics.closed_vote import ClosedVote
from bot.domain.statistics.distribution import Distribution, distribution
from bot.domain.statistics.table import Table
from bot.services.actors import Actor
from bot.services.pages.voters import Voter
from bot.services.ports import UnitOfWork
from bot.services.statistics.concentration import MOST_ROWS, closed_vote
from bot.services.statistics.turns import Turns, in_turn
from bot.services.statistics.voting_powers import VotingPowers

_SAMPLES = 60
"""Points of the curve of arrivals."""


class Arrival(msgspec.Struct, frozen=True):
    """How much of a vote was there by some time: the share of those whose ballots counted, and of their power."""

    at: datetime
    heads: Fraction
    power: Fraction


class ProposalNumbers(msgspec.Struct, frozen=True):
    space: Space
    title: str
    policy: Policy
    vote: ClosedVote
    linked: int
    """Members who had linked a wallet when it opened."""
    distribution: Distribution
    """Of those who voted, with what was delegated to them."""
    arrivals: tuple[Arrival, ...]
    """From the opening to the close; by the times of the ballots that counted."""
    voters: tuple[Voter, ...]
    """The most power first, at most as many as a file has rows."""

    def table(self) -> Table:
        columns = (
            "place",
            "member",
            "power",
            "delegated",
            "share_of_cast",
            "choice",
            "cast_at",
            "conflict",
            "apart",
        )
        rows = [
            (
                place,
                str(each.member),
                each.weight[0],
                each.delegated,
                Fraction(each.weight[0], self.distribution.total or 1),
                describe(self.policy, each.choice),
                cast_at(each),
                each.conflict,
                "; ".join(f"{power} {describe(self.policy, choice)}" for power, choice in each.parts),
            )
            for place, each in enumerate(self.voters, start=1)
        ]
        return Table(f"proposal-{self.vote.number}", columns, rows)


class ProposalStatistics(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    turns: Turns
    voting_powers: VotingPowers

    @in_turn
    async def of(self, actor: Actor, chosen: Proposal) -> ProposalNumbers:
        """Raises NothingCounted while it isn't closed: what is hidden until then is told by no number."""
        async with self.uow.reading() as repositories:
            vote, space = await closed_vote(repositories, actor, chosen)
            (linked,) = await repositories.statistics.linked(space.guild, [vote.opened_at])
        voters = await self.voting_powers.listed(vote.proposal)
        spread, arrivals = await asyncio.to_thread(_measured, vote, voters)
        return ProposalNumbers(
            space,
            chosen.content.title,
            chosen.rules,
            vote,
            linked,
            spread,
            arrivals,
            tuple(voters[:MOST_ROWS]),
        )


def cast_at(voter: Voter) -> datetime:
    """When the ballot was cast that counted, to the millisecond."""
    return datetime.fromtimestamp(-voter.weight[1] // 1000, UTC).replace(
        microsecond=-voter.weight[1] % 1000 * 1000
    )


def _measured(vote: ClosedVote, voters: Sequence[Voter]) -> tuple[Distribution, tuple[Arrival, ...]]:
    spread = distribution(each.weight[0] for each in voters)
    came = sorted((-each.weight[1], each.weight[0]) for each in voters)
    begin, end = milliseconds(vote.opened_at), milliseconds(vote.closed_at)
    arrivals, place, power = [], 0, 0
    for sample in range(_SAMPLES + 1):
        until = begin + (end - begin) * sample // _SAMPLES
        while place < len(came) and came[place][0] <= until:
            power += came[place][1]
            place += 1
        at = vote.opened_at + (vote.closed_at - vote.opened_at) * sample / _SAMPLES
        arrivals.append(Arrival(at, Fraction(place, len(came) or 1), Fraction(power, spread.total or 1)))
    return spread, tuple(arrivals)
