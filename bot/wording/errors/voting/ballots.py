"""Refusals of what a ballot says."""

from bot.domain import errors
from bot.domain.counting.mechanism import BallotKind
from bot.domain.errors.voting import ballots
from bot.domain.proposals.apart import WhyTogether
from bot.wording.errors.base import Message, ballot_kept, clause, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.NotOnBallot, say: Language) -> Message:
    return Message(
        say._("{given} is not on the ballot of proposal #{proposal}.").format(
            given=say.markup.code(typed(error.given)), proposal=error.number
        ),
        kept=ballot_kept(say),
        next=say._("Choose {choices}.").format(
            choices=say.either([say.choice(name, 80) for name in error.choices])
        ),
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


@message.register
def _(error: errors.WalletsTogether, say: Language) -> Message:
    return Message(
        say._("In the vote on proposal #{proposal} all of your wallets say the same: {why}.").format(
            proposal=error.number, why=_why_together(error.together, say)
        ),
        kept=ballot_kept(say),
        next=say._("Vote on the card: your ballot counts with all of your wallets."),
    )


def _why_together(why: WhyTogether, say: Language) -> str:
    match why:
        case WhyTogether.STAKES:
            return say._("nobody casts a ballot there, stakes are placed")
        case WhyTogether.HEADS:
            return say._("it counts voters, and you are one, with however many wallets")
        case WhyTogether.COUNT:
            return say._("it counts each ballot as a whole, so that its parts would not add up to it")
        case WhyTogether.POWER:
            return say._(
                "its rules limit the power of all of a member's wallets together, so that no wallet has a part of its "
                "own"
            )
        case WhyTogether.SIGNED:
            return say._("each ballot there is signed as a whole")


@message.register
def _(error: errors.WalletNotCounting, say: Language) -> Message:
    return Message(
        say._("{wallet} does not count for you in the vote on proposal #{proposal}.").format(
            wallet=say.markup.account(error.wallet), proposal=error.number
        ),
        kept=ballot_kept(say),
        next=say._("`/vote why` shows which of your wallets count there, and why the others don't."),
    )


@message.register
def _(error: errors.NothingToBeApartFrom, say: Language) -> Message:
    return Message(
        say._(
            "You have not voted on proposal #{proposal} yet, so that nothing is said by your other wallets."
        ).format(proposal=error.number),
        kept=nothing_changed(say),
        next=say._("Vote on the card first, or say in `others` of the same command what all others say."),
    )


@message.register
def _(error: errors.TooManyApart, say: Language) -> Message:
    return Message(
        say.ngettext(
            "{number} of your wallets says something apart on proposal #{proposal} already, and no more may.",
            "{number} of your wallets say something apart on proposal #{proposal} already, and no more may.",
            error.limit,
        ).format(number=say.number(error.limit), proposal=error.number),
        kept=ballot_kept(say),
        next=say._("Let one of them go with the others again: `/vote wallet` without a choice."),
    )


def _how_to_write(error: errors.BallotUnclear, say: Language) -> str:
    if isinstance(error.fault, ballots.OfOtherChoices):
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


@clause.register
def _(fault: ballots.NoSuchChoice, say: Language) -> str:
    return say._("“{text}” is none of the choices").format(text=say.markup.name(fault.text, 80))


@clause.register
def _(fault: ballots.NamedTwice, say: Language) -> str:
    return say._("“{name}” stands twice").format(name=say.markup.name(fault.name, 80))


@clause.register
def _(fault: ballots.NoWeight, say: Language) -> str:
    return say._("“{text}” is not a choice with a whole number").format(text=say.markup.name(fault.text, 80))


@clause.register
def _(fault: ballots.WeightTooLarge, say: Language) -> str:
    return say._("the number for “{name}” is too large").format(name=say.markup.name(fault.name, 80))


@clause.register
def _(fault: ballots.WeightNotWhole, say: Language) -> str:
    return say._("“{text}” for “{name}” is not a whole number").format(
        text=say.markup.name(fault.text, 80), name=say.markup.name(fault.name, 80)
    )


@clause.register
def _(fault: ballots.OfOtherChoices, say: Language) -> str:
    return say._("this order belongs to other choices")
