"""What an action moves, with whose it is: exactly, and in short for the card. Neither is ever cut."""

from bot.domain.actions.effects import UINT256_MAX, Token
from bot.wording.language import Language

_SHORT = 20
"""Characters of an amount in short."""
_PLACES = 2


def coins(wei: int, native: str, say: Language) -> str:
    """The chain's own coins: `1.5 ETH`."""
    return f"{say.tokens(wei, 18)} {_symbol(native, say)}"


def coins_in_short(wei: int, native: str, say: Language) -> str:
    return f"{in_short(wei, 18, say)} {_symbol(native, say)}"


def tokens(token: Token, amount: int, say: Language, *, maybe_nft: bool = True) -> str:
    """So many of a token, with its address. `maybe_nft`: whether what tells no decimals may be an NFT's number."""
    if token.decimals is None:
        words = (
            say.pgettext("value", "{amount} (base units, or the number of an NFT) of {token}")
            if maybe_nft
            else say.pgettext("value", "{amount} base units of {token}")
        )
        return words.format(amount=say.number(amount), token=say.markup.account(token.contract))
    if amount == UINT256_MAX:
        return say.pgettext("value", "any amount of {token}").format(token=contract(token, say))
    shown = say.tokens(amount, token.decimals)
    if token.symbol:
        return f"{shown} {contract(token, say)}"
    return say.pgettext("value", "{amount} of {token}").format(amount=shown, token=contract(token, say))


def units(token: Token, amount: int, say: Language) -> str:
    """So many of a token that stands near by with its address: by its symbol alone."""
    if token.decimals is None:
        return say._("{number} base units").format(number=say.number(amount))
    shown = say.tokens(amount, token.decimals)
    return f"{shown} {_symbol(token.symbol, say)}" if token.symbol else shown


def tokens_in_short(token: Token, amount: int, say: Language) -> str:
    if amount == UINT256_MAX:
        return say.pgettext("value", "any amount of {token}").format(token=contract_in_short(token, say))
    shown = in_short(amount, token.decimals or 0, say)
    if token.symbol and token.decimals is not None:
        return f"{shown} {contract_in_short(token, say)}"
    return say.pgettext("value", "{amount} of {token}").format(
        amount=shown, token=contract_in_short(token, say)
    )


def contract(token: Token, say: Language) -> str:
    """The token by its symbol and address. Anybody can give any symbol to a token of their own."""
    account = say.markup.account(token.contract)
    if not token.symbol:
        return say.pgettext("value", "the token {token}").format(token=account)
    return say.pgettext("value", "{symbol} (token {token})").format(
        symbol=_symbol(token.symbol, say), token=account
    )


def contract_in_short(token: Token, say: Language) -> str:
    account = say.markup.short_account(token.contract)
    return f"{_symbol(token.symbol, say)} {account}" if token.symbol else account


def in_short(units: int, decimals: int, say: Language) -> str:
    """An amount in at most some twenty characters: exactly where it fits, else about how much it is."""
    exact = say.tokens(units, decimals)
    if len(exact) <= _SHORT:
        return exact
    rounded = say.tokens(units, decimals, _PLACES)
    if rounded == "0":
        return say.pgettext("value", "less than {amount}").format(amount=say.tokens(1, _PLACES))
    if len(rounded) > _SHORT:
        rounded = f"10^{len(str(units)) - 1 - decimals}"
    return say.pgettext("value", "about {amount}").format(amount=rounded)


def _symbol(symbol: str, say: Language) -> str:
    return say.markup.name(symbol, None)
