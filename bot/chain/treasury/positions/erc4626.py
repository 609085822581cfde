"""ERC-4626: `balanceOf` in shares, `asset` and `convertToAssets` for what they are worth."""

from collections.abc import Sequence

from bot.chain.calls.state import Call, Outcome
from bot.chain.contracts import tokens
from bot.chain.treasury.positions.reads import TokenReads
from bot.domain.blocks import Undetermined
from bot.domain.ids import Address
from bot.domain.treasury.positions.of_contract import ContractPosition

_ASSET = bytes.fromhex("38d52e0f")
_CONVERT_TO_ASSETS = bytes.fromhex("07a2d13a")


class Erc4626PositionReads(TokenReads):
    def about(self, position: ContractPosition) -> list[Call]:
        return [*super().about(position), Call(position.contract, _ASSET)]

    def redeemed_for(self, outcomes: Sequence[Outcome]) -> Address | Undetermined | None:
        found = tokens.account(tokens.number(outcomes[2]))
        return tokens.no_number("it names no asset") if found is None else found

    def redemption(self, position: ContractPosition, amount: int) -> Call | None:
        return Call(position.contract, _CONVERT_TO_ASSETS + amount.to_bytes(32, "big"))
