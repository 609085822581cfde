"""Whatever a contract says of an account."""

from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from bot.domain.errors.chain.views import WalletInTotal, WalletNotOnce
from bot.domain.fault import Unfit
from bot.domain.policy.bounds import Decimals
from bot.domain.power.sources.base import OfContract, Source
from bot.domain.power.view import View, parse_view


def _of_a_wallet(text: str) -> str:
    view = parse_view(text)
    if view.wallets != 1:
        raise Unfit(WalletNotOnce())
    return str(view)


def _of_nobody(text: str) -> str:
    view = parse_view(text)
    if view.wallets:
        raise Unfit(WalletInTotal())
    return str(view)


class ViewCall(OfContract):
    """What a view function says of an account at the snapshot block: tokens staked, escrowed, vested."""

    kind: Literal["call"] = "call"
    function: Annotated[str, AfterValidator(_of_a_wallet)]
    """With what it is asked, such as `stakedOf($)` or `members($)[1]`: one number, or one word of the answer."""
    total: Annotated[str, AfterValidator(_of_nobody)] | None = None
    """The function that tells how much there is in all, where there is one."""
    decimals: Decimals | None = None
    """How many base units make a whole one; None: the contract's `decimals()` says it."""

    not_read: ClassVar[frozenset[str]] = Source.not_read | {"total", "decimals"}
    counts_items: ClassVar[bool] = False
    divisible: ClassVar[bool] = True

    @cached_property
    def view(self) -> View:
        return parse_view(self.function)

    @cached_property
    def total_view(self) -> View | None:
        return None if self.total is None else parse_view(self.total)
