"""How each kind of mirrored contract is said. A new kind is a file beside this one, and a line here."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.domain.mirrors import Mirror
from bot.wording.language import Language
from bot.wording.mirrors.baal import MirroredBaalWords
from bot.wording.mirrors.governor import MirroredGovernorWords
from bot.wording.mirrors.moloch import MirroredMolochWords


class MirrorWords(Protocol):
    def found(self, rules: Any, say: Language) -> str:
        """What the contract was found to be, when it is named."""
        ...

    def state(self, stage: Any, say: Language) -> str:
        """Where one of its proposals is, in a few words."""
        ...

    def standing(self, rules: Any, stage: Any, say: Language) -> Sequence[str]:
        """Where one of its proposals is, and how its vote stands or ended."""
        ...

    def ended(self, stage: Any, say: Language) -> str:
        """What became of one that is over."""
        ...

    def elsewhere(self, mirror: Mirror, key: str, say: Language) -> str | None:
        """Where one of its proposals is found in a front end of such contracts; None where none is known."""
        ...

    def deeds_head(self, stage: Any, say: Language) -> str:
        """What stands above its calls."""
        ...


MIRROR_WORDING: Mapping[str, MirrorWords] = {
    "governor": MirroredGovernorWords(),
    "moloch": MirroredMolochWords(),
    "baal": MirroredBaalWords(),
}
