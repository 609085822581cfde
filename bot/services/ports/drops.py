"""Lists of rewards on chain, from which members claim."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.ids import Address
from bot.domain.voter_rewards.drops import Drop, DropStanding


class Drops(Protocol):
    async def standing(self, drop: Drop, accounts: Sequence[Address]) -> DropStanding:
        """By the newest block, and which of these accounts have claimed. Raises UnknownChain, WrongContract,
        ChainUnavailable."""
        ...
