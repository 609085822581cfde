"""What can't be counted otherwise, and why."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language

_NAME = 40


@message.register
def _(error: errors.BallotsSayOtherwise, say: Language) -> Message:
    return Message(
        say._("The ballots don't say what {mechanism} asks.").format(
            mechanism=say.markup.code(error.mechanism)
        ),
        kept=nothing_changed(say),
        next=say._("They can be counted by {mechanisms}.").format(
            mechanisms=", ".join(map(say.markup.code, error.allowed))
        ),
    )


@message.register
def _(error: errors.UnknownCounting, say: Language) -> Message:
    return Message(
        say._("There is no mechanism {mechanism}.").format(
            mechanism=say.markup.code(say.markup.name(error.mechanism, _NAME))
        ),
        kept=nothing_changed(say),
        next=say._("There are {mechanisms}.").format(mechanisms=", ".join(map(say.markup.code, error.known))),
    )
