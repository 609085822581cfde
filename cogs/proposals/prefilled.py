"""What a draft begins with, from when it was asked for until the track is chosen on which it is proposed."""

import msgspec

from cogs.components.interactions.token_store import TokenStores

IN_MEMORY = 1_000


class Prefilled(msgspec.Struct, frozen=True):
    """What stands in the form when it opens. Whoever opened it may change all of it."""

    title: str = ""
    text: str = ""
    actions: str = ""
    """One a line."""
    note: str = ""
    """Stands above the form."""


prefilled = TokenStores[Prefilled](IN_MEMORY)
