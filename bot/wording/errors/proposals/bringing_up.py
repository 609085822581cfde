"""Refusals of what a part would bring up to the space above."""

from bot.domain import errors
from bot.domain.errors.proposals import bringing_up
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.wording.errors.base import Message, clause, message, nothing_changed
from bot.wording.language import Language

_TRACK_LIMIT = 40


@message.register
def _(error: errors.NotBroughtUp, say: Language) -> Message:
    happened = say._("This is not brought up to the space above: {why}.").format(why=clause(error.fault, say))
    return Message(happened, kept=nothing_changed(say), next=_next(error, say))


@message.register
def _(error: errors.DraftMoved, say: Language) -> Message:
    return Message(
        say._("This draft was taken to the space above while it was submitted."),
        kept=say._("It is kept there, and not submitted."),
        next=say._("Look at it with `/proposal view`, and submit it by the rules that it has now."),
    )


def _next(error: errors.NotBroughtUp, say: Language) -> str:
    match error.fault:
        case bringing_up.WithinLimits():
            return say._("Submit the draft as it is.")
        case bringing_up.OnlyCalls():
            return say._("Leave in it only what is paid or called, and propose the rest on its own.")
        case bringing_up.OnOneChain():
            return say._("Make a proposal of its own for each chain.")
        case bringing_up.DecidesItself():
            return say._(
                "Ask for less, or propose in the space above that it pays from what it holds itself."
            )
        case _:
            return say._(
                "Ask a moderator of that space to name one: `parts_track` in the rules of `main`, with `/gov policy "
                "upload`."
            )


@clause.register
def _(fault: bringing_up.WithinLimits, say: Language) -> str:
    return say._(
        "nothing in this draft is beyond what was set from above, so that the part decides on it itself"
    )


@clause.register
def _(fault: bringing_up.OnlyCalls, say: Language) -> str:
    return say._(
        "only payments and other calls of a part's executor are, and everything else in it would be about that space"
    )


@clause.register
def _(fault: bringing_up.OnOneChain, say: Language) -> str:
    return say._("one executor on one chain has to carry it out")


@clause.register
def _(fault: bringing_up.DecidesItself, say: Language) -> str:
    return say._("what would carry it out does what its own voters decide, whoever else votes for it")


@clause.register
def _(fault: bringing_up.NoTrackForParts, say: Language) -> str:
    return say._("the rules of {space} name no track that takes what its parts bring up").format(
        space=_space(fault.space, say)
    )


@clause.register
def _(fault: bringing_up.TrackUnfit, say: Language) -> str:
    return say._(
        "the rules of {space} name the track {track} for it, and there is no such track, or it decides on nothing of "
        "the kind"
    ).format(space=_space(fault.space, say), track=say.markup.name(fault.track, _TRACK_LIMIT))


def _space(name: str, say: Language) -> str:
    return say.markup.strong(say.markup.name(name, LONGEST_SPACE_NAME))
