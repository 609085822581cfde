"""A quorum of a share of all power, in words."""

from fractions import Fraction

from bot.domain.policy.model import Policy
from bot.domain.rules.quorum import Quorum
from bot.wording.language import Language
from bot.wording.quorum_kinds.quorum_wording import QuorumWording, counting


class ShareWording(QuorumWording):
    def asks(self, policy: Policy, quorum: Quorum, say: Language) -> str:
        share = say.share(Fraction(quorum.value or 0))
        if quorum.counts is None:
            more = say._("all ballots hold more than {share} of all power")
            said = more if quorum.strict else say._("all ballots hold at least {share} of all power")
        elif quorum.strict:
            said = say.ngettext(
                "{choices} holds more than {share} of all power",
                "{choices} hold more than {share} of all power",
                len(quorum.counts),
            )
        else:
            said = say.ngettext(
                "{choices} holds at least {share} of all power",
                "{choices} hold at least {share} of all power",
                len(quorum.counts),
            )
        return said.format(choices=counting(quorum, say), share=share)
