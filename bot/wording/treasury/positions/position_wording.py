"""What is said of a kind of position."""

from abc import ABC, abstractmethod

from bot.domain.treasury.valuation import Row
from bot.wording.language import Language

_SYMBOL = 24
_PLACES = 4


class PositionWording(ABC):
    """The words of one kind. A row is of the kind under which this stands in `POSITION_WORDING`."""

    @abstractmethod
    def name(self, say: Language) -> str:
        """What the kind is called, for a menu."""

    def amount(self, row: Row, say: Language) -> str:
        """How much is held: `1 234.5 USDC`, with four decimals, cut; base units where nothing tells its decimals."""
        symbol = symbol_of(row, say)
        if row.decimals is None:
            return say._("{amount} base units of {symbol}").format(
                amount=say.number(row.amount), symbol=symbol
            )
        shown = say.tokens(row.amount, row.decimals, _PLACES)
        if shown == "0" and row.amount:
            shown = say.pgettext("value", "less than {amount}").format(amount=say.tokens(1, _PLACES))
        return say.pgettext("value", "{amount} {symbol}").format(amount=shown, symbol=symbol)


class PieceWording(PositionWording):
    """What is counted in pieces."""

    def amount(self, row: Row, say: Language) -> str:
        return say.ngettext("{number} {symbol} NFT", "{number} {symbol} NFTs", row.amount).format(
            number=say.number(row.amount), symbol=symbol_of(row, say)
        )


def symbol_of(row: Row, say: Language) -> str:
    """What the space calls it; by its address where the space has no name for it, since a token can call itself
    anything."""
    if row.listed and row.symbol:
        return say.markup.name(row.symbol, _SYMBOL)
    contract = row.position.asset.contract
    return say.pgettext("value", "coins") if contract is None else say.markup.short_account(contract)
