"""The bot's own account and application, its guilds, and what one finds there."""

import io

import discord as discordpy
import pytest
from discord import ui

from sandbox.discord import Intent


async def test_a_bot_finds_its_application_and_account(town, bot):
    info = await bot.application_info()

    assert (info.id, info.name, info.owner.name) == (town.app.id, "Folkmoot", "folkmoot_team")
    assert info.approximate_guild_count == 1
    assert not info.flags.gateway_message_content
    assert (bot.user.id, bot.user.bot) == (town.app.user_id, True)
    assert (await bot.fetch_user(town.ada.id)).name == "ada"


async def test_the_switched_on_intents_are_in_the_applications_flags(town, raw):
    town.app.privileged_intents = int(Intent.MESSAGE_CONTENT | Intent.GUILD_MEMBERS)

    application = (await raw("GET", "/oauth2/applications/@me"))[1]

    assert application["flags"] == 1 << 19 | 1 << 15


async def test_a_bot_renames_itself(town, raw):
    assert (await raw("PATCH", "/users/@me", {"username": "Moot"}))[1]["username"] == "Moot"
    assert (await raw("PATCH", f"/guilds/{town.guild.id}/members/@me", {"nick": "M"}))[1]["nick"] == "M"


async def test_a_bot_lists_its_guilds_and_leaves_one(town, server, bot):
    other = server.create_guild("Second")
    other.invite(town.app)
    await bot.until("guild_join")
    assert [guild.name async for guild in bot.fetch_guilds()] == ["Folkmoot DAO", "Second"]

    await bot.get_guild(other.id).leave()

    await bot.until("guild_remove")
    assert [guild.name async for guild in bot.fetch_guilds()] == ["Folkmoot DAO"]


async def test_a_guild_is_fetched_with_its_roles_channels_and_counts(town, bot):
    guild = await bot.fetch_guild(town.guild.id, with_counts=True)

    assert (guild.name, guild.owner_id, guild.approximate_member_count) == (
        "Folkmoot DAO",
        town.guild.owner.id,
        4,
    )
    assert [role.name for role in await guild.fetch_roles()] == ["@everyone", "Guardian", "Folkmoot"]
    assert (await guild.fetch_role(town.guardian.id)).name == "Guardian"
    assert [channel.name for channel in await guild.fetch_channels()] == ["announcements", "discussion"]
    assert (await bot.http.get_member(guild.id, town.ada.id))["roles"] == [str(town.guardian.id)]


async def test_a_person_of_two_guilds_is_one_user(town, server):
    other = server.create_guild("Second")

    there = other.create_member("ada", user=town.ada.user)

    assert there.id == town.ada.id
    assert there.guild is not town.ada.guild


async def test_a_post_can_carry_a_file(town, bot):
    file = discordpy.File(io.BytesIO(b"# text"), "text.md")

    made = await bot.get_channel(town.forum.id).create_thread(name="Plan", content="see file", file=file)

    assert await made.message.attachments[0].read() == b"# text"
    assert town.forum.posts[0].starter.attachments[0].content == b"# text"


async def test_a_file_that_nobody_uploaded_is_not_there(town, bot):
    with pytest.raises(discordpy.NotFound):
        await bot.http.get_from_cdn(f"{town.server.world.base_url}/attachments/1/2/x.txt")


async def test_buttons_work_in_direct_messages(town, bot):
    class Panel(ui.LayoutView):
        row = ui.ActionRow()

        @row.button(label="Unlink", custom_id="unlink")
        async def unlink(self, interaction, button):
            await interaction.response.send_message(f"{interaction.guild_id} {interaction.user.name}")

    await (await bot.fetch_user(town.ada.id)).send(view=Panel(timeout=None))

    reply = await town.ada.click(town.ada.inbox(town.app)[0], "Unlink")

    assert reply.text == "None ada"
    assert len(town.ada.inbox(town.app)) == 2


async def test_bots_and_strangers_get_no_direct_messages(town, server, raw):
    stranger = server.create_guild("Elsewhere").create_member("eve")

    for recipient in (stranger.id, town.app.user_id):
        status, answer = await raw("POST", "/users/@me/channels", {"recipient_id": str(recipient)})
        assert (status, answer["code"]) == (403, 50007)
    assert (await raw("POST", "/users/@me/channels", {"recipient_id": "1"}))[0] == 400
