"""Refusals by what ballots must bring along, and around seeing it."""

from bot.domain import errors
from bot.domain.policy.trust import TrustLevel
from bot.wording.errors.base import Message, ballot_kept, message
from bot.wording.language import Language


@message.register
def _(error: errors.NotAsSigned, say: Language) -> Message:
    return Message(
        say._("What Discord signed doesn't say this vote on proposal #{proposal}.").format(
            proposal=error.number
        ),
        kept=ballot_kept(say),
        next=say._("Vote again, with the buttons beneath the card or `/vote cast`."),
    )


@message.register
def _(error: errors.BelowTrust, say: Language) -> Message:
    if error.trust is TrustLevel.COUNTERSIGNED:
        return Message(
            say._(
                "The vote on proposal #{proposal} takes only ballots that Discord has signed, and yours came unsigned."
            ).format(proposal=error.number),
            kept=ballot_kept(say),
            next=say._("Tell a moderator: the bot's operator has to switch HTTP interactions on."),
        )
    return Message(
        say._("The vote on proposal #{proposal} takes signed ballots.").format(proposal=error.number),
        kept=ballot_kept(say),
        next=say._("Press **Sign your vote** on the proposal's card.")
        if error.pages
        else say._(
            "Tell a moderator: the bot's operator has to switch its pages on, where ballots are signed."
        ),
    )


@message.register
def _(error: errors.NotAuditor, say: Language) -> Message:
    return Message(
        say._("What all voters have signed is for the server's auditors."),
        kept=say._("Nothing was given away."),
        next=say._(
            "`/vote mine` has what belongs to your own vote. Moderators name auditors with `/gov auditors add`."
        ),
    )


@message.register
def _(error: errors.NoEvidence, say: Language) -> Message:
    return Message(
        say._("The ballots of proposal #{proposal} are not signed: its rules don't ask for it.").format(
            proposal=error.number
        ),
        kept=say._("Nothing was given away."),
        next=say._("The record, with the result, has all that there is."),
    )


@message.register
def _(error: errors.EvidenceTooFresh, say: Language) -> Message:
    return Message(
        say._(
            "What the ballots of proposal #{proposal} brought along is given away a while after the vote has closed: "
            "fresh requests could be misused to write in the bot's name."
        ).format(proposal=error.number),
        kept=say._("Nothing was given away."),
        next=say._("Ask again after {when}.").format(when=say.moment(error.until))
        if error.until
        else say._("Ask again when it has a result."),
    )


@message.register
def _(error: errors.NotSignedHere, say: Language) -> Message:
    return Message(
        say._("The vote on proposal #{proposal} takes no signed ballots.").format(proposal=error.number),
        kept=ballot_kept(say),
        next=say._("Vote in Discord, on the proposal's card."),
    )


@message.register
def _(error: errors.OtherChains, say: Language) -> Message:
    return Message(
        say._(
            "The wallet {wallet} is a contract, and was linked on none of the chains on which the vote on proposal "
            "#{proposal} reads power."
        ).format(wallet=say.markup.account(error.wallet), proposal=error.number),
        kept=ballot_kept(say),
        next=say._("Sign with another wallet, or link this one on the right chain for the votes to come."),
    )


@message.register
def _(error: errors.SignedAgain, say: Language) -> Message:
    return Message(
        say._(
            "This signature was handed in already, or you have signed something later in the vote on proposal "
            "#{proposal}."
        ).format(proposal=error.number),
        kept=say._("What you signed last counts."),
        next=say._("To change your vote, choose again on the page and sign what it shows then."),
    )


@message.register
def _(error: errors.KeyTooEarly, say: Language) -> Message:
    return Message(
        say._("Proposal #{proposal} has no result yet, and no record.").format(proposal=error.number),
        kept=say._("Nothing was given away."),
        next=say._("Ask again when the vote is closed."),
    )


@message.register
def _(error: errors.RecordNames, say: Language) -> Message:
    return Message(
        say._("The record of proposal #{proposal} names its members itself.").format(proposal=error.number),
        kept=say._("Nothing was given away."),
        next=say._("The record, with the result, has all that there is."),
    )


@message.register
def _(error: errors.KeyGone, say: Language) -> Message:
    return Message(
        say._(
            "Nobody knows any more whom the numbers in the record of proposal #{proposal} stand for."
        ).format(proposal=error.number),
        kept=say._("Nothing was given away."),
        next=say._("`/data keep` says for how long this server keeps names. The record still verifies."),
    )
