"""Refusals of ballots, and of what else comes in a vote."""

from bot.domain import errors
from bot.domain.accounts.mandate import Uncovered
from bot.domain.counting.mechanism import BallotKind
from bot.domain.errors import voting
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.proposal import BEFORE_THE_END
from bot.wording.errors.base import Message, ballot_kept, clause, message, nothing_changed, typed
from bot.wording.language import Language
from bot.wording.mandates import uncovered_lines
from bot.wording.proposals.states import state_words
from bot.wording.voting.choices import ballot_words
from bot.wording.voting.unreadable_wallets import why_unreadable


@message.register
def _(error: errors.NotOnBallot, say: Language) -> Message:
    return Message(
        say._("{given} is not on the ballot of proposal #{proposal}.").format(
            given=say.markup.code(typed(error.given)), proposal=error.number
        ),
        kept=ballot_kept(say),
        next=say._("Choose {choices}.").format(choices=_either(error.choices, say)),
    )


@message.register
def _(error: errors.BallotUnclear, say: Language) -> Message:
    return Message(
        say._("This is not a ballot for proposal #{proposal}: {why}.").format(
            proposal=error.number, why=clause(error.fault, say)
        ),
        kept=ballot_kept(say),
        next=f"{_how_to_write(error, say)} {say._('The form on the card asks for each part.')}",
    )


def _how_to_write(error: errors.BallotUnclear, say: Language) -> str:
    if isinstance(error.fault, voting.OfOtherChoices):
        return say._("Write the order anew.")
    match error.kind:
        case BallotKind.SEVERAL:
            return say._("Write `first choice, third choice`, or `-` for none of them.")
        case BallotKind.RANKING:
            return say._("Write `best choice > next choice > last choice`, or by number: `2, 1, 3`.")
        case BallotKind.NUMBERS:
            return say._("Write `first choice 3, second choice 1`.")
        case _:
            return say._("Write the name of one choice, or its number.")


@message.register
def _(error: errors.AboveBudget, say: Language) -> Message:
    def amount(units: int) -> str:
        return say.power(units, error.decimals, error.symbol)

    return Message(
        say._("These votes cost {cost}, and you have {power}: {missing} too many.").format(
            cost=amount(error.cost),
            power=say.tokens(error.power, error.decimals),
            missing=amount(error.cost - error.power),
        ),
        kept=ballot_kept(say),
        next=say._("Give fewer votes: n votes for one choice cost n × n, so the last ones cost most."),
    )


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
def _(error: errors.OnlyObjections, say: Language) -> Message:
    return Message(
        say._("The vote on proposal #{proposal} takes only objections since {when}.").format(
            proposal=error.number, when=say.when(error.since)
        ),
        kept=ballot_kept(say),
        next=say._("You may still vote {choices}.").format(choices=_either(error.choices, say)),
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
def _(error: errors.NoWallet, say: Language) -> Message:
    return Message(
        say._(
            "Link a wallet to vote: you have none in this server, and nothing else that gives power to vote or propose "
            "with."
        ),
        kept=say._("Nothing was counted, and a draft is kept."),
        next=say._(
            "The button below links one, as `/wallet link` does: it takes a minute, costs nothing and moves nothing. "
            "Then try again."
        ),
    )


@message.register
def _(error: errors.NoPower, say: Language) -> Message:
    return Message(
        say._(
            "You have no power in the vote on #{proposal}: wallets don't count there, nor does anything you have."
        ).format(proposal=error.number),
        kept=say._("Nothing was counted."),
        next=say._(
            "`/vote why` for #{proposal} shows what does: a role, or reputation that is earned here."
        ).format(proposal=error.number),
    )


@message.register
def _(error: errors.WalletsClaimed, say: Language) -> Message:
    if error.wallets:
        happened = say._(
            "Your wallets already count for another member in the vote on #{proposal}: {wallets}"
        ).format(
            proposal=error.number,
            wallets=", ".join(say.markup.account(wallet) for wallet in error.wallets[:10]),
        )
    else:
        happened = say._("Your wallets already count for another member in the vote on #{proposal}.").format(
            proposal=error.number
        )
    return Message(
        happened,
        kept=say._("The ballot that was cast first with them stands; a wallet counts once per vote."),
        next=say._(
            "Link a wallet that has not voted here yet, or tell a moderator if somebody else uses yours."
        ),
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
def _(error: errors.NotMandated, say: Language) -> Message:
    if error.expired or error.short:
        wallets = {
            **dict.fromkeys(error.expired, Uncovered.EXPIRED),
            **dict.fromkeys(error.short, Uncovered.TRUST),
        }
        happened = " ".join(uncovered_lines(wallets, error.trust, say))
    else:
        happened = say._(
            "Your linked wallets do not count here: what you signed for them has ended, or doesn't reach the trust "
            "level of this track."
        )
    return Message(
        happened,
        kept=say._("Nothing was counted, and your linked wallets are as they were."),
        next=say._(
            "The button below, or `/wallet link`, signs for a wallet anew; then try again. `/wallet list` shows what "
            "each is good for."
        ),
    )


@message.register
def _(error: errors.WalletsUnreadable, say: Language) -> Message:
    line = say.ngettext(
        "Your wallet {wallets} does not count in the vote on proposal #{proposal}.",
        "Your wallets {wallets} do not count in the vote on proposal #{proposal}.",
        len(error.wallets),
    ).format(
        wallets=say.both([say.markup.account(wallet) for wallet in error.wallets]), proposal=error.number
    )
    return Message(
        f"{line} {why_unreadable(error.failure, say)}",
        kept=say._("Nothing was counted, and your linked wallets are as they were."),
        next=say._("Link another wallet whose power can be read, and vote again."),
    )


@message.register
def _(error: errors.ReactionsOff, say: Language) -> Message:
    return Message(
        say._("Reactions don't count in the vote on proposal #{proposal}.").format(proposal=error.number),
        kept=ballot_kept(say),
        next=say._("Use the buttons on the card, or `/vote cast`."),
    )


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


def _either(choices: tuple[str, ...], say: Language) -> str:
    return say.either([say.choice(name, 80) for name in choices])


@clause.register
def _(fault: voting.NoSuchChoice, say: Language) -> str:
    return say._("“{text}” is none of the choices").format(text=say.markup.name(fault.text, 80))


@clause.register
def _(fault: voting.NamedTwice, say: Language) -> str:
    return say._("“{name}” stands twice").format(name=say.markup.name(fault.name, 80))


@clause.register
def _(fault: voting.NoWeight, say: Language) -> str:
    return say._("“{text}” is not a choice with a whole number").format(text=say.markup.name(fault.text, 80))


@clause.register
def _(fault: voting.WeightTooLarge, say: Language) -> str:
    return say._("the number for “{name}” is too large").format(name=say.markup.name(fault.name, 80))


@clause.register
def _(fault: voting.WeightNotWhole, say: Language) -> str:
    return say._("“{text}” for “{name}” is not a whole number").format(
        text=say.markup.name(fault.text, 80), name=say.markup.name(fault.name, 80)
    )


@clause.register
def _(fault: voting.OfOtherChoices, say: Language) -> str:
    return say._("this order belongs to other choices")
