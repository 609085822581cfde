"""Refusals that are told later, when only the kind of error is still known."""

from bot.domain import errors
from bot.domain.ids import ProposalId
from bot.wording.errors.words import (
    BALLOT_KEPT,
    Words,
    words,
)


def reaction_refused(error: str, proposal: ProposalId) -> str:
    """Why a reaction on a card did not become a ballot; `error` is the name of the error's class."""
    match error:
        case "NoWallet":
            found = words(errors.NoWallet())
        case "NoPower":
            found = words(errors.NoPower(proposal))
        case "ReactionsOff":
            found = words(errors.ReactionsOff(proposal))
        case "ProposalUnknown":
            found = words(errors.ProposalUnknown(str(proposal)))
        case "WalletsClaimed":
            found = words(errors.WalletsClaimed(proposal, ()))
        case "VotingPaused":
            found = words(errors.VotingPaused(proposal, "the thread says why"))
        case "VotingOver":
            found = Words(
                f"The vote on proposal #{proposal} ended before your reaction arrived.",
                BALLOT_KEPT,
                "`/vote mine` shows the ballot that counts.",
            )
        case "OnlyObjections":
            found = Words(
                f"The vote on proposal #{proposal} takes only objections now.",
                BALLOT_KEPT,
                "The card says which choices those are, and since when.",
            )
        case "VotedAlready":
            found = Words(
                f"You have voted on proposal #{proposal} already, and votes on it can't be changed or taken back.",
                BALLOT_KEPT,
                "`/vote mine` shows it with its receipt.",
            )
        case "VotingNotOpen":
            found = Words(
                f"The vote on proposal #{proposal} is not open.",
                BALLOT_KEPT,
                "`/proposal view` shows when it is.",
            )
        case _:
            found = Words(
                f"Your reaction on proposal #{proposal} could not be counted.",
                BALLOT_KEPT,
                "Use the buttons on the card, or `/vote cast`.",
            )
    return str(found)
