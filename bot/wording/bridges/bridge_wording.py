"""What the words of a kind of bridge are."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from bot.wording.language import Language


class BridgeWording(msgspec.Struct, frozen=True):
    retry: Callable[[str, datetime | None, Language], str]
    """What to do about a call that failed on the other chain, by its key there, and until when."""
