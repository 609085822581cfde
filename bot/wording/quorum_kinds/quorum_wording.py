"""What is said of a kind of quorum."""

from abc import ABC, abstractmethod
from fractions import Fraction

from bot.domain.policy.model import Policy
from bot.domain.rules.quorum import Quorum
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.voting.choices import all_of


class QuorumWording(ABC):
    """The words of one kind. The quorum is of the kind under which this stands in `QUORUM_WORDING`."""

    @abstractmethod
    def asks(self, policy: Policy, quorum: Quorum, say: Language) -> str:
        """What it asks for, as a phrase."""

    def progress(
        self, policy: Policy, quorum: Quorum, there: Fraction, needed: Fraction, say: Language
    ) -> str:
        """How much there is of how much that is needed; in power, where the kind doesn't say otherwise."""
        amounts = {
            "there": power_text(there, policy.power, say),
            "needed": power_text(needed, policy.power, say),
        }
        if quorum.counts is None or len(quorum.counts) == len(policy.choices):
            return say._("{there}, {needed} needed").format(**amounts)
        return say.ngettext(
            "{there}, {needed} needed ({choices} counts)",
            "{there}, {needed} needed ({choices} count)",
            len(quorum.counts),
        ).format(**amounts, choices=all_of(quorum.counts, say))


def counting(quorum: Quorum, say: Language) -> str:
    """The choices that count toward it, in a list."""
    return say.both([say.choice(name) for name in quorum.counts or ()])
