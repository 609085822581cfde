"""Copeland in words."""

from typing import Any

from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording
from bot.wording.mechanisms.rankings import ranking_options


class CopelandWording(MechanismWording):
    def called(self, options: Any, say: Language) -> str:
        return say._("comparison of every two choices")

    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._("each member ranks {choices}; the choice that wins most comparisons of two wins").format(
            choices=choices
        )

    def options(self, policy: Policy, say: Language) -> list[str]:
        return ranking_options(policy, say)

    def how_scores_read(self, policy: Policy, say: Language) -> str:
        return say._("Each choice is compared with each other one; a tie is half a comparison won.")

    def what_a_ballot_does(self, receipt: Receipt, say: Language) -> list[str]:
        if len(receipt.ballot.choice) == len(receipt.opening.policy.choices):
            return []
        return [say._("Choices that you left out rank level with each other, below these.")]
