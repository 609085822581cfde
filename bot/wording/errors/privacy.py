"""Why nothing about a member is stored yet."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.ConsentMissing, say: Language) -> Message:
    return Message(
        say._("This server asks you to agree before I store anything about you."),
        kept=nothing_changed(say),
        next=say._("`/privacy consent` in Discord says what is stored, and lets you agree."),
    )


@message.register
def _(error: errors.ConsentUnasked, say: Language) -> Message:
    return Message(
        say._("This server asks for no agreement any more."),
        kept=nothing_changed(say),
        next=say._("Do once more what you wanted to do."),
    )


@message.register
def _(error: errors.PeriodOutOfBounds, say: Language) -> Message:
    return Message(
        say._("{days} days can't be chosen for this.").format(days=say.number(error.days)),
        kept=nothing_changed(say),
        next=say._("Choose {least} to {most} days, or 0 to keep it.").format(
            least=say.number(error.least), most=say.number(error.most)
        ),
    )
