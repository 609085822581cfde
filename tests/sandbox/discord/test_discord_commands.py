"""Commands as a bot syncs them, and who may use them."""

import enum

import discord as discordpy
import pytest
from discord import app_commands

from sandbox.discord import CannotDo, Permission


class Choice(enum.Enum):
    For = "for"
    Against = "against"


@pytest.fixture
async def gov(new_bot, start):
    """A bot with a group of commands, one for moderators, one in German, one with suggestions."""
    bot = new_bot()
    gov = app_commands.Group(
        name="gov", description="Govern", default_permissions=discordpy.Permissions(manage_guild=True)
    )
    chain = app_commands.Group(name="chain", description="Chains", parent=gov)

    @chain.command(name="add", description="Add a chain")
    async def add(interaction: discordpy.Interaction, number: app_commands.Range[int, 1, 10]):
        await interaction.response.send_message(f"chain {number}")

    vote = app_commands.Group(name="vote", description="Vote")

    @vote.command(name="cast", description="Cast")
    async def cast(
        interaction: discordpy.Interaction, proposal: str, choice: Choice, by: discordpy.Member = None
    ):
        await interaction.response.send_message(f"{proposal} {choice.value} {by and by.name}")

    @cast.autocomplete("proposal")
    async def suggest(interaction: discordpy.Interaction, typed: str):
        return [
            app_commands.Choice(name=f"Proposal {number}", value=number) for number in "17" if typed in number
        ]

    class German(app_commands.Translator):
        async def translate(self, string, locale, context):
            return "stimme" if locale is discordpy.Locale.german and string.message == "vote" else None

    await bot.tree.set_translator(German())
    bot.tree.add_command(gov)
    bot.tree.add_command(vote)
    await start(bot)
    return bot


async def test_a_command_of_a_group_of_a_group_is_found(town, gov):
    moderator = town.guild.create_member("mod", permissions=Permission.MANAGE_GUILD)

    assert (await moderator.slash(town.channel, "gov chain add", number=7)).text == "chain 7"
    with pytest.raises(CannotDo, match="from 1 to 10"):
        await moderator.slash(town.channel, "gov chain add", number=11)
    with pytest.raises(CannotDo, match="needs one of"):
        await moderator.slash(town.channel, "gov chain")


async def test_a_command_is_for_those_that_have_its_permission(town, gov):
    with pytest.raises(CannotDo, match="may not use"):
        await town.ada.slash(town.channel, "gov chain add", number=7)

    assert [command.name for command in town.ada.commands(town.channel)] == ["vote"]
    assert [command.name for command in town.guild.owner.commands(town.channel)] == ["gov", "vote"]


async def test_options_are_filled_in_as_they_were_declared(town, gov):
    reply = await town.ada.slash(town.channel, "vote cast", proposal="7", choice="For", by=town.ben)

    assert reply.text == "7 for ben"
    for wrong in (
        {"choice": "For"},
        {"proposal": "7", "choice": "Maybe"},
        {"proposal": "7", "choice": "For", "x": 1},
    ):
        with pytest.raises(CannotDo):
            await town.ada.slash(town.channel, "vote cast", **wrong)


async def test_suggestions_come_while_one_types(town, gov):
    suggested = await town.ada.autocomplete(town.channel, "vote cast", focused="proposal", value="7")

    assert suggested == [{"name": "Proposal 7", "value": "7"}]


async def test_synced_commands_keep_their_localizations_and_ids(town, gov):
    before = {command.name: command.id for command in await gov.tree.fetch_commands()}
    vote = next(command for command in await gov.tree.fetch_commands() if command.name == "vote")
    assert vote.name_localizations == {discordpy.Locale.german: "stimme"}

    again = {command.name: command.id for command in await gov.tree.sync()}

    assert again == before


async def test_a_guilds_own_command_goes_before_the_global_one(town, gov):
    guild = discordpy.Object(town.guild.id)

    @gov.tree.command(name="vote", description="The guild's", guild=guild)
    async def local(interaction: discordpy.Interaction):
        await interaction.response.send_message("local")

    await gov.tree.sync(guild=guild)

    assert (await town.ada.slash(town.channel, "vote")).text == "local"


async def test_a_command_that_was_never_synced_does_not_exist(town, bot):
    with pytest.raises(CannotDo, match="no bot has a command"):
        await town.ada.slash(town.channel, "vote")


async def test_commands_need_a_permission_of_the_member_and_an_open_thread(town, gov):
    town.channel.overwrite(town.ben, deny=Permission.USE_APPLICATION_COMMANDS)
    with pytest.raises(CannotDo, match="may not use"):
        await town.ben.slash(town.channel, "vote cast", proposal="7", choice="For")

    thread = await town.ada.open_thread(town.channel, "talk")
    thread.archive()
    with pytest.raises(CannotDo, match="archived"):
        await town.ada.slash(thread, "vote cast", proposal="7", choice="For")


def subcommand(**more):
    return {"name": "x", "description": "x", "type": 1, **more}


OPTION = {"name": "x", "description": "x", "type": 3}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"name": "Vote"}, "name"),
        ({"name": "vo te"}, "name"),
        ({"name": "x" * 33}, "name"),
        ({"description": ""}, "description"),
        ({"description": "x" * 101}, "description"),
        ({"description": None}, "description"),
        ({"name_localizations": {"xx": "stimme"}}, "name_localizations"),
        ({"name_localizations": {"de": "Stimme"}}, "name_localizations"),
        ({"options": [OPTION, {**OPTION, "name": "y", "required": True}]}, "options"),
        ({"options": [OPTION, OPTION]}, "options"),
        ({"options": [{**OPTION, "name": "X"}]}, "options"),
        ({"options": [OPTION, subcommand(name="y")]}, "options"),
        (
            {"options": [{**OPTION, "autocomplete": True, "choices": [{"name": "a", "value": "a"}]}]},
            "options",
        ),
        (
            {"options": [{**OPTION, "choices": [{"name": "a", "value": "a"}, {"name": "a", "value": "b"}]}]},
            "options",
        ),
        ({"options": [{**OPTION, "choices": [{"name": "a", "value": "a"}] * 26}]}, "options"),
        ({"options": [{**OPTION, "name": f"o{number}"} for number in range(26)]}, "options"),
        ({"options": [subcommand(options=[subcommand()])]}, "options"),
        ({"type": 3}, "description"),
        ({"colour": 1}, "colour"),
    ],
)
async def test_discord_refuses_such_commands(town, raw, change, where):
    body = {"name": "vote", "description": "Vote", "type": 1, **change}
    path = f"/applications/{town.app.id}/commands"

    one = await raw("POST", path, body)
    many = await raw("PUT", path, [body])

    assert (one[0], one[1]["code"]) == (400, 50035)
    assert where in one[1]["errors"]
    assert where in many[1]["errors"]["0"]
    assert town.app.commands == {}


async def test_two_commands_of_one_name_are_refused(town, raw):
    body = {"name": "vote", "description": "Vote"}

    assert (await raw("PUT", f"/applications/{town.app.id}/commands", [body, body]))[1]["code"] == 50035


async def test_a_hundred_and_one_commands_are_too_many(town, raw):
    bodies = [{"name": f"vote{number}", "description": "Vote"} for number in range(101)]
    path = f"/applications/{town.app.id}/commands"

    assert (await raw("PUT", path, bodies))[1]["code"] == 30032
    assert (await raw("PUT", path, bodies[:100]))[0] == 200


async def test_single_commands_are_created_changed_and_deleted(town, raw):
    path = f"/applications/{town.app.id}/guilds/{town.guild.id}/commands"

    status, made = await raw("POST", path, {"name": "vote", "description": "Vote"})
    assert status == 201
    assert (await raw("POST", path, {"name": "vote", "description": "Again"}))[0] == 200
    assert (await raw("PATCH", f"{path}/{made['id']}", {"description": "Cast"}))[1]["description"] == "Cast"
    assert (await raw("GET", f"{path}/{made['id']}"))[1]["id"] == made["id"]
    assert (await raw("DELETE", f"{path}/{made['id']}"))[0] == 204

    assert (await raw("GET", path))[1] == []
    assert (await raw("GET", f"{path}/{made['id']}"))[1]["code"] == 10063
