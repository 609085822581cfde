"""What names stand for, as the codec of actions asks it."""

from collections.abc import Collection, Mapping
from typing import Protocol

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.fault import Fault
from bot.domain.ids import Address


class AccountNames(Protocol):
    """The names of accounts and tokens that one space knows, on one chain."""

    async def accounts(self, texts: Collection[str]) -> Mapping[str, Address | NamedAccount | Fault]:
        """What each text stands for, with its name where it isn't an address; or why it stands for no account there.

        Raises ChainUnavailable where names are to be looked up and can't be.
        """
        ...

    async def tokens(self, symbols: Collection[str]) -> Mapping[str, Address | Fault | None]:
        """The token that the space calls so, None where it knows none; or why it can't be told.

        Raises ChainUnavailable.
        """
        ...
