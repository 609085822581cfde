"""Refusals of what a member wrote of their quiet hours."""

from bot.domain.errors import notices as errors
from bot.wording.errors.base import Message, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.BadHour, say: Language) -> Message:
    return Message(
        say._("{text} isn't a time of day.").format(text=say.markup.code(typed(error.text))),
        kept=nothing_changed(say),
        next=say._("Write hours and minutes, such as `22:00`; leave both times empty for no quiet hours."),
    )


@message.register
def _(error: errors.QuietAllDay, say: Language) -> Message:
    return Message(
        say._("The quiet hours end when they begin, so that you would never be told anything."),
        kept=nothing_changed(say),
        next=say._("Write two times, such as `22:00` and `07:00`, or turn the messages off."),
    )


@message.register
def _(error: errors.UnknownZone, say: Language) -> Message:
    return Message(
        say._("{text} is no time zone, or several.").format(text=say.markup.code(typed(error.text))),
        kept=nothing_changed(say),
        next=say._(
            "Write a large city of your zone, such as `Berlin` or `Europe/Berlin`, or what is added to UTC, such as "
            "`UTC+2`."
        ),
    )
