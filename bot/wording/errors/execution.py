"""Refusals of what can't, or must not, be carried out."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.ChangesExecutor, say: Language) -> Message:
    return Message(
        say._(
            "An action ({function}) would change who may do what with {account}, which carries out the proposal."
        ).format(function=say.markup.name(error.function, 60), account=say.markup.name(error.account, 60)),
        kept=nothing_changed(say),
        next=say._("Leave that action out: the owners of the Safe change it themselves."),
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
def _(error: errors.CodeChanged, say: Language) -> Message:
    return Message(
        say._(
            "{account} isn't what it was when the vote opened: other code runs, or it got rights in the Safe."
        ).format(account=say.markup.account(error.now.account)),
        kept=say._("Nothing was handed to the owners, and nothing was signed."),
        next=say._("Look at what has changed. If it is still wanted, propose it again."),
    )
