"""Refusals because an executor isn't proved to belong to the space that names it."""

from collections.abc import Sequence

from bot.domain import errors
from bot.domain.errors.execution import executors
from bot.domain.executors import AnyExecutor
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.executors.registry import words_of
from bot.wording.language import Language

_LISTED = 8


@message.register
def _(error: errors.ExecutorTaken, say: Language) -> Message:
    words = words_of(error.executor.kind)
    return Message(
        say._("Another Discord server has proved that {executor} belongs to it.").format(
            executor=words.named(error.executor, say)
        ),
        kept=f"{nothing_changed(say)} {say._('That server is told of the attempt.')}",
        next=words.how_to_free(say),
    )


@message.register
def _(error: errors.ExecutorTakenHere, say: Language) -> Message:
    space = say.markup.name(error.space, LONGEST_SPACE_NAME)
    return Message(
        say._("Another space of this server, {space}, has proved that {executor} belongs to it.").format(
            space=space, executor=words_of(error.executor.kind).named(error.executor, say)
        ),
        kept=f"{nothing_changed(say)} {say._('That space is told of the attempt.')}",
        next=say._(
            "Name one that belongs to this space, or have the moderators of {space} let it go with "
            "`/gov safe release` in a channel of theirs."
        ).format(space=space),
    )


@message.register
def _(error: errors.NotASafe, say: Language) -> Message:
    return Message(
        say._(
            "{account} is an ordinary account on chain {chain} (a wallet with a key, an EOA), not a Safe."
        ).format(account=say.markup.account(error.account), chain=error.chain),
        kept=nothing_changed(say),
        next=say._(
            "Copy the Safe's own address from the Safe app, not that of an owner; and look whether it is on this chain."
        ),
    )


@message.register
def _(error: errors.ExecutorUnproved, say: Language) -> Message:
    words, state = words_of(error.state.executor.kind), error.state
    executor = words.named(state.executor, say)
    if state.bound:
        happened = say._(
            "Those who proved that {executor} belongs to this server don't speak for it any more."
        )
    else:
        happened = say._("It is not proved that {executor} belongs to this server.")
    return Message(
        happened.format(executor=executor),
        kept=say._("What you wrote is kept. Nothing is asked of an account that is not proved to be yours."),
        next=words.how_to_prove(say),
    )


@message.register
def _(error: errors.ExecutorUnnamed, say: Language) -> Message:
    if error.text.strip():
        happened = say._("No track of this server names {account}.").format(
            account=say.markup.code(typed(error.text))
        )
    else:
        happened = say._("No track of this server names anything that carries out what passes.")
    return Message(
        happened,
        kept=nothing_changed(say),
        next=_named(error.known, say)
        if error.known
        else say._("Name it first, with `safe` in `/gov setup` or `/gov track edit`."),
    )


@message.register
def _(error: errors.SeveralExecutors, say: Language) -> Message:
    return Message(
        say._("The tracks of this server name several of them."),
        kept=nothing_changed(say),
        next=_named(error.known, say),
    )


@message.register
def _(error: errors.NotAProver, say: Language) -> Message:
    words = words_of(error.executor.kind)
    if error.account is None:
        happened = say._("It must be said who signs: none of your linked wallets can sign for {executor}.")
    else:
        happened = say._("{account} can't sign for {executor}.")
    return Message(
        happened.format(
            account=say.markup.account(error.account) if error.account else "",
            executor=words.named(error.executor, say),
        ),
        kept=nothing_changed(say),
        next=words.who_proves(error.provers, say),
    )


@message.register
def _(error: errors.ProofExpired, say: Language) -> Message:
    return Message(
        say._("This message to sign is too old, was used already, or is another server's."),
        kept=nothing_changed(say),
        next=say._("Use `/gov safe prove` again and have the new message signed within 7 days."),
    )


@message.register
def _(error: errors.TooManyProofs, say: Language) -> Message:
    return Message(
        say.ngettext(
            "{number} message waits for a signature already.",
            "{number} messages wait for a signature already.",
            error.limit,
        ).format(number=error.limit),
        kept=say._("They stay as they are."),
        next=say._("Have one of them signed, or wait: each expires after 7 days."),
    )


@clause.register
def _(fault: executors.ApprovedOnChain, say: Language) -> str:
    return say._(
        "it is empty. A message that is only approved on chain proves nothing here, since a module can approve it"
    )


def _named(known: Sequence[AnyExecutor], say: Language) -> str:
    named = ", ".join(words_of(each.kind).named(each, say) for each in known[:_LISTED])
    return say._("Name one of these: {known}.").format(known=named)
