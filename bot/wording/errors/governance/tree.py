"""Refusals of what is about a part of the server."""

from bot.domain import errors
from bot.domain.errors.governance import tree
from bot.domain.ids import ChannelId
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.SpaceArchived, say: Language) -> Message:
    return Message(
        say._("{space} was dissolved: nothing new is proposed there.").format(space=_name(error.name, say)),
        kept=say._("What was typed or drafted is kept, and votes that run go on."),
        next=say._("Use `/propose` in a channel of another space; `/gov space tree` shows them."),
    )


@message.register
def _(error: errors.SpaceUnknown, say: Language) -> Message:
    return Message(
        say._("There is no space {name} in this server.").format(name=say.markup.code(typed(error.name))),
        kept=nothing_changed(say),
        next=say._("Choose one of them: {spaces}.").format(
            spaces=", ".join(_name(each, say) for each in error.known[:20])
        ),
    )


@message.register
def _(error: errors.SetUpByParent, say: Language) -> Message:
    return Message(
        say._(
            "{space} is a part of this server's DAO, whose vote created it: `/gov setup` is for the whole."
        ).format(space=_name(error.name, say)),
        kept=nothing_changed(say),
        next=say._(
            "Change its rules here with `/gov track` and `/gov policy`; for the whole server use `/gov setup` in "
            "another channel."
        ),
    )


@clause.register
def _(fault: tree.SpaceNameTaken, say: Language) -> str:
    return say._("there is a space {name} already, or there was one").format(name=_name(fault.name, say))


@clause.register
def _(fault: tree.ChannelTaken, say: Language) -> str:
    return say._("{channel} is a channel of {space} already; each space has its own").format(
        channel=say.markup.channel(ChannelId(fault.channel)), space=_name(fault.space, say)
    )


@clause.register
def _(fault: tree.TooDeep, say: Language) -> str:
    return say._("at most {limit} spaces stand above one").format(limit=say.number(fault.limit))


@clause.register
def _(fault: tree.TooManyChildren, say: Language) -> str:
    return say._("a space has at most {limit} spaces of its own").format(limit=say.number(fault.limit))


@clause.register
def _(fault: tree.TooManySpaces, say: Language) -> str:
    return say._("a server has at most {limit} spaces").format(limit=say.number(fault.limit))


def _name(name: str, say: Language) -> str:
    return say.markup.strong(say.markup.name(name, LONGEST_SPACE_NAME))
