"""Tokens with which nobody votes: their votes are delegated on chain to nobody."""

import msgspec

from bot.domain.ids import Address, Power


class Undelegated(msgspec.Struct, frozen=True):
    """What a member holds of one token and has delegated to nobody, all wallets together."""

    token: Address
    amount: Power
    """As it would count by the rule that asks for power."""
