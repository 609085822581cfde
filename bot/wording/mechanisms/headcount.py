"""Head count in words."""

from typing import Any

from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.language import Language
from bot.wording.mechanisms.mechanism_wording import MechanismWording


class HeadcountWording(MechanismWording):
    def called(self, options: Any, say: Language) -> str:
        return say._("one vote for each voter")

    def what_one_does(self, policy: Policy, choices: str, say: Language) -> str:
        return say._("each member with any power has one vote for one of {choices}").format(choices=choices)

    def how_scores_read(self, policy: Policy, say: Language) -> str:
        return say._("Each voter with any power counts once.")

    def what_a_ballot_does(self, receipt: Receipt, say: Language) -> list[str]:
        return [say._("Each voter counts once: more power does not count more.")]
