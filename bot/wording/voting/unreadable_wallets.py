"""Wallets that don't count in a vote, since what they give can't be read at its snapshot."""

from collections.abc import Sequence

from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ProposalNumber
from bot.wording.language import Language


def unreadable_text(
    number: ProposalNumber, wallets: Sequence[Address], failure: ReadFailure, say: Language
) -> str:
    """Which of a member's wallets don't count in a vote, why, and what counts nevertheless."""
    return "\n".join([unreadable_line(number, wallets, say), why_unreadable(failure, say), others_count(say)])


def unreadable_line(number: ProposalNumber, wallets: Sequence[Address], say: Language) -> str:
    """That these wallets don't count in the vote."""
    return say.ngettext(
        "⚠️ **Your wallet {wallets} does not count** in the vote on proposal {proposal}.",
        "⚠️ **Your wallets {wallets} do not count** in the vote on proposal {proposal}.",
        len(wallets),
    ).format(wallets=say.both([say.markup.account(wallet) for wallet in wallets]), proposal=number)


def why_unreadable(failure: ReadFailure, say: Language) -> str:
    """Why nothing can be read."""
    match failure:
        case ReadFailure.PRUNED:
            return say._(
                "What it holds can't be read any more: no node has kept the state at the block at which this vote "
                "reads power. A wallet is best linked before a vote opens."
            )
        case ReadFailure.REVERTED:
            return say._("What it holds can't be read: the contract refuses to say it.")
        case ReadFailure.OUT_OF_GAS:
            return say._("What it holds can't be read: the contract needs more gas for it than there is.")
        case _:
            return say._("What it holds can't be read: the contract's answer is no number.")


def others_count(say: Language) -> str:
    """What is not touched by it."""
    return say._("Other wallets of yours count as before, and so does this one in votes that can read it.")
