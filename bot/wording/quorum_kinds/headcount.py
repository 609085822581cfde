"""A quorum of voters, in words."""

from bot.domain.policy.model import Policy
from bot.domain.rules.quorum import Quorum
from bot.wording.language import Language
from bot.wording.quorum_kinds.quorum_wording import QuorumWording, counting


class HeadcountWording(QuorumWording):
    def asks(self, policy: Policy, quorum: Quorum, say: Language) -> str:
        voters = int(quorum.value or 0)
        if quorum.strict:
            said = say.ngettext(
                "more than {number} voter ({ballots})", "more than {number} voters ({ballots})", voters
            )
        else:
            said = say.ngettext(
                "at least {number} voter ({ballots})", "at least {number} voters ({ballots})", voters
            )
        ballots = say._("all ballots") if quorum.counts is None else counting(quorum, say)
        return said.format(number=say.number(voters), ballots=ballots)
