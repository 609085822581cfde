"""Payments that were named with /propose, until the track is chosen on which they are proposed."""

from cogs.components.interactions.token_store import TokenStores

IN_MEMORY = 1_000

payments = TokenStores[str](IN_MEMORY)
"""The lines of the actions."""
