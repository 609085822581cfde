"""Refusals of a file with another server's settings."""

from bot.domain.errors.governance import settings_files
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language

_NAMED = 10
_NAME_LIMIT = 60


@message.register
def _(error: settings_files.BadSettingsFile, say: Language) -> Message:
    return Message(
        say._("That file can't be read: {why}.").format(why=clause(error.fault, say)),
        kept=nothing_changed(say),
        next=say._("`/settings export` writes one in the other server; send it as it is."),
    )


@message.register
def _(error: settings_files.NamesMissing, say: Language) -> Message:
    roles = [f"“{say.markup.name(each, _NAME_LIMIT)}”" for each in error.roles[:_NAMED]]
    categories = [f"“{say.markup.name(each, _NAME_LIMIT)}”" for each in error.categories[:_NAMED]]
    if roles and categories:
        found = say._(
            "These rules need the roles {roles} and the categories {categories}, one of each name."
        ).format(roles=say.both(roles), categories=say.both(categories))
    elif roles:
        found = say._("These rules need the roles {roles}, one of each name.").format(roles=say.both(roles))
    else:
        found = say._("These rules need the categories {categories}, one of each name.").format(
            categories=say.both(categories)
        )
    return Message(
        found,
        kept=nothing_changed(say),
        next=say._("Create them in Discord, or rename what is there, and use the command again."),
    )


@clause.register
def _(fault: settings_files.NoSettings, say: Language) -> str:
    return say._("its first line doesn't say {format}").format(format=say.markup.code(typed(fault.format)))


@clause.register
def _(fault: settings_files.SettingUnread, say: Language) -> str:
    return say._("{place} has another form").format(place=say.markup.code(typed(fault.place)))
