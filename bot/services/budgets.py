"""What a ballot would weigh before it is cast, and whether it can be paid where votes are bought."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.domain.choices import check_choice
from bot.domain.errors import AboveBudget, VotingNotOpen
from bot.domain.ids import Address, MemberId, Power, ProposalId, RoleId
from bot.domain.policy import Policy
from bot.domain.power import Holder
from bot.domain.proposal import Opening, state
from bot.domain.saying.giving import price_of
from bot.services.ballot_batch import Vote
from bot.services.boards import Board, Boards
from bot.services.ports import Clock, UnitOfWork
from bot.services.powers import Powers

_LEAST_WAIT = timedelta(seconds=1)
"""Well within the grace in which the close waits for ballots that are on their way."""


@dataclass(frozen=True)
class Budgets:
    uow: UnitOfWork
    boards: Boards
    powers: Powers
    clock: Clock
    weighing: set["asyncio.Task[Power | None]"] = field(default_factory=set)
    """What is being read for ballots; it goes on where a ballot can't wait for it."""

    async def check(self, board: Board, vote: Vote) -> None:
        """Raises AboveBudget for votes that cost more than the voter is known to have; NotOnBallot, BallotUnclear
        and VotingNotOpen for what can't have a price.

        The chain is asked first, so that no ballot replaces a valid one and is found too dear later. Who has nothing
        at all is told why when the ballot is stored; what can't be read, or not before the vote is over, is left to
        the count.
        """
        policy = board.proposal.rules
        cost = self._cost(policy)
        if cost is None or board.guild != vote.guild:
            return
        check_choice(vote.proposal, policy, vote.choice)
        power, price = await self._in_time(board, vote), cost(vote.choice)
        if power and price > power:
            raise AboveBudget(vote.proposal, price, power, policy.power.symbol, policy.power.decimals)

    async def _in_time(self, board: Board, vote: Vote) -> Power | None:
        """What the ballot would weigh; None while a part of it is not known, also where the chain takes so long that
        the ballot, which was made in time, would come too late to be stored."""
        now = self.clock.now()
        ends_at = board.proposal.ends_at(now)
        left = max(_LEAST_WAIT, ends_at - now).total_seconds() if ends_at else None
        weighing = asyncio.create_task(self._weight(board, vote.member, vote.roles, read=True))
        self.weighing.add(weighing)
        weighing.add_done_callback(self.weighing.discard)
        await asyncio.wait({weighing}, timeout=left)
        return weighing.result() if weighing.done() else None

    async def known(
        self, proposal: ProposalId, member: MemberId, roles: frozenset[RoleId]
    ) -> tuple[Opening, Power | None]:
        """What a ballot of the member would weigh now, as far as it is known without asking a chain, in base units.

        Raises ProposalUnknown, VotingNotOpen.
        """
        board = await self.boards.get(proposal)
        return self._opening(board), await self._weight(board, member, roles, read=False)

    def _cost(self, policy: Policy) -> Callable[[Any], int] | None:
        return price_of(policy) if policy.mechanism == "quadratic" else None

    async def _weight(
        self, board: Board, member: MemberId, roles: frozenset[RoleId], *, read: bool
    ) -> Power | None:
        """Own power and what is lent; None while a part of it is not known."""
        opening = self._opening(board)
        holder, _ = await holder_of(self.uow, board, opening, member, roles)
        # A new ballot has the roles of now, and not those of the one that it replaces.
        holder = replace(holder, roles=roles & opening.policy.power.roles)
        if read:
            await read_lenders(self.powers, board, opening, member)
            own = await self.powers.of(opening, holder)
        else:
            own = self.powers.known(opening, holder)
        lent = board.lent(member, self.powers)
        lent_power = lent.power if lent else 0
        return None if own.total is None or lent_power is None else own.total + lent_power

    def _opening(self, board: Board) -> Opening:
        proposal = board.proposal
        if proposal.opening is None:
            raise VotingNotOpen(proposal.id, state(proposal, self.clock.now()), proposal.opens_at)
        return proposal.opening


async def holder_of(
    uow: UnitOfWork, board: Board, opening: Opening, member: MemberId, roles: frozenset[RoleId]
) -> tuple[Holder, dict[Address, MemberId]]:
    """What the member would bring to the vote with all that they have linked, and which of their wallets count for
    somebody else: for whom.

    Who has voted has the roles that were read then; anybody else those that they have now, which are given here.
    """
    async with uow.reading() as facts:
        linked = (await facts.wallets.of_members(board.guild, [member])).get(member, [])
    wallets = dict.fromkeys(board.wallets.get(member, []))
    wallets |= dict.fromkeys(wallet.address for wallet in linked)
    elsewhere = {
        wallet: owner
        for wallet in wallets
        if (owner := board.claims.get(wallet)) is not None and owner != member
    }
    holder = replace(
        board.holder(member), wallets=tuple(wallet for wallet in wallets if wallet not in elsewhere)
    )
    if member not in board.ballots:
        holder = replace(holder, roles=roles & opening.policy.power.roles)
    return holder, elsewhere


async def read_lenders(powers: Powers, board: Board, opening: Opening, member: MemberId) -> None:
    """Have read what those hold who lend to the member."""
    lenders = board.lenders.of(member, board.voting) if board.lenders else []
    await powers.ensure(opening, [wallet for lender in lenders for wallet in board.wallets.get(lender, ())])
