"""Threads and forum posts with a real discord.py."""

import discord as discordpy
import pytest

from sandbox.discord import CannotDo, Permission

P = Permission


async def test_a_thread_on_a_message_has_its_id(town, bot):
    sent = await bot.get_channel(town.channel.id).send("card")

    thread = await sent.create_thread(name="Discussion", auto_archive_duration=10080)
    await thread.send("first")

    [made] = town.channel.threads
    assert (made.id, made.name, made.kind, made.auto_archive_minutes) == (sent.id, "Discussion", 11, 10080)
    assert town.channel.messages[0].thread is made
    assert [message.text for message in made.messages if message.kind == 0] == ["first"]
    assert (await sent.fetch()).thread.id == thread.id
    with pytest.raises(discordpy.HTTPException) as refused:
        await sent.create_thread(name="Again")
    assert refused.value.code == 160004


async def test_a_thread_without_a_message_leaves_a_notice(town, bot):
    thread = await bot.get_channel(town.channel.id).create_thread(
        name="Talk", type=discordpy.ChannelType.public_thread
    )

    await bot.until("thread_create")
    assert [(message.kind, message.content) for message in town.channel.messages] == [(18, "Talk")]
    assert thread.owner_id == town.app.user_id


async def test_an_announcement_channels_threads_have_their_own_kind(town, bot):
    news = town.guild.create_announcement_channel("news")
    await bot.until("guild_channel_create")
    sent = await bot.get_channel(news.id).send("result")

    assert (await sent.create_thread(name="Talk")).type is discordpy.ChannelType.news_thread


async def test_a_post_has_tags_and_a_first_message_with_its_id(town, bot):
    forum = bot.get_channel(town.forum.id)
    tag = discordpy.utils.get(forum.available_tags, name="open")

    made = await forum.create_thread(name="Plan", content="the text", applied_tags=[tag])

    [post] = town.forum.posts
    assert made.thread.id == made.message.id == post.id == post.starter.id
    assert (post.name, post.tag_names, post.starter.text) == ("Plan", ["open"], "the text")


async def test_tags_are_changed_and_moderated_ones_need_a_permission(town, bot):
    forum = bot.get_channel(town.forum.id)
    post = (await forum.create_thread(name="Plan", content="x")).thread
    official = discordpy.utils.get(forum.available_tags, name="official")
    with pytest.raises(discordpy.Forbidden):
        await post.add_tags(official)
    town.bot_member.roles[0].allow(town.bot_member.permissions | P.MANAGE_THREADS)

    await post.add_tags(official)

    await bot.until("thread_update")
    assert town.forum.posts[0].tag_names == ["official"]


async def test_a_forum_can_require_a_tag(town, bot):
    town.forum.flags = 1 << 4

    with pytest.raises(discordpy.HTTPException) as refused:
        await bot.get_channel(town.forum.id).create_thread(name="Plan", content="x")

    assert refused.value.code == 40067


async def test_a_message_takes_a_thread_out_of_the_archive_unless_it_is_locked(town, bot):
    thread = await bot.get_channel(town.channel.id).create_thread(
        name="Talk", type=discordpy.ChannelType.public_thread
    )
    await thread.edit(archived=True)
    assert town.channel.threads[0].archived
    await thread.send("again")
    assert not town.channel.threads[0].archived

    town.channel.threads[0].locked = True

    with pytest.raises(discordpy.HTTPException) as refused:
        await thread.send("too late")
    assert refused.value.code == 160005
    with pytest.raises(CannotDo, match="locked"):
        await town.ada.say(town.channel.threads[0], "too late")


async def test_nothing_is_edited_in_an_archived_thread(town, bot):
    thread = await bot.get_channel(town.channel.id).create_thread(
        name="Talk", type=discordpy.ChannelType.public_thread
    )
    sent = await thread.send("old")
    await thread.edit(archived=True)

    for attempt in (sent.edit(content="new"), thread.edit(name="New"), thread.join()):
        with pytest.raises(discordpy.HTTPException) as refused:
            await attempt
        assert refused.value.code == 50083
    await thread.edit(archived=False, name="New")
    assert town.channel.threads[0].name == "New"


async def test_archived_threads_are_found_page_by_page(town, bot):
    channel = bot.get_channel(town.channel.id)
    for number in range(3):
        opened = await town.ada.open_thread(town.channel, f"talk {number}")
        opened.archive()

    assert [thread.name async for thread in channel.archived_threads(limit=2)] == ["talk 2", "talk 1"]
    assert len([thread async for thread in channel.archived_threads(limit=None)]) == 3
    assert [thread.name for thread in await bot.get_guild(town.guild.id).active_threads()] == []


async def test_threads_have_members(town, bot):
    opened = await town.ada.open_thread(town.channel, "talk")
    await bot.until("thread_create")
    thread = bot.get_channel(town.channel.id).get_thread(opened.id)

    await thread.join()
    await thread.add_user(discordpy.Object(town.ben.id))
    assert {member.id for member in await thread.fetch_members()} == {
        town.ada.id,
        town.app.user_id,
        town.ben.id,
    }
    await thread.leave()

    assert set(opened.joined) == {town.ada.id, town.ben.id}
    with pytest.raises(discordpy.Forbidden):
        await thread.remove_user(discordpy.Object(town.ben.id))


async def test_a_private_thread_is_seen_by_its_members_only(town, bot):
    thread = await bot.get_channel(town.channel.id).create_thread(name="Council", invitable=False)
    await thread.add_user(discordpy.Object(town.ada.id))
    [council] = town.channel.threads

    assert council.visible_to(town.ada)
    assert not council.visible_to(town.ben)
    with pytest.raises(CannotDo, match="does not see"):
        await town.ben.say(council, "hello")


@pytest.mark.parametrize(
    ("denied", "kind"),
    [
        (P.CREATE_PUBLIC_THREADS, discordpy.ChannelType.public_thread),
        (P.CREATE_PRIVATE_THREADS, discordpy.ChannelType.private_thread),
    ],
)
async def test_opening_a_thread_has_its_own_permission(town, bot, denied, kind):
    town.channel.overwrite(town.bot_member, deny=denied)

    with pytest.raises(discordpy.Forbidden) as refused:
        await bot.get_channel(town.channel.id).create_thread(name="x", type=kind)

    assert refused.value.code == 50013


async def test_writing_in_a_thread_has_its_own_permission(town, bot):
    town.channel.overwrite(town.bot_member, deny=P.SEND_MESSAGES)
    thread = await town.ada.open_thread(town.channel, "talk")
    await bot.get_partial_messageable(thread.id).send("allowed")
    town.channel.overwrite(town.bot_member, deny=P.SEND_MESSAGES_IN_THREADS)

    with pytest.raises(discordpy.Forbidden):
        await bot.get_partial_messageable(thread.id).send("refused")


async def test_a_deleted_thread_is_gone(town, bot):
    thread = await town.ada.open_thread(town.channel, "talk")
    await bot.until("thread_create")

    thread.delete()

    await bot.until("thread_delete")
    assert town.channel.threads == []
    with pytest.raises(discordpy.NotFound):
        await bot.fetch_channel(thread.id)
