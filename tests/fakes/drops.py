"""Lists of rewards on chain: none is open until a test says so."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import Address
from bot.domain.voter_rewards.drops import Drop, DropStanding


class FakeDrops:
    def __init__(self) -> None:
        self.claimed: set[tuple[Drop, Address]] = set()
        self._opened: dict[Drop, tuple[bytes, datetime, int]] = {}

    def open(self, drop: Drop, root: bytes, until: datetime, left: int) -> None:
        """The distributor took so much for those who stand in the list of that root."""
        self._opened[drop] = (root, until, left)

    async def standing(self, drop: Drop, accounts: Sequence[Address]) -> DropStanding:
        root, until, left = self._opened.get(drop, (None, None, 0))
        return DropStanding(
            root, until, left, frozenset(each for each in accounts if (drop, each) in self.claimed)
        )
