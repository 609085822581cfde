"""Refusals that are told later, when only the kind of error is still known."""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.domain import errors
from bot.domain.ids import MemberId, ProposalNumber
from bot.domain.policy.trust import TrustLevel
from bot.wording.errors.base import Message, ballot_kept, message, written
from bot.wording.language import Language


def reaction_refused(error: str, number: ProposalNumber, say: Language) -> str:
    """Why a reaction on a card did not become a ballot; `error` is the name of the error's class."""
    return written(_refused(error, number, say), say)


def reactions_refused(error: str, number: ProposalNumber, members: Sequence[MemberId], say: Language) -> str:
    """The same for several members at once, whom it names."""
    named = " ".join(say.markup.member(member) for member in members)
    return f"{named}\n{reaction_refused(error, number, say)}"


def _react_again(refusal: Message, say: Language) -> Message:
    """The refusal of a reaction that stands on the card, and could count later: it never does so by itself."""
    again = say._(
        "Your reaction on the card doesn't count then, either: take it back and react again, or use the buttons."
    )
    return replace(refusal, next=f"{refusal.next} {again}")


def _refused(error: str, number: ProposalNumber, say: Language) -> Message:
    match error:
        case "NoWallet":
            return _react_again(message(errors.NoWallet(), say), say)
        case "NotMandated":
            return _react_again(message(errors.NotMandated(number, (), (), TrustLevel.DISCORD), say), say)
        case "NoPower":
            return message(errors.NoPower(number), say)
        case "ReactionsOff":
            return message(errors.ReactionsOff(number), say)
        case "ProposalUnknown":
            return message(errors.ProposalUnknown(), say)
        case "WalletsClaimed":
            return message(errors.WalletsClaimed(number, ()), say)
        case "WalletsUnreadable":
            return Message(
                say._(
                    "Your wallets don't count in the vote on proposal #{proposal}: what they hold can't be read at its "
                    "snapshot."
                ).format(proposal=number),
                kept=ballot_kept(say),
                next=say._("`/vote why` says why. Another linked wallet counts, if its power can be read."),
            )
        case "VotingPaused":
            paused = errors.VotingPaused(number, say.pgettext("value", "the thread says why"))
            return _react_again(message(paused, say), say)
        case "CardMissing":
            return _react_again(message(errors.CardMissing(number), say), say)
        case "ConsentMissing":
            return Message(
                say._(
                    "This server asks you to agree before I store your vote on proposal #{proposal}."
                ).format(proposal=number),
                kept=ballot_kept(say),
                next=say._(
                    "Read what is stored and agree; then react again, or use the buttons on the card."
                ),
            )
        case "HandedOver":
            return Message(
                say._("Another bot runs this server now: reactions on my cards count no more."),
                kept=ballot_kept(say),
                next=say._("React on the newest card of proposal #{proposal}, or use its buttons.").format(
                    proposal=number
                ),
            )
        case "VotingOver":
            return Message(
                say._("The vote on proposal #{proposal} ended before your reaction arrived.").format(
                    proposal=number
                ),
                kept=ballot_kept(say),
                next=say._("`/vote mine` shows the ballot that counts."),
            )
        case "OnlyObjections":
            return Message(
                say._("The vote on proposal #{proposal} takes only objections now.").format(proposal=number),
                kept=ballot_kept(say),
                next=say._("The card says which choices those are, and since when."),
            )
        case "BallotStands":
            return Message(
                say._(
                    "Your vote on proposal #{proposal} stays as it was cast with a button or a command. Your reaction "
                    "doesn't change it, since Discord doesn't say when it was made."
                ).format(proposal=number),
                kept=ballot_kept(say),
                next=say._(
                    "Use the buttons on the card, or `/vote cast`, to change it; `/vote mine` shows it."
                ),
            )
        case "VotedAlready":
            return Message(
                say._(
                    "You have voted on proposal #{proposal} already, and votes on it can't be changed or taken back."
                ).format(proposal=number),
                kept=ballot_kept(say),
                next=say._("`/vote mine` shows it with its receipt."),
            )
        case "VotingNotOpen":
            return Message(
                say._("The vote on proposal #{proposal} is not open.").format(proposal=number),
                kept=ballot_kept(say),
                next=say._("`/proposal view` shows when it is."),
            )
        case _:
            return Message(
                say._("Your reaction on proposal #{proposal} could not be counted.").format(proposal=number),
                kept=ballot_kept(say),
                next=say._("Use the buttons on the card, or `/vote cast`."),
            )
