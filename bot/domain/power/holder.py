"""Whose power is asked for."""

from collections.abc import Mapping

import msgspec

from bot.domain.ids import Address, ChainId, RoleId


class Holder(msgspec.Struct, frozen=True):
    """Whose power is asked for: what a member brings to a vote."""

    wallets: tuple[Address, ...] = ()
    """Those that count for the member in it."""
    roles: frozenset[RoleId] = frozenset()
    """Of the roles that give power, those that the member had when they cast their ballot."""
    reputation: Mapping[str, int] = msgspec.field(default_factory=dict)
    """The ledger's balance at the opening, by the key of the source that asks."""
    chains: Mapping[Address, frozenset[ChainId]] = msgspec.field(default_factory=dict)
    """Of wallets that are contracts: on which chains each was proved."""
    account_days: int = 0
    """How many whole days old the member's Discord account was at the opening."""
