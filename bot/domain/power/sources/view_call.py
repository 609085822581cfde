"""Whatever a contract says of an account."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from bot.domain.errors.policies import NoFunctionOfAnAddress, NoFunctionOfNothing
from bot.domain.fault import Unfit
from bot.domain.policy.bounds import Decimals
from bot.domain.power.sources.base import OfContract, Source

_VIEW_OF_ACCOUNT = re.compile(r"[A-Za-z_$][\w$]{0,99}\(address\)", re.ASCII)
_VIEW_OF_NOTHING = re.compile(r"[A-Za-z_$][\w$]{0,99}\(\)", re.ASCII)


def _view_of_account(text: str) -> str:
    if not _VIEW_OF_ACCOUNT.fullmatch(text):
        raise Unfit(NoFunctionOfAnAddress())
    return text


def _view_of_nothing(text: str) -> str:
    if not _VIEW_OF_NOTHING.fullmatch(text):
        raise Unfit(NoFunctionOfNothing())
    return text


class ViewCall(OfContract):
    """What a view function says of an account at the snapshot block: tokens staked, escrowed, vested."""

    kind: Literal["call"] = "call"
    function: Annotated[str, AfterValidator(_view_of_account)]
    """Its signature, such as `stakedOf(address)`; it returns one uint256."""
    total: Annotated[str, AfterValidator(_view_of_nothing)] | None = None
    """The signature of the function that tells how much there is in all, where there is one."""
    decimals: Decimals | None = None
    """How many base units make a whole one; None: the contract's `decimals()` says it."""

    not_read: ClassVar[frozenset[str]] = Source.not_read | {"total", "decimals"}
    counts_items: ClassVar[bool] = False
    divisible: ClassVar[bool] = True
