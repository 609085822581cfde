"""What the forms of stakes ask. Of a question, the label comes first and then what is to be filled in."""

from bot.domain.ids import ProposalNumber
from bot.wording.language import Language


def stake_form_title(number: ProposalNumber, say: Language) -> str:
    return say._("Stake on proposal {number}").format(number=number)


def stake_question(say: Language) -> tuple[str, str]:
    return say._("How much"), say._("100, a share such as 50%, or all of what is free")


def unstake_form_title(number: ProposalNumber, say: Language) -> str:
    return say._("Withdraw from proposal {number}").format(number=number)


def unstake_question(say: Language) -> tuple[str, str]:
    return say._("How much"), say._("100, a share such as 50%, or all of it")
