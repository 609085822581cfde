"""Refusals in the running of a space and its tracks."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed, typed
from bot.wording.language import Language


def _ask_them(say: Language) -> str:
    return say._("Ask one of them; `/help` names their role.")


@message.register
def _(error: errors.NotSetUp, say: Language) -> Message:
    return Message(
        say._("Folkmoot is not set up in this server yet."),
        kept=nothing_changed(say),
        next=say._("Somebody with Discord's Manage Server permission runs `/gov setup` first."),
    )


@message.register
def _(error: errors.NotModerator, say: Language) -> Message:
    return Message(
        say._("This is for moderators of the space."), kept=nothing_changed(say), next=_ask_them(say)
    )


@message.register
def _(error: errors.NotGuardian, say: Language) -> Message:
    return Message(
        say._("Only guardians of the space may veto."), kept=nothing_changed(say), next=_ask_them(say)
    )


@message.register
def _(error: errors.AuditorsFull, say: Language) -> Message:
    return Message(
        say._("This server has {most} auditors, and can't have more.").format(most=error.most),
        kept=nothing_changed(say),
        next=say._("Take one away with `/gov auditors remove`, or name a role that several have."),
    )


@message.register
def _(error: errors.AuditorUnknown, say: Language) -> Message:
    return Message(
        say._("That is none of this server's auditors."),
        kept=nothing_changed(say),
        next=say._("`/gov space show` names them."),
    )


@message.register
def _(error: errors.ReasonMissing, say: Language) -> Message:
    return Message(
        say._("This act needs a reason, which everyone can read."),
        kept=nothing_changed(say),
        next=say._("Use the command again and say why in `reason`."),
    )


@message.register
def _(error: errors.SetupOver, say: Language) -> Message:
    return Message(
        say._("This setup is over."),
        kept=say._(
            "It was saved or given up, or nobody went on with it for 7 days. Nothing was changed now."
        ),
        next=say._("Use `/gov setup` to go on, or to begin anew."),
    )


@message.register
def _(error: errors.SetupMoved, say: Language) -> Message:
    return Message(
        say._("Something has changed since this was shown."),
        kept=f"{nothing_changed(say)} {say._('Your answers are kept.')}",
        next=say._("Read what would be saved now, and save that: `/gov setup` shows it."),
    )


@message.register
def _(error: errors.RulesUnreadable, say: Language) -> Message:
    return Message(
        say._(
            "The rules of the track {track} can't be read: what the database holds was changed from outside."
        ).format(track=say.markup.name(error.track, 40)),
        kept=say._("Open votes go on by the rules with which they opened."),
        next=say._(
            "A moderator gives the track new rules with `/gov policy apply` or `/gov policy upload` (main also with "
            "`/gov setup` and a preset), or the bot's operator restores them."
        ),
    )


@message.register
def _(error: errors.TrackUnknown, say: Language) -> Message:
    if error.known:
        choose = say._("Choose one of its tracks: {tracks}.").format(
            tracks=", ".join(say.markup.name(name, 40) for name in error.known[:20])
        )
    else:
        choose = say._("It has no tracks: a moderator makes one with `/gov track add`.")
    return Message(
        say._("There is no track {name} in this server.").format(name=say.markup.code(typed(error.name))),
        kept=nothing_changed(say),
        next=choose,
    )


@message.register
def _(error: errors.TrackExists, say: Language) -> Message:
    return Message(
        say._("There is a track {name} already.").format(name=say.markup.code(typed(error.name))),
        kept=nothing_changed(say),
        next=say._(
            "Choose another name, or change that track with `/gov track edit` or `/gov policy apply`."
        ),
    )


@message.register
def _(error: errors.TrackRetired, say: Language) -> Message:
    return Message(
        say._("The track {name} was retired: nothing new is proposed on it.").format(
            name=say.markup.code(typed(error.name))
        ),
        kept=say._("What was typed or drafted is kept."),
        next=say._(
            "Use `/propose` on another track, or ask a moderator to take this one up again with `/gov track add`."
        ),
    )
