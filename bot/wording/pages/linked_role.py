"""The page on which members have their figures told to Discord."""

import msgspec

from bot.domain.linked_roles import LinkedField
from bot.wording.language import Language
from bot.wording.linked_roles import field_document


class AskWords(msgspec.Struct, frozen=True):
    """What stands beneath, before it is told."""

    fields: tuple[str, ...]
    kept: str
    button: str


class LinkedRoleWords(msgspec.Struct, frozen=True):
    title: str
    text: str
    ask: AskWords | None = None
    again: str = ""
    """Where it was told: the way to do so again."""


def linked_role_words(server: str, say: Language) -> LinkedRoleWords:
    fields = tuple(field_document(each) for each in LinkedField)
    locale = "es-ES" if say.locale.language == "es" else str(say.locale)
    ask = AskWords(
        fields=tuple(each["name_localizations"].get(locale, each["name"]) for each in fields),
        kept=say._(
            "The bot keeps nothing of it, and no key to your account: come back when it has changed. In Discord, User "
            "Settings, Connections takes it away."
        ),
        button=say._("Log in with Discord and tell it"),
    )
    text = say._(
        "A server on Discord gives roles for what is true of you in {server}. If you want that, the bot reads this "
        "now and tells it to Discord, by which any server where the bot is can give you a role:"
    )
    return LinkedRoleWords(say._("Your figures for a linked role"), text.format(server=server), ask)


def told_words(say: Language) -> LinkedRoleWords:
    return LinkedRoleWords(
        say._("Discord knows your figures"),
        say._("Go back to Discord: the role is yours if you meet what the server asks."),
        again=say._("They don't change by themselves. Read them again"),
    )
