"""Refusals of what can't be measured."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.NothingCounted, say: Language) -> Message:
    if error.number is None:
        return Message(
            say._("There is nothing to measure yet: no vote is closed in this space."),
            kept=nothing_changed(say),
            next=say._("`/proposal list` shows what is under way."),
        )
    return Message(
        say._("There is nothing to measure of #{number} yet: its vote isn't closed.").format(
            number=error.number
        ),
        kept=nothing_changed(say),
        next=say._("`/proposal view` shows where it stands."),
    )
