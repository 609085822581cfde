"""What is said of a kind of power source, wherever power is."""

from abc import ABC, abstractmethod
from typing import Any

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.wording.language import Language


class SourceWording(ABC):
    """The words of one kind. The source is of the class under which this stands in `SOURCE_WORDING`."""

    @abstractmethod
    def how_to_write(self, say: Language) -> str:
        """What a moderator writes for it, for one who wrote something else."""

    @abstractmethod
    def in_policy(self, source: Any, say: Language) -> str:
        """Where power comes from, as a policy names it: what is read where."""

    def shows_all(self, source: Any) -> bool:
        """Whether `in_policy` names everything of the source, and not the first of a list alone, or how long it is."""
        return True

    @abstractmethod
    def heading(self, source: Any, say: Language) -> str:
        """What was looked at, with the contract in full where there is one."""

    @abstractmethod
    def origin(self, source: Any, wallet: Address | None, say: Language) -> str:
        """Where a part of somebody's power comes from, in few words."""

    def each_counts(self, source: Any, rule: PowerRule, say: Language) -> str:
        """`each counts 100 VOTE` for what is counted, nothing for amounts."""
        return ""

    def found(self, source: Any, raw: int, say: Language) -> str:
        """What was found of something that is counted, before what it weighs; nothing for amounts."""
        return ""

    def required(self, source: Any, rule: PowerRule, say: Language) -> str:
        """How much of it a voter must have; of what is counted only its name where one is enough."""
        required, what = source.least_required, self.in_policy(source, say)
        if not source.counts_items:
            amount = worth(required, rule, say)
        elif required > source.weight:
            amount = say.number(-(-required // source.weight))
        else:
            return what
        return say._("at least {amount} of: {source}").format(amount=amount, source=what)


def worth(units: int, rule: PowerRule, say: Language) -> str:
    """So many base units by the rule, with their symbol."""
    return say.power(units, rule.decimals, rule.symbol)
