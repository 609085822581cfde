"""Refusals of what goes beyond the limits of a track."""

from bot.domain import errors
from bot.domain.actions.limits import OfSpace
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.governance.policies.limits import breach_words
from bot.wording.language import Language

_SHOWN = 5


@message.register
def _(error: errors.BeyondLimits, say: Language) -> Message:
    lines = [f"• {breach_words(each, say)}" for each in error.breaches[:_SHOWN]]
    if (more := len(error.breaches) - _SHOWN) > 0:
        lines.append(f"• {say.and_more(more)}")
    if isinstance(error.breaches[0], OfSpace):
        return Message(
            say._("This goes beyond what may be moved in this part of the server."),
            kept="\n".join([nothing_changed(say), *lines]),
            next=say._(
                "Ask for less, or later, or take the draft to the space above with the button below it. `/gov space "
                "show` says what may be moved and what is left of it."
            ),
        )
    return Message(
        say._("This goes beyond the limits of the track."),
        kept="\n".join([nothing_changed(say), *lines]),
        next=say._(
            "Ask for less, or on another track, or later. `/gov policy show` says what the track may do and has left."
        ),
    )
