"""Refusals while a draft looks for sponsors."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.NoSponsoring, say: Language) -> Message:
    return Message(
        say._("The rules of this track take no sponsors."),
        kept=nothing_changed(say),
        next=say._("Let somebody who holds enough propose it."),
    )


@message.register
def _(error: errors.CalledOften, say: Language) -> Message:
    if error.of_draft:
        return Message(
            say._("This draft has asked for sponsors {number} times, and more are not possible.").format(
                number=error.limit
            ),
            kept=say._("Your draft is kept."),
            next=say._("Let somebody who holds enough propose it, or discard it and propose it anew."),
        )
    return Message(
        say._(
            "You have asked for sponsors of {number} drafts within a week, and more at once are not possible."
        ).format(number=error.limit),
        kept=say._("Your draft is kept."),
        next=say._("Ask again when one of them is in discussion, or a week after you asked for the first."),
    )


@message.register
def _(error: errors.CallOver, say: Language) -> Message:
    return Message(
        say._("This draft doesn't look for sponsors any more, or was changed since."),
        kept=nothing_changed(say),
        next=say._("Look for a newer message about it in this channel, or ask its author."),
    )


@message.register
def _(error: errors.OwnDraft, say: Language) -> Message:
    return Message(
        say._("It is your own draft: what you hold counts already."),
        kept=nothing_changed(say),
        next=say._("Ask others to press “Sponsor”; `/proposal view` shows you the draft."),
    )


@message.register
def _(error: errors.TooLittleToSponsor, say: Language) -> Message:
    return Message(
        say._("To sponsor it you need {needed}; you hold {held}.").format(
            needed=say.power(error.needed, error.decimals, error.symbol),
            held=say.power(error.held, error.decimals, error.symbol),
        ),
        kept=nothing_changed(say),
        next=say._("Link the wallet that holds it with `/wallet link`, then press the button again."),
    )


@message.register
def _(error: errors.NoSponsor, say: Language) -> Message:
    return Message(
        say._("You don't sponsor this draft."),
        kept=nothing_changed(say),
        next=say._("To sponsor it, press “Sponsor”."),
    )


@message.register
def _(error: errors.SponsorsFull, say: Language) -> Message:
    return Message(
        say._("{number} members sponsor this draft, and more are not possible.").format(number=error.limit),
        kept=nothing_changed(say),
        next=say._("Its author sees with *Submit* what it still lacks."),
    )
