"""Copeland in words."""

from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording
from bot.wording.mechanisms.rankings import ranking_options


class CopelandWording(MechanismWording):
    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._("each member ranks {choices}; the choice that wins most comparisons of two wins").format(
            choices=choices
        )

    def options(self, policy: Policy, say: Language) -> list[str]:
        return ranking_options(policy, say)
