"""Payments that were named with /propose, until the track is chosen on which they are proposed."""

from weakref import WeakKeyDictionary

import discord

from cogs.components.interactions.token_store import TokenStore

IN_MEMORY = 1_000

Payments = TokenStore[str]

_PAYMENTS: WeakKeyDictionary[discord.Client, Payments] = WeakKeyDictionary()


def payments(client: discord.Client) -> Payments:
    """The lines of the actions that this connection keeps; a new one begins with none."""
    return _PAYMENTS.setdefault(client, Payments(IN_MEMORY))
