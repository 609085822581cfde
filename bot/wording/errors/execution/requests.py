"""Refusals of what can't, or must not, be carried out."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.executors.registry import words_of
from bot.wording.language import Language
from bot.wording.pages.signing.sign import no_signature


@message.register
def _(error: errors.ChangesExecutor, say: Language) -> Message:
    return Message(
        say._(
            "An action ({function}) would change who may do what with {account}, which carries out the proposal."
        ).format(function=say.markup.name(error.function, 60), account=say.markup.name(error.account, 60)),
        kept=nothing_changed(say),
        next=say._("Leave that action out: those who speak for that account change it themselves."),
    )


@message.register
def _(error: errors.CallsHidden, say: Language) -> Message:
    return Message(
        say._(
            "Action {number} hides calls in calls: more than {most} in all, or more than {deepest} deep. Nobody could "
            "see all that they do."
        ).format(number=error.number, most=say.number(error.most), deepest=error.deepest),
        kept=nothing_changed(say),
        next=say._("Write what is to be done as actions of their own."),
    )


@message.register
def _(error: errors.NoBatchContract, say: Language) -> Message:
    return Message(
        say._(
            "A proposal here can have one action, and this one has {actions}: on chain {chain} the contract that makes "
            "several in one transaction (Safe's MultiSendCallOnly) isn't at {address}."
        ).format(actions=error.actions, chain=error.chain, address=say.markup.account(error.address)),
        kept=nothing_changed(say),
        next=say._(
            "Make a proposal for each action, or ask the bot's operator to set `multi_send` to where that contract is."
        ),
    )


@message.register
def _(error: errors.TooManyCalls, say: Language) -> Message:
    return Message(
        say._(
            "One proposal to {executor} can have {limit} actions at most, and this one has {actions}."
        ).format(
            executor=words_of(error.executor.kind).named(error.executor, say),
            limit=say.number(error.limit),
            actions=say.number(error.actions),
        ),
        kept=nothing_changed(say),
        next=say._("Make several proposals of it."),
    )


@message.register
def _(error: errors.NotForMoloch, say: Language) -> Message:
    happened = {
        "other_call": say._(
            "Calls can't be made by {executor}: its contract can pay out of its bank, issue shares or loot, take up a "
            "token, or put a member out, and nothing else."
        ),
        "coins": say._("Coins of the chain are not held by {executor}: its bank holds tokens."),
        "tribute": say._(
            "A tribute can't be asked of {executor} here: who submits it would have to give it."
        ),
        "details": say._("The text of a proposal to {executor} is written by the bot, and can't be given."),
    }[error.cause]
    following = {
        "other_call": say._(
            "Write it as `transfer AMOUNT TOKEN to ACCOUNT`, or as a call of the DAO's own `submitProposal`, "
            "`submitWhitelistProposal` or `submitGuildKickProposal`."
        ),
        "coins": say._("Pay with a token that the DAO takes, such as WETH."),
        "tribute": say._("Who gives a tribute submits it in the DAO's own app. Here it can be `0`."),
        "details": say._('Leave the text empty: `""`.'),
    }[error.cause]
    executor = words_of(error.executor.kind).named(error.executor, say)
    return Message(happened.format(executor=executor), kept=nothing_changed(say), next=following)


@message.register
def _(error: errors.CodeChanged, say: Language) -> Message:
    return Message(
        say._(
            "{account} isn't what it was when the vote opened: other code runs, or it is something else to what "
            "carries the proposal out."
        ).format(account=say.markup.account(error.now.account)),
        kept=say._("Nothing was handed over, and nothing was signed."),
        next=say._("Look at what has changed. If it is still wanted, propose it again."),
    )


@message.register
def _(error: errors.NotToBeSigned, say: Language) -> Message:
    return Message(
        no_signature(error.why, say),
        kept=say._("This signature was not taken: it is nowhere but with you."),
        next=say._("Look in Discord at what has become of the proposal."),
    )


@message.register
def _(error: errors.NotASigner, say: Language) -> Message:
    executor = words_of(error.executor.kind).named(error.executor, say)
    if error.signed_by is None:
        happened = say._("This is no signature that {executor} would accept for this.")
    else:
        happened = say._(
            "This isn't signed by an owner of {executor}, or is a signature of something else: for this it would be by "
            "{account}."
        )
    return Message(
        happened.format(
            executor=executor, account=say.markup.account(error.signed_by) if error.signed_by else ""
        ),
        kept=say._("This signature was not taken: it is nowhere but with you."),
        next=say._("Choose the owner's account in your wallet, and sign what this page shows."),
    )


@message.register
def _(error: errors.TooManySignatures, say: Language) -> Message:
    return Message(
        say.ngettext(
            "{number} signature by this account was handed in already, and doesn't count any more.",
            "{number} signatures by this account were handed in already, and none counts any more.",
            error.limit,
        ).format(number=say.number(error.limit)),
        kept=nothing_changed(say),
        next=say._("Approve the hash on chain, or have another owner sign."),
    )


@message.register
def _(error: errors.RequestUnknown, say: Language) -> Message:
    return Message(
        say._("There is nothing to sign here for proposal {number}.").format(number=error.number),
        kept=nothing_changed(say),
        next=say._("Open it from Discord again."),
    )


@message.register
def _(error: errors.NotYoursToAsk, say: Language) -> Message:
    return Message(
        say._("Only the author of proposal {number} or a moderator can have it asked for again.").format(
            number=error.number
        ),
        kept=nothing_changed(say),
        next=say._("Ask one of them in the proposal's thread."),
    )


@message.register
def _(error: errors.NotToBeAskedAgain, say: Language) -> Message:
    if error.already:
        return Message(
            say._("Somebody had what proposal {number} decided asked for again before.").format(
                number=error.number
            ),
            kept=nothing_changed(say),
            next=say._("See in its thread what is to be signed now."),
        )
    if error.limit is not None:
        return Message(
            say._("What proposal {number} decided was asked for {limit} times, and never executed.").format(
                number=error.number, limit=say.number(error.limit)
            ),
            kept=nothing_changed(say),
            next=say._("Whoever still wants it proposes it again."),
        )
    return Message(
        say._(
            "What proposal {number} decided can't be asked for again: it hasn't failed, or its time is over."
        ).format(number=error.number),
        kept=nothing_changed(say),
        next=say._("Its card says how it stands. Whoever still wants what is over proposes it again."),
    )
