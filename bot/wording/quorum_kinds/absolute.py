"""A quorum of an amount of power, in words."""

from bot.domain.policy.model import Policy
from bot.domain.rules.quorum import Quorum
from bot.wording.language import Language
from bot.wording.quorum_kinds.quorum_wording import QuorumWording, counting


class AbsoluteWording(QuorumWording):
    def asks(self, policy: Policy, quorum: Quorum, say: Language) -> str:
        amount = say.power(int(quorum.value or 0), policy.power.decimals, policy.power.symbol)
        if quorum.counts is None:
            more = say._("all ballots hold more than {amount}")
            said = more if quorum.strict else say._("all ballots hold at least {amount}")
        elif quorum.strict:
            said = say.ngettext(
                "{choices} holds more than {amount}",
                "{choices} hold more than {amount}",
                len(quorum.counts),
            )
        else:
            said = say.ngettext(
                "{choices} holds at least {amount}",
                "{choices} hold at least {amount}",
                len(quorum.counts),
            )
        return said.format(choices=counting(quorum, say), amount=amount)
