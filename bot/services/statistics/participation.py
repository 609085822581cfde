"""Who takes part in a space's votes: how many, with how much, how soon, and who votes with whom."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.elections.election import mechanism_of
from bot.domain.ids import FIRST_STAND_IN, MemberId, ProposalId
from bot.domain.policy.legal import names_voters
from bot.domain.spaces.space import Space
from bot.domain.statistics.agreement import Agreement, agreement
from bot.domain.statistics.closed_vote import ClosedVote
from bot.domain.statistics.table import Table
from bot.domain.statistics.timing import EDGES, Delays
from bot.services.actors import Actor
from bot.services.ports import Clock, UnitOfWork
from bot.services.statistics.period import Period
from bot.services.statistics.turns import Turns, in_turn

MOST_VOTES = 1_000
"""Of more the newest ones are looked at."""
MOST_ACTIVE = 10
"""Voters who are held beside each other."""


class Turnout(msgspec.Struct, frozen=True):
    """The closed votes of a time, the oldest first."""

    space: Space
    period: Period
    votes: tuple[ClosedVote, ...]
    linked: tuple[int, ...]
    """How many members had linked a wallet when each of them opened."""
    cut: bool
    """Whether there were more."""

    def table(self) -> Table:
        columns = (
            "number",
            "closed_at",
            "passed",
            "voters",
            "members_with_wallet",
            "cast_power",
            "total_power",
            "turnout",
        )
        rows = [
            (
                each.number,
                each.closed_at,
                each.passed,
                each.voters,
                linked,
                each.cast_power,
                each.total_power,
                each.turnout,
            )
            for each, linked in zip(self.votes, self.linked, strict=True)
        ]
        return Table("turnout", columns, rows)


class TimeToVote(msgspec.Struct, frozen=True):
    """How soon after an opening members cast their first ballot."""

    space: Space
    period: Period
    delays: Delays

    def table(self) -> Table:
        hours = [edge // timedelta(hours=1) for edge in EDGES]
        spans = zip([0, *hours], [*hours, None], self.delays.counts, strict=True)
        return Table("time-to-vote", ("from_hours", "to_hours", "first_ballots"), list(spans))


class Overlap(msgspec.Struct, frozen=True):
    """Who votes with whom, of those who vote most often."""

    space: Space
    period: Period
    votes: int
    """That were looked at."""
    cast: tuple[int, ...]
    """In how many of the time's votes each of them voted."""
    agreement: Agreement[MemberId]
    cut: bool
    """Whether there were more votes."""

    def table(self) -> Table:
        pairs = [
            (str(one), str(other), pair.together, pair.agreed, pair.share)
            for row, (one, met) in enumerate(
                zip(self.agreement.voters, self.agreement.pairs, strict=True), start=1
            )
            for other, pair in zip(self.agreement.voters[row:], met[row:], strict=True)
        ]
        return Table(
            "who-votes-with-whom",
            ("member", "other", "votes_together", "votes_the_same", "part_the_same"),
            pairs,
        )


class ParticipationStatistics(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    turns: Turns
    clock: Clock

    @in_turn
    async def turnout(self, actor: Actor, days: int) -> Turnout:
        """Raises NotSetUp."""
        period = Period.before(self.clock.now(), days)
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            found = await repositories.statistics.closed_votes(
                space.id, period.since, period.until, MOST_VOTES + 1
            )
            votes = tuple(reversed(found[:MOST_VOTES]))
            linked = await repositories.statistics.linked(space.guild, [each.opened_at for each in votes])
        return Turnout(space, period, votes, tuple(linked), len(found) > MOST_VOTES)

    @in_turn
    async def time_to_vote(self, actor: Actor, days: int) -> TimeToVote:
        """Raises NotSetUp."""
        period = Period.before(self.clock.now(), days)
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            delays = await repositories.statistics.delays(space.id, period.since, period.until)
        return TimeToVote(space, period, delays)

    @in_turn
    async def overlap(self, actor: Actor, days: int) -> Overlap:
        """Raises NotSetUp."""
        period = Period.before(self.clock.now(), days)
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            statistics = repositories.statistics
            votes = await statistics.closed_votes(space.id, period.since, period.until, MOST_VOTES + 1)
            cut, votes = len(votes) > MOST_VOTES, votes[:MOST_VOTES]
            active = await statistics.most_active(space.id, period.since, period.until, MOST_ACTIVE)
            voters = [member for member, _ in active]
            choices = await statistics.choices([each.proposal for each in votes], voters)
            # A vote keeps to what its track promised then, whatever that says now.
            policies = [
                version.policy
                for track in sorted({each.track for each in votes})
                for version in await repositories.spaces.policies(track)
            ]
            named = all(map(names_voters, policies))
        mechanisms = {each.proposal: each.mechanism for each in votes}
        found = await asyncio.to_thread(_agreement, voters, mechanisms, choices)
        if not named:
            found = replace(
                found, voters=tuple(MemberId(FIRST_STAND_IN + place) for place in range(len(voters)))
            )
        return Overlap(space, period, len(votes), tuple(number for _, number in active), found, cut)


def _agreement(
    voters: list[MemberId],
    mechanisms: Mapping[ProposalId, str],
    choices: list[tuple[ProposalId, MemberId, Any]],
) -> Agreement[MemberId]:
    favoured: dict[MemberId, dict[ProposalId, frozenset[int]]] = {}
    for proposal, member, choice in choices:
        ballot_format = BALLOT_FORMATS[mechanism_of(mechanisms[proposal]).ballot]
        favoured.setdefault(member, {})[proposal] = ballot_format.favoured(choice)
    return agreement(voters, favoured)
