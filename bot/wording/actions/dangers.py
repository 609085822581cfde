"""What to look at twice, as a sentence, and in a few words for a card that has to hold many."""

from functools import singledispatch

from bot.domain.actions import dangers
from bot.domain.actions.dangers import Danger
from bot.wording.actions.administration import administration_in_short, administration_words
from bot.wording.actions.amounts import units
from bot.wording.language import Language


@singledispatch
def danger_words(danger: Danger, say: Language) -> str:
    """The danger as a sentence."""
    raise TypeError(f"no words for {type(danger).__name__}")


@singledispatch
def danger_in_short(danger: Danger, say: Language) -> str:
    """The danger in a few words, without whom it is about: that stands in the action."""
    raise TypeError(f"no short words for {type(danger).__name__}")


@danger_words.register
def _(danger: dangers.ForeignCode, say: Language) -> str:
    return say._("It is a DELEGATECALL: foreign code runs as the Safe itself.")


@danger_in_short.register
def _(danger: dangers.ForeignCode, say: Language) -> str:
    return say._("foreign code runs as the Safe")


@danger_words.register
def _(danger: dangers.ChangesASafe, say: Language) -> str:
    words = administration_words(danger.function, say)
    return words if danger.certain else say._("If it is a Safe: {danger}").format(danger=words)


@danger_in_short.register
def _(danger: dangers.ChangesASafe, say: Language) -> str:
    words = administration_in_short(danger.function, say)
    return words if danger.certain else say._("if it is a Safe: {danger}").format(danger=words)


@danger_words.register
def _(danger: dangers.ExecutorItself, say: Language) -> str:
    return say._("It calls the account itself that carries the proposal out.")


@danger_in_short.register
def _(danger: dangers.ExecutorItself, say: Language) -> str:
    return say._("calls the account itself that carries it out")


@danger_words.register
def _(danger: dangers.PartOfTheExecutor, say: Language) -> str:
    match danger.rights:
        case "module":
            return say._(
                "It calls a module of the Safe: a module moves what the Safe has without its owners."
            )
        case "guard":
            return say._("It calls a guard of the Safe, which decides what the Safe may do.")
        case _:
            return say._("It calls the fallback handler of the Safe, which answers and signs in its name.")


@danger_in_short.register
def _(danger: dangers.PartOfTheExecutor, say: Language) -> str:
    match danger.rights:
        case "module":
            return say._("calls a module of the Safe")
        case "guard":
            return say._("calls a guard of the Safe")
        case _:
            return say._("calls the Safe's fallback handler")


@danger_words.register
def _(danger: dangers.MovesASafe, say: Language) -> str:
    return say._("It makes a Safe act without the signatures of its owners.")


@danger_in_short.register
def _(danger: dangers.MovesASafe, say: Language) -> str:
    return say._("moves a Safe without its owners")


@danger_words.register
def _(danger: dangers.ModuleOfASafe, say: Language) -> str:
    return say._(
        "It calls a module of another Safe, {safe}: a module moves what that Safe has without its owners."
    ).format(safe=say.markup.account(danger.safe))


@danger_in_short.register
def _(danger: dangers.ModuleOfASafe, say: Language) -> str:
    return say._("calls a module of another Safe")


@danger_words.register
def _(danger: dangers.ApprovesHash, say: Language) -> str:
    return say._("It signs a transaction of another Safe, of which only the hash stands here.")


@danger_in_short.register
def _(danger: dangers.ApprovesHash, say: Language) -> str:
    return say._("signs for another Safe, unseen")


@danger_words.register
def _(danger: dangers.OperatorTakesAll, say: Language) -> str:
    return say._("{account} may take all of it at any time later.").format(
        account=say.markup.account(danger.operator)
    )


@danger_in_short.register
def _(danger: dangers.OperatorTakesAll, say: Language) -> str:
    return say._("all may be taken later")


@danger_words.register
def _(danger: dangers.SpenderTakes, say: Language) -> str:
    words = (
        say._("{account} may take any amount of it at any time later.")
        if danger.any_amount
        else say._("{account} may take it at any time later.")
    )
    return words.format(account=say.markup.account(danger.spender))


@danger_in_short.register
def _(danger: dangers.SpenderTakes, say: Language) -> str:
    return say._("any amount may be taken later") if danger.any_amount else say._("may be taken later")


@danger_words.register
def _(danger: dangers.StreamContractUnnamed, say: Language) -> str:
    return say._(
        "Nobody who runs this bot has named the contract of this stream: it may do anything with what it is allowed."
    )


@danger_in_short.register
def _(danger: dangers.StreamContractUnnamed, say: Language) -> str:
    return say._("stream through an unknown contract")


@danger_words.register
def _(danger: dangers.RefundsElsewhere, say: Language) -> str:
    return say._(
        "{account} may cancel this stream, also right after it is made, and gets what isn't paid out by then."
    ).format(account=say.markup.account(danger.account))


@danger_in_short.register
def _(danger: dangers.RefundsElsewhere, say: Language) -> str:
    return say._("another account may cancel, and gets the rest")


@danger_words.register
def _(danger: dangers.PaysABroker, say: Language) -> str:
    return say._("The broker {account} gets {amount} at once.").format(
        account=say.markup.account(danger.broker), amount=units(danger.token, danger.fee, say)
    )


@danger_in_short.register
def _(danger: dangers.PaysABroker, say: Language) -> str:
    return say._("a broker's fee of {amount}").format(amount=units(danger.token, danger.fee, say))


@danger_words.register
def _(danger: dangers.BeganBefore, say: Language) -> str:
    return say._(
        "It begins in the past, {moment}: what would have been paid out since is due at once."
    ).format(moment=say.moment(danger.start))


@danger_in_short.register
def _(danger: dangers.BeganBefore, say: Language) -> str:
    return say._("begins in the past: a part is due at once")


@danger_words.register
def _(danger: dangers.NeverCancelled, say: Language) -> str:
    return say._("Nobody can cancel it once it is made.")


@danger_in_short.register
def _(danger: dangers.NeverCancelled, say: Language) -> str:
    return say._("can't be cancelled")


@danger_words.register
def _(danger: dangers.CalldataUnreadable, say: Language) -> str:
    return say._("Its calldata can't be read: nobody can tell from here what it does.")


@danger_in_short.register
def _(danger: dangers.CalldataUnreadable, say: Language) -> str:
    return say._("can't be read")


@danger_words.register
def _(danger: dangers.BatchUnreadable, say: Language) -> str:
    return say._("Its list of calls is cut off or malformed: nobody can tell from here what it does.")


@danger_in_short.register
def _(danger: dangers.BatchUnreadable, say: Language) -> str:
    return say._("the batch can't be read")


@danger_words.register
def _(danger: dangers.TakesBackBridged, say: Language) -> str:
    return say._(
        "{account} may take the call back before it is made on the other chain, and gets its coins then."
    ).format(account=say.markup.account(danger.account))


@danger_in_short.register
def _(danger: dangers.TakesBackBridged, say: Language) -> str:
    return say._("somebody else may take it back")


@danger_words.register
def _(danger: dangers.ToUnknownChain, say: Language) -> str:
    return say._(
        "It looks like a call over a bridge, and leads to no chain that is configured here: nobody can tell where it "
        "is made, or what came of it there."
    )


@danger_in_short.register
def _(danger: dangers.ToUnknownChain, say: Language) -> str:
    return say._("to an unknown chain")


@danger_words.register
def _(danger: dangers.NotReplayed, say: Language) -> str:
    return say._(
        "If the call fails on the other chain it is lost: it can't be made again there, and nobody here follows it."
    )


@danger_in_short.register
def _(danger: dangers.NotReplayed, say: Language) -> str:
    return say._("lost if it fails there")


@danger_words.register
def _(danger: dangers.FeesElsewhere, say: Language) -> str:
    return say._("What is left of its fees on the other chain goes to {account}.").format(
        account=say.markup.account(danger.account)
    )


@danger_in_short.register
def _(danger: dangers.FeesElsewhere, say: Language) -> str:
    return say._("fees go back to somebody else")


@danger_words.register
def _(danger: dangers.ToNobody, say: Language) -> str:
    return say._("Nobody can ever take it from the zero address.")


@danger_in_short.register
def _(danger: dangers.ToNobody, say: Language) -> str:
    return say._("lost: the zero address")


@danger_words.register
def _(danger: dangers.ToTheTokenItself, say: Language) -> str:
    return say._("It goes to the token's own contract, where it is usually lost.")


@danger_in_short.register
def _(danger: dangers.ToTheTokenItself, say: Language) -> str:
    return say._("to the token's own contract")


@danger_words.register
def _(danger: dangers.NoContractThere, say: Language) -> str:
    words = (
        say._("There is no contract at {account}: it gets the coins, and the call does nothing else.")
        if danger.brings_coins
        else say._("There is no contract at {account}: the call would do nothing.")
    )
    return words.format(account=say.markup.account(danger.account))


@danger_in_short.register
def _(danger: dangers.NoContractThere, say: Language) -> str:
    return (
        say._("no contract there: it gets the coins")
        if danger.brings_coins
        else say._("no contract there: does nothing")
    )


@danger_words.register
def _(danger: dangers.FromTheBatchContract, say: Language) -> str:
    return say._(
        "The batch's calls would come from the batch contract, and not from what carries the proposal out."
    )


@danger_in_short.register
def _(danger: dangers.FromTheBatchContract, say: Language) -> str:
    return say._("calls from another account")


@danger_words.register
def _(danger: dangers.MoreThanItsArguments, say: Language) -> str:
    return say._("Its calldata holds more than the function asks for.")


@danger_in_short.register
def _(danger: dangers.MoreThanItsArguments, say: Language) -> str:
    return say._("unusual calldata")


@danger_words.register
def _(danger: dangers.NoDecimals, say: Language) -> str:
    return say._("{token} tells no decimals: it may be no ERC-20 token.").format(
        token=say.markup.account(danger.token)
    )


@danger_in_short.register
def _(danger: dangers.NoDecimals, say: Language) -> str:
    return say._("tells no decimals")


@danger_words.register
def _(danger: dangers.ChainSilent, say: Language) -> str:
    return say._(
        "The chain did not answer: amounts are in base units, and nothing is known of the contracts."
    )


@danger_in_short.register
def _(danger: dangers.ChainSilent, say: Language) -> str:
    return say._("the chain is silent: base units")


@danger_words.register
def _(danger: dangers.NamesOfTheProposer, say: Language) -> str:
    return say._("The names are the proposer's: the contract is only told {selector} and the values.").format(
        selector=say.markup.code(danger.selector)
    )


@danger_in_short.register
def _(danger: dangers.NamesOfTheProposer, say: Language) -> str:
    return say._("names by the proposer")
