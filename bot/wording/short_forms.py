"""Accounts by their ends, and which of one message would be read as one another."""

from collections.abc import Collection

from bot.domain.ids import Address

_FIRST, _LAST = 6, 4
"""Characters of an address that its short form shows."""


class ShortForms:
    """The accounts of one message. It remembers which were named in it, in short or in full."""

    def __init__(self, whole: Collection[Address] = ()) -> None:
        self.whole = frozenset(whole)
        """The accounts that are always written in full."""
        self._named: dict[str, set[Address]] = {}

    def name(self, account: Address) -> None:
        """The message names this account."""
        # Letters that differ in nothing but their case are read alike.
        self._named.setdefault(short_form(account).casefold(), set()).add(account)

    def of(self, account: Address) -> str:
        """The account by its ends, or in full where it is one of `whole`."""
        self.name(account)
        return account if account in self.whole else short_form(account)

    def alike(self) -> frozenset[Address]:
        """The named accounts whose short form could be that of another one."""
        groups = self._named.values()
        return frozenset(account for group in groups if len(group) > 1 for account in group)


def short_form(account: Address) -> str:
    """`0x6e03…7a90`."""
    return f"{account[:_FIRST]}…{account[-_LAST:]}"
