"""How each kind of mirrored contract is said. A new kind is a file beside this one, and a line here."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.wording.language import Language
from bot.wording.mirrors.governor import MirroredGovernorWords


class MirrorWords(Protocol):
    def found(self, rules: Any, say: Language) -> str:
        """What the contract was found to be, when it is named."""
        ...


MIRROR_WORDING: Mapping[str, MirrorWords] = {"governor": MirroredGovernorWords()}
