"""The spaces of a server as a tree."""

from bot.domain.spaces.space import LONGEST_SPACE_NAME, Space
from bot.domain.spaces.tree import SpaceTree
from bot.wording.language import Language

_INDENT = "　"
"""A wide space, which Discord keeps at the beginning of a line."""


def tree_lines(tree: SpaceTree, here: Space, say: Language) -> list[str]:
    """Each space below the one that created it, with its channel; `here` is the one of the channel where one asks."""
    lines = [say._("**This server's DAO and its parts** (📍 is the one of this channel)")]
    lines += [_INDENT * depth + _line(space, here, say) for depth, space in tree.walk()]
    if len(tree.spaces) == 1:
        lines.append(
            say._(
                "It has no parts. Only a vote of the whole can create one, and only where its rules let it."
            )
        )
    return lines


def space_name(space: Space, say: Language) -> str:
    return say.markup.strong(say.markup.name(space.name, LONGEST_SPACE_NAME))


def space_path(space: Space, above: list[Space], say: Language) -> str:
    """A space below all that stand above it, as `DAO › Grants`; the root alone by its name."""
    names = [each.name for each in reversed(above)] + [space.name]
    return " › ".join(say.markup.name(name, LONGEST_SPACE_NAME) for name in names)


def archived_line(space: Space, say: Language) -> str | None:
    """That a space was dissolved, and when; None for one that lives."""
    if space.archived_at is None:
        return None
    return say._("🗄️ **Dissolved** {when}: nothing new is proposed here, and what runs goes on.").format(
        when=say.when(space.archived_at)
    )


def _line(space: Space, here: Space, say: Language) -> str:
    name = space_name(space, say)
    if space.archived_at is not None:
        line = say._("🗄️ {space}, dissolved {when}").format(space=name, when=say.when(space.archived_at))
    elif space.parent is None:
        line = say._("{space} in {channel}").format(
            space=name, channel=say.markup.channel(space.announcements)
        )
    else:
        line = say._("{space} in {channel}, moderated by {role}").format(
            space=name,
            channel=say.markup.channel(space.announcements),
            role=say.markup.role(space.moderators),
        )
    return f"📍 {line}" if space.id == here.id else line
