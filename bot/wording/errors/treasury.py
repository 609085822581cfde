"""Refusals of what a treasury looks at."""

from fractions import Fraction

from bot.domain.errors import treasury as errors
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language
from bot.wording.treasury.prices import unvalued_words

_NAMES = 20


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


@message.register
def _(error: errors.NothingToRebalance, say: Language) -> Message:
    return Message(
        say._("There is nothing to sell or to buy now, as far as it can be known."),
        kept=nothing_changed(say),
        next=say._("`/treasury show` says how the treasury stands to its target shares."),
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


@message.register
def _(error: errors.HasTarget, say: Language) -> Message:
    return Message(
        say._("{symbol} has a target share.").format(symbol=say.markup.code(typed(error.symbol))),
        kept=nothing_changed(say),
        next=say._("Set other targets, or take them out, with `/gov treasury target`."),
    )


@clause.register
def _(fault: errors.ExpectedTargets, say: Language) -> str:
    return say._(
        "Write each asset with its share, such as `ETH 60%, USDC 40%`; at most {limit} of them."
    ).format(limit=fault.limit)


@clause.register
def _(fault: errors.TargetsNotWhole, say: Language) -> str:
    return say._("Together they have to be 100 %, and they are {share}.").format(
        share=say.share(Fraction(fault.part, fault.whole))
    )


@clause.register
def _(fault: errors.TargetTwice, say: Language) -> str:
    return say._("{symbol} stands there twice.").format(symbol=say.markup.code(typed(fault.symbol)))


@clause.register
def _(fault: errors.TargetUnknown, say: Language) -> str:
    if fault.known:
        return say._(
            "Take what the treasury looks at by exactly one such name: {names}. `/gov treasury watch` names more."
        ).format(names=", ".join(say.markup.code(typed(each, 20)) for each in fault.known[:_NAMES]))
    return say._("Name the asset first, with its price feed: `/gov treasury watch`.")


@clause.register
def _(fault: errors.TargetWithoutFeed, say: Language) -> str:
    return say._("A target is for a coin or a token that has a price feed (`/gov treasury watch`).")


@clause.register
def _(fault: errors.NeitherBandNorCalendar, say: Language) -> str:
    return say._("Write how far a share may be off (`band`), how often it is put right (`every`), or both.")


@clause.register
def _(fault: errors.NameOfTarget, say: Language) -> str:
    return say._("Something else that is called so has a target share. Take another name.")
