"""Single choice in words."""

from typing import Any

from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording


class SingleWording(MechanismWording):
    def called(self, options: Any, say: Language) -> str:
        return say._("one choice by power")

    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._("each member chooses one of {choices}").format(choices=choices)
