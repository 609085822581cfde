"""One of the tokens of an ERC-1155 contract, in words."""

from bot.domain.treasury.positions import Erc1155Position
from bot.domain.treasury.valuation import Row
from bot.wording.language import Language
from bot.wording.treasury.positions.position_wording import PositionWording, symbol_of


class Erc1155Wording(PositionWording):
    def name(self, say: Language) -> str:
        return say._("one token of an ERC-1155 contract")

    def amount(self, row: Row, say: Language) -> str:
        assert isinstance(row.position, Erc1155Position)
        return say._("{number} {symbol}, token {id}").format(
            number=say.number(row.amount),
            symbol=symbol_of(row, say),
            id=say.markup.name(str(row.position.token_id), 20),
        )
