"""A quorum of voters, in words."""

from fractions import Fraction

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

    def progress(
        self, policy: Policy, quorum: Quorum, there: Fraction, needed: Fraction, say: Language
    ) -> str:
        voters = int(there)
        return say.ngettext(
            "{voters} voter, {needed} needed", "{voters} voters, {needed} needed", voters
        ).format(voters=say.number(voters), needed=say.number(int(needed)))
