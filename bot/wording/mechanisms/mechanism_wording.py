"""What is said of a mechanism: how one votes by it."""

from abc import ABC, abstractmethod

from bot.domain.policy.model import Policy
from bot.wording.language import Language


class MechanismWording(ABC):
    """The words of one mechanism. The policy is of the mechanism under which this stands in `MECHANISM_WORDING`."""

    @abstractmethod
    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        """What a member does, as a phrase; `choices` are the policy's, listed."""

    def options(self, policy: Policy, say: Language) -> list[str]:
        """The policy's options that a member should know of, each a phrase."""
        return []
