"""The votes that are taken on somebody else's Governor."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.executors import ReadyCall
from bot.domain.ids import Address
from bot.domain.metagovernance.casting import Cast, ForeignProposal
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.metagovernance.prepared_vote import PreparedVote


class ForeignVotes(Protocol):
    """Votes on Governors, and what an account has to say in each."""

    async def latest(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        """By the newest block. Raises UnknownChain, NoCode, WrongContract, ChainUnavailable."""
        ...

    async def final(self, proposal: ForeignProposal, voter: Address) -> ForeignVote:
        """By the newest finalized block. Raises the same."""
        ...

    async def latest_of(
        self, proposal: ForeignProposal, voters: Sequence[Address]
    ) -> tuple[ForeignVote, ...]:
        """By the newest block, as each of these accounts has to say in it; at least one. Raises the same."""
        ...

    async def prepared(
        self, vote: ForeignVote, proposal: ForeignProposal, cast: Cast, reason: str, voter: Address
    ) -> PreparedVote:
        """How an account casts its own votes so. Raises UnknownChain, WrongContract, also for a Governor that has votes
        signed for another chain or contract; ChainUnavailable."""
        ...

    async def relayed(
        self,
        vote: ForeignVote,
        proposal: ForeignProposal,
        cast: Cast,
        reason: str,
        voter: Address,
        signature: str,
    ) -> ReadyCall:
        """What anybody sends with the signature that the account's key has given for `prepared`.

        Raises MalformedSignature; WrongSignature, also where it was given for something else, or the Governor takes
        none; UnknownChain, WrongContract, ChainUnavailable.
        """
        ...
