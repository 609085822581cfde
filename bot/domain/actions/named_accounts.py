"""Which accounts a proposal's actions name."""

import re
from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import astuple

from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.ids import Address

_ACCOUNT = re.compile(r"\b0x[0-9a-fA-F]{40}\b")


def accounts_in(actions: Sequence[DecodedAction]) -> frozenset[Address]:
    """All accounts that words about these actions may name: whom they call, what they pass on, what is dangerous about
    them, and whose names stand in them."""
    return frozenset(account for decoded in actions for account in _found(decoded))


def _found(part: object) -> Iterator[Address]:
    if isinstance(part, str):
        yield from map(Address, _ACCOUNT.findall(part))
    elif isinstance(part, Action):
        # The line may spell an account otherwise, and calldata is named by what is read back from it.
        yield part.to
    elif isinstance(part, tuple | list | frozenset):
        for each in part:
            yield from _found(each)
    elif isinstance(part, msgspec.Struct):
        yield from _found(astuple(part))
