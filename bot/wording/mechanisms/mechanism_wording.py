"""What is said of a mechanism: how one votes by it, how its numbers are to be read, what a ballot does."""

from abc import ABC, abstractmethod
from typing import Any

from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.language import Language


class MechanismWording(ABC):
    """The words of one mechanism. The policy is of the mechanism under which this stands in `MECHANISM_WORDING`."""

    @abstractmethod
    def called(self, options: Any, say: Language) -> str:
        """What the way of counting is called, as a phrase without an article; `options` are its options."""

    @abstractmethod
    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        """What a member does, as a phrase; `choices` are the policy's, listed."""

    def options(self, policy: Policy, say: Language) -> list[str]:
        """The policy's options that a member should know of, each a phrase."""
        return []

    def how_scores_read(self, policy: Policy, say: Language) -> str:
        """How the scores of a result are to be read; nothing where they speak for themselves."""
        return ""

    def what_a_ballot_does(self, receipt: Receipt, say: Language) -> list[str]:
        """The lines under a ballot's choice; none where it simply weighs what it weighs."""
        return []
