"""Refusals of what a treasury looks at."""

from bot.domain.errors import treasury as errors
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language
from bot.wording.treasury.prices import unvalued_words


@message.register
def _(error: errors.TreasuryFull, say: Language) -> Message:
    return Message(
        say._("The treasury looks at {limit} positions, and more are not possible.").format(
            limit=error.limit
        ),
        kept=nothing_changed(say),
        next=say._("Take one out with `/gov treasury forget`."),
    )


@message.register
def _(error: errors.NotWatched, say: Language) -> Message:
    if error.known:
        go_on = say._("Take one that is there: {names}.").format(
            names=", ".join(say.markup.code(typed(each, 20)) for each in error.known)
        )
    else:
        go_on = say._("It looks at nothing by a name of its own: `/gov treasury watch` names something.")
    return Message(
        say._("The treasury looks at nothing called {name}.").format(name=say.markup.code(typed(error.name))),
        kept=nothing_changed(say),
        next=go_on,
    )


@message.register
def _(error: errors.FeedNotInDollars, say: Language) -> Message:
    return Message(
        say._("{feed} doesn't say that it tells US dollars: it calls itself {description}.").format(
            feed=say.markup.code(typed(error.feed)),
            description=say.markup.code(typed(error.description or "?")),
        ),
        kept=nothing_changed(say),
        next=say._("Take a feed whose description ends in `/ USD`, on the same chain as the asset."),
    )


@message.register
def _(error: errors.FeedWithoutPrice, say: Language) -> Message:
    return Message(
        say._("{feed} gives no price that can be believed: {why}.").format(
            feed=say.markup.code(typed(error.feed)), why=unvalued_words(error.why, say)
        ),
        kept=nothing_changed(say),
        next=say._("Check the feed's address and chain, and how often it is renewed (`heartbeat`)."),
    )


@message.register
def _(error: errors.FeedForPieces, say: Language) -> Message:
    return Message(
        say._("No price feed can tell what {kind} are worth: each piece has a price of its own.").format(
            kind=say.markup.code(typed(error.kind))
        ),
        kept=nothing_changed(say),
        next=say._("Leave the feed out: they are counted then, and in no total."),
    )


@clause.register
def _(fault: errors.ContractNeeded, say: Language) -> str:
    return say._("Write the contract of the token: 0x and 40 digits, or a name of the address book.")


@clause.register
def _(fault: errors.TokenIdNeeded, say: Language) -> str:
    return say._("Write the number of the token: an ERC-1155 contract has many.")


@clause.register
def _(fault: errors.NoTokenId, say: Language) -> str:
    return say._("Write a whole number, and only for a token of an ERC-1155 contract.")
