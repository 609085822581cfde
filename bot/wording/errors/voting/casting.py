"""Refusals by the state of a vote, and in its timelock."""

from bot.domain import errors
from bot.domain.proposals.state import BEFORE_THE_END
from bot.wording.errors.base import Message, ballot_kept, message, nothing_changed
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.states import state_words
from bot.wording.sources.registry import things_required
from bot.wording.voting.choices import ballot_words


@message.register
def _(error: errors.VotingNotOpen, say: Language) -> Message:
    over = error.state not in BEFORE_THE_END
    if error.opens_at and not over:
        then = say._("It opens {when}; vote then.").format(when=say.moment(error.opens_at))
    else:
        then = say._("`/proposal list` shows what is open now.")
    state = say._("Proposal #{proposal} is in the state *{state}*.").format(
        proposal=error.number, state=state_words(error.state, say)
    )
    after = say._("Its vote is over.") if over else say._("Its vote has not begun.")
    return Message(f"{state} {after}", kept=ballot_kept(say), next=then)


@message.register
def _(error: errors.VotingOver, say: Language) -> Message:
    return Message(
        say._("The vote on proposal #{proposal} ended {when}, before you voted.").format(
            proposal=error.number, when=say.when(error.ended_at)
        ),
        kept=ballot_kept(say),
        next=say._("The result is posted in a moment; `/vote mine` shows the ballot that counts."),
    )


@message.register
def _(error: errors.ConflictTooLate, say: Language) -> Message:
    return Message(
        say._(
            "The vote on proposal #{proposal} ended {when}: what was declared until then stands in the record."
        ).format(proposal=error.number, when=say.when(error.ended_at)),
        kept=nothing_changed(say),
        next=say._("What you want to add now, write in the proposal's thread."),
    )


@message.register
def _(error: errors.NoBallotsHere, say: Language) -> Message:
    return Message(
        say._(
            "Nobody casts a ballot on proposal #{proposal}, beside which a conflict of interest could stand."
        ).format(proposal=error.number),
        kept=nothing_changed(say),
        next=say._("Write it in the proposal's thread."),
    )


@message.register
def _(error: errors.NotEligible, say: Language) -> Message:
    return Message(
        say._("You can't vote on proposal #{proposal}. It asks of voters: {things}.").format(
            proposal=error.number, things=things_required(error.lacking, error.rule, say)
        ),
        kept=ballot_kept(say),
        next=say._(
            "What lies on a chain was read as it stood when the vote opened, in the wallets that you have linked; "
            "roles are looked at when you vote. `/vote why` shows what was found."
        ),
    )


@message.register
def _(error: errors.OnlyObjections, say: Language) -> Message:
    return Message(
        say._("The vote on proposal #{proposal} takes only objections since {when}.").format(
            proposal=error.number, when=say.when(error.since)
        ),
        kept=ballot_kept(say),
        next=say._("You may still vote {choices}.").format(
            choices=say.either([say.choice(name, 80) for name in error.choices])
        ),
    )


@message.register
def _(error: errors.VotedAlready, say: Language) -> Message:
    return Message(
        say._("You have voted on proposal #{proposal} already, and votes on it can't be changed.").format(
            proposal=error.number
        ),
        kept=say._("Your ballot counts as it is: {choice}.").format(
            choice=ballot_words(error.choice, say, 200)
        ),
        next=say._("`/vote mine` shows it with its receipt."),
    )


@message.register
def _(error: errors.VotingPaused, say: Language) -> Message:
    return Message(
        say._("The vote on proposal #{proposal} is paused by a moderator: {reason}").format(
            proposal=error.number, reason=say.markup.name(error.reason, 300)
        ),
        kept=f"{ballot_kept(say)} {say._('The end moves by as much as the pause takes.')}",
        next=say._("Vote when it goes on; the thread will say so."),
    )


@message.register
def _(error: errors.CardMissing, say: Language) -> Message:
    return Message(
        say._("The vote on proposal #{proposal} is paused: nobody can see its card.").format(
            proposal=error.number
        ),
        kept=f"{ballot_kept(say)} {say._('The end moves by all the time for which the card is missing.')}",
        next=say._("It goes on by itself when the card is back in the announcement channel."),
    )


@message.register
def _(error: errors.BallotStands, say: Language) -> Message:
    return Message(
        say._(
            "Your vote on proposal #{proposal} stays **{choice}**: a reaction doesn't change what was voted with a "
            "button or a command, since Discord doesn't say when it was made."
        ).format(proposal=error.number, choice=say.markup.name(error.choice, 100)),
        kept=ballot_kept(say),
        next=say._("Use the buttons on the card, or `/vote cast`, to change it."),
    )


@message.register
def _(error: errors.ReactionsOff, say: Language) -> Message:
    return Message(
        say._("Reactions don't count in the vote on proposal #{proposal}.").format(proposal=error.number),
        kept=ballot_kept(say),
        next=say._("Use the buttons on the card, or `/vote cast`."),
    )


@message.register
def _(error: errors.VotingStillOpen, say: Language) -> Message:
    return Message(
        say._("The vote on proposal #{proposal} is open until {when}.").format(
            proposal=error.number, when=say.moment(error.ends_at)
        ),
        kept=nothing_changed(say),
        next=say._("Wait for its end: it closes by itself."),
    )


@message.register
def _(error: errors.RegistryAwaited, say: Language) -> Message:
    if error.may_open is None:
        return Message(
            say._(
                "Nothing keeps what wallets delegate on chain from being read for proposal {proposal}."
            ).format(proposal=error.number),
            kept=nothing_changed(say),
            next=say._("The card says what the vote waits for."),
        )
    return Message(
        say._("What wallets delegate on chain is still tried to be read for proposal {proposal}.").format(
            proposal=error.number
        ),
        kept=nothing_changed(say),
        next=say._(
            "If that is in vain until {when}, `/gov open` opens the vote without it. `/gov cancel` works now."
        ).format(when=say.moment(error.may_open)),
    )


@message.register
def _(error: errors.NotInTimelock, say: Language) -> Message:
    return Message(
        say._(
            "Proposal #{proposal} is in the state *{state}*: a veto is possible only in the timelock, after it has "
            "passed and before it is executed."
        ).format(proposal=error.number, state=state_words(error.state, say)),
        kept=nothing_changed(say),
        next=say._("`/proposal view` shows when that is."),
    )
