"""Weighted voting in words."""

from typing import Any

from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording
from bot.wording.mechanisms.numbers import numbers_lines


class WeightedWording(MechanismWording):
    def called(self, options: Any, say: Language) -> str:
        return say._("split power")

    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._("each member spreads their power over {choices}").format(choices=choices)

    def what_a_ballot_does(self, receipt: Receipt, say: Language) -> list[str]:
        return numbers_lines(receipt, say)
