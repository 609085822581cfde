"""How power was distributed in a closed vote: of those who voted, and of all members of whom it is known."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

import msgspec

from bot.domain.accounts.wallet import Wallet, covered, proved_on
from bot.domain.blocks import BlockRef
from bot.domain.errors import NothingCounted
from bot.domain.ids import MemberId, Power
from bot.domain.power import Holder, MemberPower
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space
from bot.domain.statistics.closed_vote import ClosedVote
from bot.domain.statistics.distribution import Distribution, distribution, nakamoto
from bot.domain.statistics.table import Table
from bot.services.actors import Actor
from bot.services.pages.voters import Voter
from bot.services.ports import Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.reputation.reputation import frozen_reputation
from bot.services.statistics.turns import Turns, in_turn
from bot.services.statistics.voting_powers import VotingPowers

_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_LOOKED_AT = 25
"""Among so many closes the newest vote with ballots is looked for."""
MOST_ROWS = 10_000
"""Of a file: of more voters those with the most power."""


class Concentration(msgspec.Struct, frozen=True):
    """Of one closed vote."""

    space: Space
    vote: ClosedVote
    blocks: tuple[BlockRef, ...]
    """At which power was read."""
    voted: Distribution
    """Of those who voted, with what was delegated to them."""
    members: Distribution | None
    """Of all members whose power is known, each by what is their own, whether they voted or not; None where roles give
    power, since the bot doesn't know who had them."""
    of_all: int | None
    """The fewest of those who voted who together held more than half of all power; None where all of them didn't, and
    where it isn't known how much there was."""
    voters: tuple[Voter, ...]
    """The most power first, at most as many as a file has rows."""

    def table(self) -> Table:
        total = self.voted.total or 1
        rows = []
        held = 0
        for place, each in enumerate(self.voters, start=1):
            power = each.weight[0]
            held += power
            rows.append(
                (place, str(each.member), power, each.delegated, _share(power, total), _share(held, total))
            )
        columns = ("place", "member", "power", "delegated", "share_of_cast", "share_of_cast_together")
        return Table(f"concentration-{self.vote.number}", columns, rows)


class ConcentrationStatistics(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    turns: Turns
    powers: Powers
    voting_powers: VotingPowers

    @in_turn
    async def of(self, actor: Actor, chosen: Proposal | None = None) -> Concentration:
        """Of the chosen vote, or (None) the newest closed one of the space. Raises NotSetUp, NothingCounted."""
        async with self.uow.reading() as repositories:
            vote, space = await closed_vote(repositories, actor, chosen)
            proposal = await repositories.proposals.get(vote.proposal)
        opening = proposal.opening
        assert opening is not None, "it is closed"
        voters = await self.voting_powers.voters(vote.proposal)
        weights = [each.weight[0] for each in voters]
        voted = await asyncio.to_thread(distribution, weights)
        return Concentration(
            space,
            vote,
            opening.snapshot,
            voted,
            await self._members(proposal, opening, space, voters),
            None if vote.total_power is None else nakamoto(weights, vote.total_power),
            tuple((await self.voting_powers.listed(vote.proposal))[:MOST_ROWS]),
        )

    async def _members(
        self, proposal: Proposal, opening: Opening, space: Space, voters: Sequence[Voter]
    ) -> Distribution | None:
        if opening.policy.power.roles:
            return None
        async with self.uow.reading() as repositories:
            linked = await repositories.wallets.of_guild(space.guild)
            claimed = {each.wallet: each.member for each in await repositories.claims.of(proposal.id)}
            reputation = await frozen_reputation(repositories, proposal)
            power_of = await self.powers.stored(repositories, opening)
        # Who was there at the opening, but for wallets that came to count for somebody else's ballot.
        there = [
            wallet
            for wallet in covered(linked, opening.at, opening.policy.trust)
            if wallet.linked_at <= opening.at and claimed.get(wallet.address, wallet.member) == wallet.member
        ]
        own = {each.member: each.weight[0] - each.delegated for each in voters}
        return await asyncio.to_thread(_of_members, own, there, reputation, power_of)


def _of_members(
    voted: Mapping[MemberId, Power],
    wallets: Sequence[Wallet],
    reputation: Mapping[MemberId, Mapping[str, int]],
    power_of: Callable[[Holder], MemberPower],
) -> Distribution:
    """Those who voted by their record, all others by what was read of their wallets; whose power isn't known is left
    out."""
    of: dict[MemberId, list[Wallet]] = {member: [] for member in reputation}
    for wallet in wallets:
        of.setdefault(wallet.member, []).append(wallet)
    found = list(voted.values())
    for member, owned in of.items():
        if member not in voted:
            holder = Holder(
                wallets=tuple(each.address for each in owned),
                reputation=reputation.get(member, {}),
                chains=proved_on(owned),
            )
            found.append(power_of(holder).total or 0)
    return distribution(found)


async def closed_vote(
    repositories: Repositories, actor: Actor, chosen: Proposal | None
) -> tuple[ClosedVote, Space]:
    """The chosen vote, or (None) the newest closed one of the space, with its space. Raises NotSetUp,
    NothingCounted."""
    if chosen is None:
        space = await repositories.spaces.of_channel(actor.guild, actor.channel)
        newest = await repositories.statistics.closed_votes(space.id, _EVER, _NEVER, _LOOKED_AT)
        if not newest:
            raise NothingCounted
        return newest[0], space
    space = await repositories.spaces.get(chosen.space)
    found = await repositories.statistics.closed_vote(space.id, chosen.id)
    if found is None:
        raise NothingCounted(chosen.number)
    return found, space


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole)
