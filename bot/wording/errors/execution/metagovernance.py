"""Refusals of votes that are to be cast in somebody else's Governor."""

from bot.domain import errors
from bot.domain.errors.execution import metagovernance
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language
from bot.wording.metagovernance import not_cast_words


@clause.register
def _(fault: metagovernance.CastForm, say: Language) -> str:
    return say._("it is written: {line} (the Governor, and the id of its proposal in digits)").format(
        line=say.markup.code("cast 0x… 123")
    )


@clause.register
def _(fault: metagovernance.CastTwice, say: Language) -> str:
    return say._("a proposal decides one vote on a Governor")


@message.register
def _(error: errors.CannotCast, say: Language) -> Message:
    happened, then = not_cast_words(error.why, say)
    which = say._("It is proposal {id} on {account}.").format(
        account=say.markup.name(error.governor, 60), id=say.markup.code(typed(error.id))
    )
    said = [happened, which]
    if error.ends_at is not None:
        said.append(say._("It ends about {moment}.").format(moment=say.moment(error.ends_at)))
    return Message(" ".join(said), kept=nothing_changed(say), next=then)


@message.register
def _(error: errors.CastsNothing, say: Language) -> Message:
    happened = (
        say._("A proposal on this track decides a vote on a Governor, and nothing beside it.")
        if error.alone
        else say._("A proposal on this track decides a vote on a Governor, and this one names none.")
    )
    return Message(
        happened,
        kept=nothing_changed(say),
        next=say._("Write as its only action: {line}").format(line=say.markup.code("cast 0x… 123")),
    )


@message.register
def _(error: errors.NoCastingHere, say: Language) -> Message:
    return Message(
        say._("This track casts no votes on a Governor."),
        kept=nothing_changed(say),
        next=say._("Choose a track that does, or ask a moderator to make one with `/gov track add`."),
    )


@message.register
def _(error: errors.WalletCannotVote, say: Language) -> Message:
    happened, _ = not_cast_words(error.why, say)
    return Message(
        say._("{account} can't vote there now: {why}").format(
            account=say.markup.code(typed(error.wallet)), why=happened
        ),
        kept=nothing_changed(say),
        next=say._("Go back: the page says what each of your wallets has to say in this vote."),
    )
