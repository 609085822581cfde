"""A quorum that grows with the opposition, in words."""

from fractions import Fraction

from bot.domain.policy.model import Policy
from bot.domain.rules.quorum import Quorum
from bot.wording.language import Language
from bot.wording.quorum_kinds.quorum_wording import QuorumWording, counting


class DynamicWording(QuorumWording):
    def asks(self, policy: Policy, quorum: Quorum, say: Language) -> str:
        if quorum.counts is None:
            said = say._(
                "all ballots hold between {low} and {high} of all power, the more the greater the opposition"
            )
        else:
            said = say.ngettext(
                "{choices} holds between {low} and {high} of all power, the more the greater the opposition",
                "{choices} hold between {low} and {high} of all power, the more the greater the opposition",
                len(quorum.counts),
            )
        low, high = say.share(Fraction(quorum.min or 0)), say.share(Fraction(quorum.max or 0))
        return said.format(choices=counting(quorum, say), low=low, high=high)
