"""What is said of a kind of condition."""

from abc import ABC, abstractmethod
from typing import Any

from bot.wording.language import Language


class ConditionWording(ABC):
    """The condition is of the class under which this stands in `CONDITION_WORDING`."""

    @abstractmethod
    def rule(self, condition: Any, role: str, say: Language) -> str:
        """Who has the role."""

    @abstractmethod
    def mend(self, condition: Any, say: Language) -> str:
        """What somebody can do who is about to lose it."""
