"""Head count in words."""

from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording


class HeadcountWording(MechanismWording):
    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._("each member with any power has one vote for one of {choices}").format(choices=choices)
