"""Weighted voting in words."""

from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording


class WeightedWording(MechanismWording):
    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._("each member spreads their power over {choices}").format(choices=choices)
