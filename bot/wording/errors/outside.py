"""What the world outside did not give."""

from datetime import UTC, datetime

from bot.domain import errors
from bot.domain.errors import outside
from bot.wording.errors.base import Message, clause, message, nothing_changed, votes_kept
from bot.wording.language import Language


def _try_again(say: Language) -> str:
    return say._("Try again in a minute; a moderator sees with `/gov doctor` which part is ill.")


@message.register
def _(error: errors.ChainUnavailable, say: Language) -> Message:
    # What the nodes said is told in their own technical words.
    unread = clause(error.unread, say) if error.unread else ""
    why = ": ".join(filter(None, [unread, say.markup.name(error.why, 300)]))
    return Message(
        say._("Chain {chain} gave no answer that can be trusted: {why}").format(chain=error.chain, why=why),
        kept=f"{say._('Nothing was guessed, and nothing was changed.')} {votes_kept(say)}",
        next=_try_again(say),
    )


@message.register
def _(error: errors.ServiceUnavailable, say: Language) -> Message:
    return Message(
        say._("There was no answer from {service}: {why}").format(
            service=say.markup.name(error.service, 60), why=clause(error.fault, say)
        ),
        kept=f"{nothing_changed(say)} {votes_kept(say)}",
        next=_try_again(say),
    )


@message.register
def _(error: errors.ServiceRefused, say: Language) -> Message:
    why = clause(error.fault, say) if error.fault else say.markup.name(error.why, 300)
    return Message(
        say._("This was refused by {service} (status {status}): {why}").format(
            service=say.markup.name(error.service, 60), status=error.status, why=why
        ),
        kept=f"{nothing_changed(say)} {votes_kept(say)}",
        next=say._("A moderator looks at `/gov doctor`, which says what to mend."),
    )


@message.register
def _(error: errors.RequestMismatch, say: Language) -> Message:
    return Message(
        say._(
            "What carries this out computes another hash for it ({contract}) than the bot ({computed})."
        ).format(contract=say.markup.code(error.contract), computed=say.markup.code(error.computed)),
        kept=say._("Nothing was signed, and nothing was sent."),
        next=say._("Don't sign anything for this proposal; tell the moderators and the bot's operator."),
    )


@message.register
def _(error: errors.ContentAltered, say: Language) -> Message:
    return Message(
        say._(
            "What the database holds of proposal {proposal} isn't what was voted on: somebody changed it."
        ).format(proposal=error.number),
        kept=say._("Nothing was signed, and nothing was sent."),
        next=say._("Don't sign anything for this proposal; tell the moderators and the bot's operator."),
    )


@message.register
def _(error: errors.StoredDataInvalid, say: Language) -> Message:
    what = say.markup.name(error.what, 200)
    changed = say._("What the database holds was changed from outside: {what}").format(what=what)
    if error.proposal is not None:
        changed = say._(
            "The proposal can't be read. What the database holds was changed from outside: {what}"
        ).format(what=what)
    return Message(
        changed,
        kept=say._("Nothing was counted from it, and nothing was changed."),
        next=say._("Tell the bot's operator: `folkmoot doctor` and a backup help."),
    )


@clause.register
def _(fault: outside.PowerUnread, say: Language) -> str:
    if fault.author:
        return say._("the author's power could not be read")
    return say._("your power could not be read")


@clause.register
def _(fault: outside.PoolUnread, say: Language) -> str:
    return say._("the balance of the pool")


@clause.register
def _(fault: outside.FinalityStandsStill, say: Language) -> str:
    return say._(
        "its newest final block ({number}) is of {moment}; nothing is opened on so old a state"
    ).format(number=fault.number, moment=say.moment(datetime.fromtimestamp(fault.timestamp, UTC)))


@clause.register
def _(fault: outside.TotalUnread, say: Language) -> str:
    return say._("the total of {source}").format(source=say.markup.name(fault.source, 100))


@clause.register
def _(fault: outside.DelegatorsUnread, say: Language) -> str:
    return say._("who delegates on chain")


@clause.register
def _(fault: outside.StakersUnread, say: Language) -> str:
    return say.ngettext(
        "the power of {number} who staked could not be read",
        "the power of {number} who staked could not be read",
        fault.members,
    ).format(number=fault.members)


@clause.register
def _(fault: outside.NoAnswerWithin, say: Language) -> str:
    return say._("no answer within {seconds} s").format(seconds=f"{fault.seconds:g}")


@clause.register
def _(fault: outside.ConnectionFailed, say: Language) -> str:
    return say._("the connection failed ({kind})").format(kind=say.markup.name(fault.kind, 80))


@clause.register
def _(fault: outside.HttpStatus, say: Language) -> str:
    return say._("HTTP status {status}").format(status=fault.status)


@clause.register
def _(fault: outside.NotJson, say: Language) -> str:
    return say._("its answer is no JSON")


@clause.register
def _(fault: outside.OtherShape, say: Language) -> str:
    return say._("its answer has another shape than documented")


@clause.register
def _(fault: outside.OtherTransaction, say: Language) -> str:
    return say._("it answered for another transaction")


@clause.register
def _(fault: outside.AnswerTooLong, say: Language) -> str:
    return say._("its answer is longer than {bytes} bytes").format(bytes=fault.bytes)


@clause.register
def _(fault: outside.NotShown, say: Language) -> str:
    return say._("it took the transaction, and doesn't show it")


@clause.register
def _(fault: outside.NeverAsked, say: Language) -> str:
    return say._("it was never asked")


@clause.register
def _(fault: outside.NoProposerKey, say: Language) -> str:
    return say._("no proposer key is configured")
