"""How positions are read: what a kind has to answer, and what those of one token have in common."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.chain.calls.state import Call, Outcome, Question
from bot.chain.contracts import tokens
from bot.domain.blocks import Undetermined, Value
from bot.domain.ids import Address
from bot.domain.treasury.holdings import Told
from bot.domain.treasury.positions import AnyPosition
from bot.domain.treasury.positions.of_contract import ContractPosition


class PositionReads(Protocol):
    """All calls of one kind. What a position is given is of the kind."""

    def held(self, position: Any, account: Address) -> Question:
        """How much of it an account has: one uint256."""
        ...

    def about(self, position: Any) -> list[Call]:
        """What the contract says of itself."""
        ...

    def told(self, position: Any, outcomes: Sequence[Outcome], coin: str) -> Told:
        """The same, read from what those calls gave; `coin` is the symbol of the chain's own."""
        ...

    def redeemed_for(self, outcomes: Sequence[Outcome]) -> Address | Undetermined | None:
        """The token for which it is redeemed; None where it is none of anything else."""
        ...

    def redemption(self, position: Any, amount: int) -> Call | None:
        """How much of that token the amount is redeemed for: one uint256."""
        ...


class TokenReads:
    """A contract that tells its symbol and its decimals."""

    def held(self, position: ContractPosition, account: Address) -> Question:
        return tokens.balance_of(position.contract, account)

    def about(self, position: ContractPosition) -> list[Call]:
        return [tokens.symbol(position.contract), tokens.decimals(position.contract)]

    def told(self, position: AnyPosition, outcomes: Sequence[Outcome], coin: str) -> Told:
        return token_told(outcomes[0], outcomes[1])

    def redeemed_for(self, outcomes: Sequence[Outcome]) -> Address | Undetermined | None:
        return None

    def redemption(self, position: ContractPosition, amount: int) -> Call | None:
        return None


class PieceReads(TokenReads):
    """A contract whose tokens are counted in pieces."""

    def about(self, position: ContractPosition) -> list[Call]:
        return [tokens.symbol(position.contract)]

    def told(self, position: AnyPosition, outcomes: Sequence[Outcome], coin: str) -> Told:
        return Told(tokens.symbol_text(outcomes[0]), 0)


def token_told(symbol: Outcome, decimals: Outcome) -> Told:
    """No decimals where they are none that can be: from 0 to 77."""
    found = tokens.number(decimals)
    known = isinstance(found, Value) and found.raw <= tokens.MAX_DECIMALS
    return Told(tokens.symbol_text(symbol), found.raw if known and isinstance(found, Value) else None)
