"""Refusals around delegating."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language

_PEOPLE_ON_A_PATH = 12


@message.register
def _(error: errors.DelegationToOneself, say: Language) -> Message:
    return Message(
        say._("You can't delegate to yourself."),
        kept=nothing_changed(say),
        next=say._(
            "You vote with your own power anyway; choose another member, or `/delegate revoke` to take it back."
        ),
    )


@message.register
def _(error: errors.DelegationToBot, say: Language) -> Message:
    return Message(
        say._("A bot can't be your delegate: {member} does not vote.").format(
            member=say.markup.member(error.member)
        ),
        kept=nothing_changed(say),
        next=say._("Choose a member; `/delegate board` shows who votes for others here."),
    )


@message.register
def _(error: errors.DelegationToStranger, say: Language) -> Message:
    return Message(
        say._("Your delegate has to be in this server: {member} is not.").format(
            member=say.markup.member(error.member)
        ),
        kept=nothing_changed(say),
        next=say._(
            "Invite them first, or choose another member; `/delegate board` shows who votes for others here."
        ),
    )


@message.register
def _(error: errors.DelegateRefuses, say: Language) -> Message:
    return Message(
        say._("You can't delegate to {member}: they accept no power of others at present.").format(
            member=say.markup.member(error.member)
        ),
        kept=nothing_changed(say),
        next=say._("Choose another member; `/delegate board` shows who votes for others here."),
    )


@message.register
def _(error: errors.DelegationOver, say: Language) -> Message:
    return Message(
        say._("This delegation would be over already: {until}.").format(until=say.moment(error.until)),
        kept=nothing_changed(say),
        next=say._("Write how long it should last, such as `90d`, or leave `until` empty."),
    )


@message.register
def _(error: errors.BadParts, say: Language) -> Message:
    return Message(
        say._("Your power can't be split like this."),
        kept=nothing_changed(say),
        next=say._(
            "Name at most {delegates} different members, and for each a number of parts between 1 and {parts}: 60 and "
            "40 are six tenths and four tenths."
        ).format(delegates=say.number(error.most_delegates), parts=say.number(error.most_parts)),
    )


@message.register
def _(error: errors.DelegationCycle, say: Language) -> Message:
    path = error.path
    if len(path) > _PEOPLE_ON_A_PATH:
        path = (*path[: _PEOPLE_ON_A_PATH - 2], *path[-2:])
    names = [say.markup.member(each) for each in path]
    if (more := len(error.path) - _PEOPLE_ON_A_PATH) > 0:
        names.insert(-2, say.npgettext("value", "{number} more", "{number} more", more).format(number=more))
    circle = say._("Power is passed on here, so that a circle would leave it with nobody.")
    return Message(
        say._("Your power would come back to you: {path}.").format(path=" → ".join(names)),
        kept=f"{nothing_changed(say)} {circle}",
        next=say._(
            "Choose a delegate who doesn't delegate to you in the end, or ask one of these members to revoke theirs."
        ),
    )


@message.register
def _(error: errors.DelegationUnknown, say: Language) -> Message:
    if error.track:
        happened = say._("You have made no delegation on track {track} that could be revoked.").format(
            track=say.markup.name(error.track, 40)
        )
    else:
        happened = say._("You have made no delegation here that could be revoked.")
    return Message(
        happened,
        kept=nothing_changed(say),
        next=say._("`/delegate list` shows yours; choose one of the suggestions."),
    )


@message.register
def _(error: errors.DelegationOff, say: Language) -> Message:
    if error.track:
        happened = say._("On track {track} power is not delegated through the bot.").format(
            track=say.markup.name(error.track, 40)
        )
    else:
        happened = say._("In this server power is not delegated through the bot.")
    return Message(
        happened,
        kept=nothing_changed(say),
        next=say._(
            "Vote yourself; where power comes from a token with on-chain delegation, that delegation counts."
        ),
    )
