"""The votes that are taken on somebody else's Governor."""

from typing import Protocol

from bot.domain.ids import Address
from bot.domain.metagovernance.casting import ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote


class ForeignVotes(Protocol):
    """Votes on Governors, and what an account has to say in each."""

    async def latest(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        """By the newest block. Raises UnknownChain, NoCode, WrongContract, ChainUnavailable."""
        ...

    async def final(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        """By the newest finalized block. Raises the same."""
        ...
