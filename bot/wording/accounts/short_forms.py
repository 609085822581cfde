"""Accounts by their ends, and which of one message would be read as one another."""

from collections.abc import Collection

from bot.domain.ids import Address

_FIRST, _LAST = 6, 4
"""Characters of an address that its short form shows."""


class ShortForms:
    """The accounts of one message. It remembers which were named in it, in short or in full."""

    def __init__(self, whole: Collection[Address] = (), beside: Collection[Address] = ()) -> None:
        """`whole` are the accounts that are always written in full; `beside` those that stand in other messages about
        the same thing, from which the ones in this message must be told apart too."""
        self.whole = frozenset(whole)
        self._whole = {account.casefold() for account in whole}
        self._named: dict[str, dict[str, Address]] = {}
        for account in beside:
            self.name(account)

    def name(self, account: Address) -> None:
        """The message names this account."""
        # Letters that differ in nothing but their case are read alike, and are the same account.
        group = self._named.setdefault(short_form(account).casefold(), {})
        group[account.casefold()] = account

    def of(self, account: Address) -> str:
        """The account by its ends, or in full where it is one of `whole`."""
        self.name(account)
        return account if self.in_full(account) else short_form(account)

    def in_full(self, account: Address) -> bool:
        """Whether it is one of `whole`."""
        return account.casefold() in self._whole

    def alike(self) -> frozenset[Address]:
        """The named accounts whose short form could be that of another one."""
        groups = self._named.values()
        return frozenset(account for group in groups if len(group) > 1 for account in group.values())

    @property
    def settled(self) -> bool:
        """Whether all of those are written in full."""
        return all(self.in_full(account) for account in self.alike())


def short_form(account: Address) -> str:
    """`0x6e03…7a90`."""
    return f"{account[:_FIRST]}…{account[-_LAST:]}"
