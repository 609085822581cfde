"""Ranked choice in words."""

from typing import Any

from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording
from bot.wording.mechanisms.rankings import ranking_options


class RankedChoiceWording(MechanismWording):
    def called(self, options: Any, say: Language) -> str:
        return say._("instant run-off")

    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._(
            "each member ranks {choices}; the last choice is taken out, round by round, until one has more than half"
        ).format(choices=choices)

    def options(self, policy: Policy, say: Language) -> list[str]:
        words = ranking_options(policy, say)
        if policy.options.get("tie_break") == "lowest_index":
            words.append(say._("of those that are last together the first in the list goes"))
        return words

    def what_a_ballot_does(self, receipt: Receipt, say: Language) -> list[str]:
        return [say._("Your power stands with the first of them that is still in.")]
