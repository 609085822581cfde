"""The kinds of acts on the server, as a policy lets them be proposed."""

from bot.domain.councils.lines import WINNERS
from bot.domain.server_acts.executor import ServerExecutor
from bot.domain.server_acts.kind import ActKind
from bot.wording.language import Language

_SHOWN = 10
_PRESET = "subdao"
"""Of the example of a new part."""
_DAYS = 30
"""Of the example of a limit."""


def kind_words(kind: ActKind, say: Language) -> str:
    """What acts of the kind do, within a list."""
    match kind:
        case ActKind.GRANT_ROLE:
            return say.pgettext("value", "give roles")
        case ActKind.GRANT_TO_WINNERS:
            return say.pgettext("value", "give roles to those who are elected")
        case ActKind.TAKE_ROLE:
            return say.pgettext("value", "take roles")
        case ActKind.CREATE_ROLE:
            return say.pgettext("value", "create roles")
        case ActKind.CHANGE_RULES:
            return say.pgettext("value", "change the rules of tracks")
        case ActKind.RETIRE_TRACK:
            return say.pgettext("value", "retire tracks")
        case ActKind.CHANGE_MODERATORS:
            return say.pgettext("value", "name who moderates")
        case ActKind.CHANGE_GUARDIANS:
            return say.pgettext("value", "name who may veto")
        case ActKind.CREATE_SPACE:
            return say.pgettext("value", "create parts with rules of their own")
        case ActKind.LIMIT_SPACE:
            return say.pgettext("value", "set what parts may move")
        case ActKind.ARCHIVE_SPACE:
            return say.pgettext("value", "dissolve parts")
        case ActKind.CREATE_CHANNEL:
            return say.pgettext("value", "create channels")
        case ActKind.RENAME_CHANNEL:
            return say.pgettext("value", "rename channels")
        case ActKind.ARCHIVE_CHANNEL:
            return say.pgettext("value", "archive channels")
        case ActKind.VETO:
            return say.pgettext("value", "veto what passed in parts")


def how_to_write(kind: ActKind) -> str:
    """A line that does it, as it is written."""
    match kind:
        case ActKind.GRANT_ROLE:
            return "grant @Role to <@member>"
        case ActKind.GRANT_TO_WINNERS:
            return f"grant @Role to {WINNERS}"
        case ActKind.TAKE_ROLE:
            return "take @Role from <@member>"
        case ActKind.CREATE_ROLE:
            return 'create role "Name"'
        case ActKind.CHANGE_RULES:
            return "rules main: preset quadratic, quorum 20%"
        case ActKind.RETIRE_TRACK:
            return 'retire track "Name"'
        case ActKind.CHANGE_MODERATORS:
            return "moderators @Role"
        case ActKind.CHANGE_GUARDIANS:
            return "guardians @Role"
        case ActKind.CREATE_SPACE:
            return (
                f'create space "Name" from {_PRESET} moderators @Role announcements #a discussion #b log #c'
            )
        case ActKind.LIMIT_SPACE:
            return f'limit space "Name" to 5,000 USDC per {_DAYS} days'
        case ActKind.ARCHIVE_SPACE:
            return 'archive space "Name"'
        case ActKind.CREATE_CHANNEL:
            return 'create channel "name" in #category'
        case ActKind.RENAME_CHANNEL:
            return 'rename #channel to "name"'
        case ActKind.ARCHIVE_CHANNEL:
            return "archive #channel"
        case ActKind.VETO:
            return "veto #12"


def server_line(server: ServerExecutor, say: Language) -> str:
    """What a policy lets its proposals change in the server."""
    line = say._("**Server**: what passes may {acts}.").format(
        acts=", ".join(kind_words(kind, say) for kind in server.acts)
    )
    parts = [line]
    if server.roles:
        roles = _shown([say.markup.role(role) for role in server.roles], say)
        parts.append(say._("Roles that may be given and taken: {roles}.").format(roles=roles))
    if server.categories:
        categories = _shown([say.markup.channel(each) for each in server.categories], say)
        parts.append(say._("Channels may be changed in {categories}.").format(categories=categories))
    return " ".join(parts)


def _shown(names: list[str], say: Language) -> str:
    more = len(names) - _SHOWN
    return ", ".join([*names[:_SHOWN], *([say.and_more(more)] if more > 0 else [])])
