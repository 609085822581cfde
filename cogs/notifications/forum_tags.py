"""The tags of a forum's posts, by which one sees where their proposals stand, and can filter them in Discord."""

import asyncio
from weakref import WeakValueDictionary

import discord
import structlog

from bot.client import FolkmootClient
from bot.domain.errors import ServiceRefused
from bot.domain.ids import ChannelId
from bot.domain.proposals.state import State
from bot.services.ports import Posted
from bot.wording.language import Language, language
from bot.wording.proposals.lifecycle.forum_tags import MOST_TAGS, tag_name, tag_names
from cogs.components.interactions.discord_errors import Gone, NotAllowed, discord_answers

MOST_APPLIED = 5
"""Tags of a post, that Discord allows."""

_LEFT = (Gone, NotAllowed, ServiceRefused)
"""What stops nothing else: a tag says nothing that the post doesn't say, too, and `doctor` names the permission."""

_log = structlog.get_logger(__name__)
_making: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
"""Of each forum whose tags are being looked at: Discord takes all of them at once, so two who add some would undo each
other's."""


async def tag_of(client: FolkmootClient, forum_id: int, now: State, say: Language) -> discord.ForumTag | None:
    """The forum's tag for this state. Where some are missing they are made, if the bot may and there is room; None
    where there is none, or Discord refuses. Raises DiscordUnavailable, AskedToWait."""
    try:
        async with _making.setdefault(forum_id, asyncio.Lock()):
            return await _found_or_made(client, forum_id, now, say)
    except _LEFT as why:
        _log.warning("tags.refused", forum=forum_id, why=str(why))
        return None


async def bring_tags_up_to_date(client: FolkmootClient, starter: Posted, now: State, say: Language) -> None:
    """Give the post of this first message the tag of the state, in place of that of another one; nothing where it is in
    no forum, has it, or nobody lets the bot. Raises DiscordUnavailable, AskedToWait."""
    if int(starter.channel) != int(starter.message):
        # Its first message has another number than its thread only outside of a forum.
        return
    try:
        await _tag(client, starter.channel, now, say)
    except _LEFT as why:
        _log.warning("tags.stale", post=starter.channel, why=str(why))


async def _found_or_made(
    client: FolkmootClient, forum_id: int, now: State, say: Language
) -> discord.ForumTag | None:
    with discord_answers("look at the tags of a forum"):
        # As they are now: of what was changed a moment ago the gateway may not have told yet.
        forum = await client.fetch_channel(forum_id)
    if not isinstance(forum, discord.ForumChannel):
        return None
    found = _named(forum, tag_name(now, say), tag_name(now, language()))
    if found is None and forum.permissions_for(forum.guild.me).manage_channels:
        found = _named(await _with_tags(forum, say), tag_name(now, say))
    return found


async def _tag(client: FolkmootClient, place: ChannelId, now: State, say: Language) -> None:
    with discord_answers("look at a forum's post"):
        post = client.get_channel(place) or await client.fetch_channel(place)
    if not isinstance(post, discord.Thread) or not isinstance(post.parent, discord.ForumChannel):
        return
    ours = {name.casefold() for name in (*tag_names(say), *tag_names(language()))}
    there = [tag.name.casefold() for tag in post.applied_tags if tag.name.casefold() in ours]
    if there in ([tag_name(now, say).casefold()], [tag_name(now, language()).casefold()]):
        return
    wanted = await tag_of(client, post.parent_id, now, say)
    if wanted is None:
        return
    others = [tag for tag in post.applied_tags if tag.name.casefold() not in ours]
    applied = [*others[: MOST_APPLIED - 1], wanted]
    with discord_answers("tag a forum's post"):
        if post.archived:
            await post.edit(applied_tags=applied, archived=False)
        else:
            await post.edit(applied_tags=applied)


async def _with_tags(forum: discord.ForumChannel, say: Language) -> discord.ForumChannel:
    """The forum with all tags that there is room for. Only those who moderate it can apply them: nobody calls a
    proposal passed by hand."""
    missing = [
        discord.ForumTag(name=name, moderated=True) for name in tag_names(say) if not _named(forum, name)
    ]
    tags = [*forum.available_tags, *missing][:MOST_TAGS]
    if len(tags) == len(forum.available_tags):
        return forum
    with discord_answers("add tags to a forum"):
        changed = await forum.edit(available_tags=tags)
    assert changed is not None, "its tags were changed"
    return changed


def _named(forum: discord.ForumChannel, *names: str) -> discord.ForumTag | None:
    wanted = {name.casefold() for name in names}
    return next((tag for tag in forum.available_tags if tag.name.casefold() in wanted), None)
