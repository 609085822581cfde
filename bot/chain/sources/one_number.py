"""Kinds of which one call says all: exactly one uint256 for a wallet."""

from collections.abc import Sequence
from typing import Any, ClassVar

from bot.chain.calls.state import Outcome
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef, Reading
from bot.domain.ids import Address

UNTOLD = tokens.no_number("nothing on chain tells how much there is in all")


class OneNumber:
    bounded_by_total: ClassVar[bool] = True
    """Whether nobody can have more than the total says."""

    def power(self, source: Any, wallet: Address, outcomes: Sequence[Outcome], at: BlockRef) -> Reading:
        return tokens.number(outcomes[0])

    def total(self, source: Any, outcomes: Sequence[Outcome]) -> Reading:
        return tokens.number(outcomes[0]) if outcomes else UNTOLD
