"""What is said of a kind of quorum."""

from abc import ABC, abstractmethod

from bot.domain.policy.model import Policy
from bot.domain.rules.quorum import Quorum
from bot.wording.language import Language


class QuorumWording(ABC):
    """The words of one kind. The quorum is of the kind under which this stands in `QUORUM_WORDING`."""

    @abstractmethod
    def asks(self, policy: Policy, quorum: Quorum, say: Language) -> str:
        """What it asks for, as a phrase."""


def counting(quorum: Quorum, say: Language) -> str:
    """The choices that count toward it, in a list."""
    return say.both([say.choice(name) for name in quorum.counts or ()])
