"""What the proposals of a track may do, and how much they may move in a time."""

import re
from functools import cached_property
from typing import Annotated

from eth_utils.crypto import keccak
from pydantic import AfterValidator, Field

from bot.domain.errors.governance.policy_fields import NoSignature
from bot.domain.fault import Unfit
from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import Address, ChainId
from bot.domain.policy.bounds import (
    MOST_ASSETS,
    MOST_CONTRACTS,
    MOST_FUNCTIONS,
    MOST_RECIPIENTS,
    Amount,
    Decimals,
    PositiveDuration,
    Symbol,
)
from bot.domain.power import Account

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_BITS = "|".join(map(str, range(8, 257, 8)))
_TYPE = rf"(?:address|bool|string|function|bytes(?:[1-9]|[12][0-9]|3[0-2])?|u?int(?:{_BITS}))(?:\[[0-9]{{0,4}}\])*"
_INNERMOST = re.compile(rf"\((?:{_TYPE}(?:,{_TYPE})*)?\)")
LONGEST_SIGNATURE = 200


def _signature(text: str) -> str:
    """A function as selectors are made of it: `swap((address,uint256)[],bool)`."""
    name = _NAME.match(text)
    if name is None or len(text) > LONGEST_SIGNATURE or not text.endswith(")"):
        raise Unfit(NoSignature())
    rest, before = text[name.end() :], ""
    while rest != before:
        # A tuple is a type, whatever is in it.
        before, rest = rest, _INNERMOST.sub("bool", rest)
    if rest != "bool" or not text[name.end() :].startswith("("):
        raise Unfit(NoSignature())
    return text


Signature = Annotated[str, AfterValidator(_signature)]
"""Canonical: types without names and blanks, `uint256` for `uint`."""


class Spending(FrozenModel):
    """How much of one asset may be moved."""

    asset: Account | None = None
    """A token's contract; None: the chain's own coin."""
    symbol: Symbol = "ETH"
    decimals: Decimals = 18
    per_period: Amount
    """By all proposals of the track together, in base units."""
    per_recipient: Amount | None = None
    """The same to one account."""
    recipients: tuple[Account, ...] = Field(default=(), max_length=MOST_RECIPIENTS)
    """Who alone may get it; everybody where none is named."""

    @property
    def minds_who(self) -> bool:
        """Whether it matters who gets it."""
        return self.per_recipient is not None or bool(self.recipients)


class AllowedCalls(FrozenModel):
    """Functions of a contract that may be called."""

    contract: Account
    functions: tuple[Signature, ...] = Field(min_length=1, max_length=MOST_FUNCTIONS)

    @cached_property
    def selectors(self) -> frozenset[str]:
        """The first four bytes of each call, 0x-prefixed."""
        return frozenset(f"0x{keccak(text=signature)[:4].hex()}" for signature in self.functions)


class Limits(FrozenModel):
    """Nothing but this may be done: what isn't named is not allowed."""

    period: PositiveDuration
    """Any so long time, wherever it begins."""
    spending: tuple[Spending, ...] = Field(default=(), max_length=MOST_ASSETS)
    calls: tuple[AllowedCalls, ...] = Field(default=(), max_length=MOST_CONTRACTS)

    def on(self, chain: ChainId, *, of: ChainId | None) -> "Limits":
        """What they let be done on a chain, where their assets are those of the chain `of`: elsewhere nothing. `of`
        None: there is no such chain."""
        return self if chain == of else Limits(period=self.period)

    def of(self, asset: Address | None) -> tuple[Spending, ...]:
        """What holds for the asset; nothing where it isn't named."""
        return tuple(each for each in self.spending if each.asset == asset)

    def lets_call(self, contract: Address, selector: str) -> bool:
        """Whether the function of that selector is named for the contract."""
        return any(each.contract == contract and selector in each.selectors for each in self.calls)
