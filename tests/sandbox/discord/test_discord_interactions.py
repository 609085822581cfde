"""Commands, buttons, menus and forms between a member and a real discord.py."""

from datetime import timedelta

import discord as discordpy
import pytest
from discord import app_commands, ui

from sandbox.discord import CannotDo, NoAnswer


@pytest.fixture
async def cast(new_bot, start):
    """Starts a bot whose /act does what the test says."""

    async def begin(act, **options):
        bot = new_bot()
        bot.tree.add_command(app_commands.Command(name="act", description="Act", callback=act))
        await start(bot)
        return bot

    return begin


async def test_a_command_gets_an_immediate_answer(town, cast):
    async def act(interaction: discordpy.Interaction, choice: str):
        response = await interaction.response.send_message(
            f"{interaction.user.name}: {choice}", ephemeral=True
        )
        assert response.message_id == (await interaction.original_response()).id

    await cast(act)

    reply = await town.ada.slash(town.channel, "act", choice="For")

    assert (reply.kind, reply.ephemeral, reply.text) == ("message", True, "ada: For")
    assert town.channel.messages == []


async def test_a_deferred_answer_replaces_what_said_that_it_thinks(town, cast):
    async def act(interaction: discordpy.Interaction):
        await interaction.response.defer()
        await interaction.edit_original_response(content="counted")

    await cast(act)

    reply = await town.ada.slash(town.channel, "act")

    assert (reply.kind, reply.ephemeral) == ("deferred", False)
    assert (await reply.settled()).text == "counted"
    assert not town.channel.messages[0].loading
    assert town.channel.messages[0].edited_at is None


async def test_the_first_follow_up_of_a_deferred_answer_becomes_the_answer(town, cast):
    async def act(interaction: discordpy.Interaction):
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("first")
        await interaction.followup.send("second", ephemeral=True)

    await cast(act)

    reply = await town.ada.slash(town.channel, "act")
    second = await reply.followup(1)

    assert reply.message is reply.followups[0]
    assert (reply.text, reply.ephemeral) == ("first", True)
    assert (second.text, second.ephemeral) == ("second", True)


async def test_a_second_acknowledgement_is_refused(town, cast):
    refused = []

    async def act(interaction: discordpy.Interaction):
        await interaction.response.send_message("one")
        try:
            interaction.response._response_type = None
            await interaction.response.send_message("two")
        except discordpy.HTTPException as error:
            refused.append(error.code)
        await interaction.followup.send("done")

    await cast(act)

    reply = await town.ada.slash(town.channel, "act")

    await reply.followup()
    assert refused == [40060]


async def test_who_is_not_answered_is_told_so(town, clock, raw, cast):
    async def act(interaction: discordpy.Interaction):
        clock.ahead += timedelta(seconds=3)
        raise RuntimeError("broken")

    bot = await cast(act)

    with pytest.raises(NoAnswer, match="ada's 'act'"):
        await town.ada.slash(town.channel, "act")
    assert str(bot.errors[0]) == "broken"


async def test_an_answer_can_be_edited_and_deleted(town, cast):
    async def act(interaction: discordpy.Interaction):
        await interaction.response.send_message("one")
        await interaction.edit_original_response(content="two")
        extra = await interaction.followup.send("three", wait=True)
        await extra.edit(content="four")
        await interaction.delete_original_response()
        await interaction.followup.send("end")

    await cast(act)

    reply = await town.ada.slash(town.channel, "act")
    end = await reply.followup(1)

    assert reply.message is None
    assert [message.text for message in town.channel.messages] == ["four", "end"]
    assert end.text == "end"


class Panel(ui.LayoutView):
    def __init__(self, act):
        super().__init__(timeout=None)
        button = ui.Button(label="Go", custom_id="go")
        button.callback = act
        self.add_item(ui.Container(ui.TextDisplay("panel"), ui.ActionRow(button)))


async def shown(town, bot, act):
    await bot.get_channel(town.channel.id).send(view=Panel(act))
    return town.channel.messages[-1]


async def test_a_click_edits_its_message(town, bot):
    async def act(interaction):
        await interaction.response.edit_message(view=ui.LayoutView().add_item(ui.TextDisplay("gone")))

    card = await shown(town, bot, act)

    reply = await town.ada.click(card, "Go")

    assert (reply.kind, reply.message) == ("update", card)
    assert card.text == "gone"


async def test_a_click_can_be_acknowledged_in_silence(town, bot):
    async def act(interaction):
        await interaction.response.defer()
        await interaction.edit_original_response(view=ui.LayoutView().add_item(ui.TextDisplay("later")))

    card = await shown(town, bot, act)

    reply = await town.ada.click(card, custom_id="go")

    assert reply.kind == "deferred_update"
    assert (await reply.settled()) is card
    assert card.text == "later"


async def test_a_persistent_button_survives_a_restart(town, new_bot, start):
    class Vote(ui.DynamicItem[ui.Button], template=r"vote:(?P<number>\d+):(?P<choice>\w+)"):
        def __init__(self, number, choice):
            super().__init__(ui.Button(label=choice, custom_id=f"vote:{number}:{choice}"))
            self.vote = (number, choice)

        @classmethod
        async def from_custom_id(cls, interaction, item, match):
            return cls(match["number"], match["choice"])

        async def callback(self, interaction):
            await interaction.response.send_message(" ".join(self.vote), ephemeral=True)

    first, second = new_bot(), new_bot()
    await start(first)
    view = ui.LayoutView(timeout=None).add_item(ui.Container(ui.ActionRow(Vote("7", "For"))))
    await first.get_channel(town.channel.id).send(view=view)
    await first.close()
    second.add_dynamic_items(Vote)
    await start(second)

    reply = await town.ada.click(town.channel.messages[0], "For")

    assert reply.text == "7 For"


async def test_only_its_reader_can_click_on_an_ephemeral_message(town, cast):
    async def again(interaction):
        await interaction.response.send_message(f"clicked by {interaction.user.name}", ephemeral=True)

    async def act(interaction: discordpy.Interaction):
        await interaction.response.send_message(view=Panel(again), ephemeral=True)

    await cast(act)
    receipt = (await town.ada.slash(town.channel, "act")).message

    assert (await town.ada.click(receipt, "Go")).text == "clicked by ada"
    with pytest.raises(CannotDo, match="does not see this message"):
        await town.ben.click(receipt, "Go")


async def test_an_ephemeral_message_can_not_be_fetched(town, raw, cast):
    async def act(interaction: discordpy.Interaction):
        await interaction.response.send_message("psst", ephemeral=True)

    await cast(act)
    receipt = (await town.ada.slash(town.channel, "act")).message

    status, body = await raw("GET", f"/channels/{town.channel.id}/messages/{receipt.id}")
    assert (status, body["code"]) == (404, 10008)


async def test_menus_offer_options_members_roles_and_channels(town, bot):
    chosen = []

    class Menus(ui.LayoutView):
        def __init__(self):
            super().__init__(timeout=None)
            options = [
                discordpy.SelectOption(label=name.title(), value=name) for name in ("one", "two", "three")
            ]
            menus = (
                ui.Select(custom_id="text", options=options, max_values=2),
                ui.UserSelect(custom_id="user"),
                ui.RoleSelect(custom_id="role"),
                ui.ChannelSelect(custom_id="channel"),
                ui.MentionableSelect(custom_id="any"),
            )
            for menu in menus:
                menu.callback = self.chose(menu)
                self.add_item(ui.ActionRow(menu))

        def chose(self, menu):
            async def callback(interaction):
                chosen.append([str(value) for value in menu.values])
                await interaction.response.defer()

            return callback

    await bot.get_channel(town.channel.id).send(view=Menus())
    card = town.channel.messages[0]

    await town.ada.select(card, "text", values=["One", "three"])
    await town.ada.select(card, "user", values=town.ben)
    await town.ada.select(card, "role", values=town.guardian)
    await town.ada.select(card, "channel", values=town.forum)
    await town.ada.select(card, "any", values=town.ben)

    assert chosen == [["one", "three"], ["ben"], ["Guardian"], ["discussion"], ["ben"]]
    with pytest.raises(CannotDo, match="takes 1 to 2 values"):
        await town.ada.select(card, "text", values=["one", "two", "three"])
    with pytest.raises(CannotDo, match="does not offer"):
        await town.ada.select(card, "text", values="four")


async def test_a_message_menu_command_gets_the_message(town, new_bot, start):
    bot = new_bot()

    @bot.tree.context_menu(name="Vote on this")
    async def vote(interaction: discordpy.Interaction, message: discordpy.Message):
        await interaction.response.send_message(f"on {message.id} by {message.author.name}")

    @bot.tree.context_menu(name="Weight")
    async def weight(interaction: discordpy.Interaction, member: discordpy.Member):
        await interaction.response.send_message(f"of {member.name}")

    await start(bot)
    said = await town.ben.say(town.channel, "a plan")

    assert (await town.ada.context_menu(said, "Vote on this")).text == f"on {said.id} by ben"
    assert (await town.ada.context_menu(town.ben, "Weight", town.channel)).text == "of ben"


async def test_an_interaction_needs_no_permission_of_the_bot(town, cast):
    async def act(interaction: discordpy.Interaction):
        await interaction.response.send_message("still here", ephemeral=True)

    await cast(act)
    town.channel.overwrite(town.bot_member, deny=1 << 10 | 1 << 11)

    assert (await town.ada.slash(town.channel, "act")).text == "still here"


async def test_the_member_and_their_locale_come_with_the_interaction(town, cast):
    async def act(interaction: discordpy.Interaction):
        roles = [role.name for role in interaction.user.roles]
        await interaction.response.send_message(f"{interaction.locale} {roles} {interaction.guild.name}")

    await cast(act)

    assert (await town.ben.slash(town.channel, "act")).text == "de ['@everyone'] Folkmoot DAO"
    assert (await town.ada.slash(town.channel, "act")).text == "en-US ['@everyone', 'Guardian'] Folkmoot DAO"


async def test_a_file_arrives_as_an_option(town, cast):
    async def act(interaction: discordpy.Interaction, record: discordpy.Attachment):
        await interaction.response.send_message((await record.read()).decode())

    await cast(act)

    assert (await town.ada.slash(town.channel, "act", record=("a.json", b"{}"))).text == "{}"
