"""Refusals of what a person wrote for an account or a token, and of entries of the address book."""

from bot.domain import errors
from bot.domain.errors import accounts
from bot.domain.ids import MemberId
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language

_SHOWN = 8
"""Names of the address book."""


@clause.register
def _(fault: accounts.NotAName, say: Language) -> str:
    return say._(
        "names are read with the letters a to z, digits and hyphens alone, since others can look like them: paste the "
        "address instead"
    )


@clause.register
def _(fault: accounts.OfOtherChain, say: Language) -> str:
    return say._("{prefix} is not the chain {chain}, on which it has to be (it would be {expected})").format(
        prefix=say.markup.code(typed(f"{fault.prefix}:")),
        chain=say.markup.name(fault.chain),
        expected=say.markup.code(typed(f"{fault.expected}:0x…")),
    )


@clause.register
def _(fault: accounts.NamesUnread, say: Language) -> str:
    return say._("names such as vitalik.eth can't be looked up on the chains of this bot: paste the address")


@clause.register
def _(fault: accounts.NameUnknown, say: Language) -> str:
    return say._(
        "by block {block} the name leads to no account on {chain}: ask its owner, or paste the address"
    ).format(block=say.number(fault.block), chain=say.markup.name(fault.chain))


@clause.register
def _(fault: accounts.NameOffChain, say: Language) -> str:
    return say._("what the name stands for can't be read on chain: paste the address")


@clause.register
def _(fault: accounts.LabelUnknown, say: Language) -> str:
    chain = say.markup.name(fault.chain)
    if not fault.known:
        return say._(
            "it is not 0x and 40 hexadecimal digits, and the address book has no names on {chain} (`/gov address add`)"
        ).format(chain=chain)
    return say._(
        "it is not 0x and 40 hexadecimal digits, and no name of the address book on {chain}, which has {names}"
    ).format(chain=chain, names=_names(fault.known, say))


@clause.register
def _(fault: accounts.MemberWithoutWallet, say: Language) -> str:
    return say._("{member} has linked no wallet that counts on {chain} (`/wallet link`)").format(
        member=say.markup.member(MemberId(fault.member)), chain=say.markup.name(fault.chain)
    )


@clause.register
def _(fault: accounts.SeveralTokens, say: Language) -> str:
    return say._("several tokens are called {symbol}: write the address, one of {tokens}").format(
        symbol=say.markup.code(typed(fault.symbol)),
        tokens=say.either([say.markup.code(typed(token)) for token in fault.tokens[:_SHOWN]]),
    )


@clause.register
def _(fault: accounts.TooManyNames, say: Language) -> str:
    return say._("{limit} names at once are the most").format(limit=fault.limit)


@message.register
def _(error: errors.BadLabel, say: Language) -> Message:
    return Message(
        say._("The address book can't have an entry called {name}.").format(
            name=say.markup.code(typed(error.name))
        ),
        kept=nothing_changed(say),
        next=say._(
            "Take letters a to z, digits, hyphens and underscores, a letter first, {longest} at most; words of action "
            "lines such as “to” and “value” are no names."
        ).format(longest=error.longest),
    )


@message.register
def _(error: errors.LabelTaken, say: Language) -> Message:
    return Message(
        say._("The address book has {name} already: it is {account}.").format(
            name=say.markup.name(error.name), account=say.markup.code(typed(error.account))
        ),
        kept=nothing_changed(say),
        next=say._("Take another name, or remove that entry first with `/gov address remove`."),
    )


@message.register
def _(error: errors.BookFull, say: Language) -> Message:
    return Message(
        say._("The address book has {limit} entries, and more are not possible.").format(limit=error.limit),
        kept=nothing_changed(say),
        next=say._("Remove one with `/gov address remove`."),
    )


@message.register
def _(error: errors.NotInBook, say: Language) -> Message:
    if error.known:
        go_on = say._("Take one that is there: {names}.").format(names=_names(error.known, say))
    else:
        go_on = say._("It is empty: `/gov address add` makes an entry.")
    return Message(
        say._("The address book has no entry called {name}.").format(name=say.markup.code(typed(error.name))),
        kept=nothing_changed(say),
        next=go_on,
    )


def _names(known: tuple[str, ...], say: Language) -> str:
    shown = [say.markup.name(name) for name in known[:_SHOWN]]
    if more := len(known) - len(shown):
        shown.append(say.pgettext("value", "… and {number} more").format(number=say.number(more)))
    return ", ".join(shown)
