"""Approval in words."""

from typing import Any

from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording


class ApprovalWording(MechanismWording):
    def called(self, options: Any, say: Language) -> str:
        return say._("approval")

    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._(
            "each member approves of any number of {choices}, and each of them gets their full power"
        ).format(choices=choices)

    def how_scores_read(self, policy: Policy, say: Language) -> str:
        return say._("Shares are of all power that voted; a ballot may approve of several.")

    def what_a_ballot_does(self, receipt: Receipt, say: Language) -> list[str]:
        if not receipt.ballot.choice:
            return []
        return [say._("Each choice that you approve of gets all of your power.")]
