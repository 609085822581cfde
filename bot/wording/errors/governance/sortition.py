"""Refusals where juries are drawn."""

from bot.domain import errors
from bot.domain.sortition.terms import MOST_SEATS
from bot.wording.errors.base import Message, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.PoolUnreadable, say: Language) -> Message:
    return Message(
        say._("{text} is no member.").format(text=say.markup.code(typed(error.text))),
        kept=nothing_changed(say),
        next=say._(
            "Mention members one after the other. Roles can't be named: Discord doesn't tell me who has them."
        ),
    )


@message.register
def _(error: errors.PoolOutOfBounds, say: Language) -> Message:
    if error.found > error.most:
        return Message(
            say.ngettext(
                "{number} member could be drawn, which is too many.",
                "{number} members could be drawn, which is too many.",
                error.found,
            ).format(number=say.number(error.found)),
            kept=nothing_changed(say),
            next=say._("At most {most} can be: name those who are to be.").format(
                most=say.number(error.most)
            ),
        )
    return Message(
        say.ngettext(
            "Only {number} member could be drawn: more must be in it than have a seat.",
            "Only {number} members could be drawn: more must be in it than have a seat.",
            error.found,
        ).format(number=say.number(error.found)),
        kept=nothing_changed(say),
        next=say._("Name more members, or draw fewer: from 1 to {most}.").format(most=MOST_SEATS),
    )


@message.register
def _(error: errors.DrawOutOfTime, say: Language) -> Message:
    return Message(
        say._("Nobody must know the block by which a jury is drawn, and it shouldn't be too far away."),
        kept=nothing_changed(say),
        next=say._("Let it come in {soonest} at the earliest, and in {latest} at the latest.").format(
            soonest=say.duration(error.soonest), latest=say.duration(error.latest)
        ),
    )


@message.register
def _(error: errors.DrawsFull, say: Language) -> Message:
    return Message(
        say.ngettext(
            "{number} jury waits for its block already.",
            "{number} juries wait for their block already.",
            error.most,
        ).format(number=error.most),
        kept=nothing_changed(say),
        next=say._("Call this one when one of them is drawn: `/jury show` lists them."),
    )


@message.register
def _(error: errors.DrawUnknown, say: Language) -> Message:
    return Message(
        say._("There is no jury {number}.").format(number=error.number),
        kept=nothing_changed(say),
        next=say._("`/jury show` without a number lists the newest ones."),
    )
