"""What the words of a kind of bridge are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.wording.language import Language


@dataclass(frozen=True)
class BridgeWording:
    retry: Callable[[str, datetime | None, Language], str]
    """What to do about a call that failed on the other chain, by its key there, and until when."""
