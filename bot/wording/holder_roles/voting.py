"""Roles for who votes, in words."""

from bot.domain.holder_roles.voting import Voting
from bot.wording.holder_roles.condition_wording import ConditionWording
from bot.wording.language import Language


class VotingWording(ConditionWording):
    def rule(self, condition: Voting, role: str, say: Language) -> str:
        votes = say.number(condition.votes)
        if condition.within is not None:
            return say.ngettext(
                "{role}: who voted in at least {number} vote that closed within the last {time}",
                "{role}: who voted in at least {number} votes that closed within the last {time}",
                condition.votes,
            ).format(role=role, number=votes, time=say.duration(condition.within))
        of = condition.of or condition.votes
        return say.ngettext(
            "{role}: who voted in at least {votes} of the last {number} vote that closed",
            "{role}: who voted in at least {votes} of the last {number} votes that closed",
            of,
        ).format(role=role, votes=votes, number=say.number(of))

    def mend(self, condition: Voting, say: Language) -> str:
        return say._("Vote yourself in the votes that close until then: `/vote mine` shows what is open.")
