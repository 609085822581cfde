"""With which powers members voted in closed votes, as their records have it."""

import asyncio
from collections.abc import Iterable, Sequence

from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.ids import MemberId, ProposalId, is_nobody
from bot.domain.policy.legal import names_voters
from bot.domain.statistics.closed_vote import ClosedVote
from bot.domain.statistics.distribution import Distribution, distribution
from bot.services.pages.voters import Voter, recorded_voters
from bot.services.ports import UnitOfWork
from bot.services.remembered import Remembered

_REMEMBERED = 2_000
"""Votes whose distribution is kept: some hundred bytes each, and nothing changes it any more."""

_MOST_BALLOTS = 200_000
"""Of several votes together: reading more of them would take many seconds."""


def readable(votes: Sequence[ClosedVote], limit: int) -> list[ClosedVote]:
    """The first of these votes, at most so many, and no more than a command can read the records of; one at least."""
    found: list[ClosedVote] = []
    ballots = 0
    for vote in votes[:limit]:
        ballots += vote.voters
        if found and ballots > _MOST_BALLOTS:
            break
        found.append(vote)
    return found


class VotingPowers:
    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._known: Remembered[ProposalId, Distribution] = Remembered(_REMEMBERED)

    async def named(self, votes: Sequence[ClosedVote]) -> list[ClosedVote]:
        """Those of these votes of which everybody may see who voted how."""
        async with self._uow.reading() as repositories:
            proposals = await repositories.proposals.get_many([vote.proposal for vote in votes])
        return [vote for vote in votes if names_voters(proposals[vote.proposal].rules)]

    async def listed(self, proposal: ProposalId) -> list[Voter]:
        """As `voters`, for a list that names them: by their numbers in the record where the policy lets nobody but
        auditors see who voted."""
        async with self._uow.reading() as repositories:
            opening = (await repositories.proposals.get(proposal)).opening
        voters = await self.voters(proposal)
        if opening is None or names_voters(opening.policy):
            return voters
        return [each if is_nobody(each.member) else each.numbered(opening.pseudonyms) for each in voters]

    async def voters(self, proposal: ProposalId) -> list[Voter]:
        """Those whose ballots counted in a closed vote, with what was delegated to them; the most power first."""
        async with self._uow.reading() as repositories:
            record = await repositories.proposals.record(proposal)
            opening = (await repositories.proposals.get(proposal)).opening
            members = await repositories.ballots.first_cast(proposal)
        if record is None or opening is None:
            return []
        return await asyncio.to_thread(_voters, record, opening.pseudonyms, members)

    async def distribution(self, proposal: ProposalId) -> Distribution:
        """What those held who voted in a closed vote, with what was delegated to them."""
        if (known := self._known.get(proposal)) is not None:
            self._known.move_to_end(proposal)
            return known
        async with self._uow.reading() as repositories:
            record = await repositories.proposals.record(proposal)
        found = await asyncio.to_thread(_distribution, record or b"")
        self._known.remember(proposal, found)
        return found

    async def distributions(self, votes: Sequence[ClosedVote], limit: int) -> list[Distribution]:
        """Of the first of these votes, as many as are `readable`."""
        return [await self.distribution(each.proposal) for each in readable(votes, limit)]


def _voters(record: bytes, pseudonyms: Pseudonyms, members: Iterable[MemberId]) -> list[Voter]:
    return sorted(recorded_voters(record, pseudonyms, members).voters, reverse=True)


def _distribution(record: bytes) -> Distribution:
    return (
        distribution(each.weight[0] for each in recorded_voters(record).voters)
        if record
        else distribution(())
    )
