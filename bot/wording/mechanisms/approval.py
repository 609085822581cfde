"""Approval in words."""

from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording


class ApprovalWording(MechanismWording):
    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._(
            "each member approves of any number of {choices}, and each of them gets their full power"
        ).format(choices=choices)
