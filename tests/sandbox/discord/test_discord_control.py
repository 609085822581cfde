"""The control interface: another process acts as members over HTTP."""

# mypy: disable-error-code="attr-defined"
# discord.py types what stands below a label as any item.

import asyncio
import sys

import aiohttp
import discord as discordpy
import pytest
import pytest_asyncio
from discord import app_commands, ui

from bot.discord_addresses import point_at

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def control():
    """`python -m sandbox.discord` in its own process, and its verbs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.discord", stdout=asyncio.subprocess.PIPE
    )
    api, gateway, base = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().split()
    point_at(api, gateway)
    async with aiohttp.ClientSession() as session:

        async def act(verb, **given):
            async with session.post(base + verb, json=given) as answer:
                act.status = answer.status
                return await answer.json()

        yield act
        assert (await act("violations"))["violations"] == []
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 30) == 0


class Form(ui.Modal, title="Why?"):
    reason = ui.Label(text="Reason", component=ui.TextInput(custom_id="reason"))

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"because {self.reason.component.value}", ephemeral=True)


class Panel(ui.LayoutView):
    row = ui.ActionRow()

    @row.button(label="Why", custom_id="why")
    async def why(self, interaction, button):
        await interaction.response.send_modal(Form())

    menu = ui.ActionRow()

    @menu.select(custom_id="menu", options=[discordpy.SelectOption(label="One", value="1")])
    async def chose(self, interaction, select):
        await interaction.response.send_message(f"chose {select.values[0]}")


async def test_another_process_can_do_all_that_a_member_can(control):
    app = await control("application", name="Folkmoot")
    guild = await control("guild", name="DAO")
    role = await control("role", guild_id=guild["id"], name="Guardian")
    hall = await control("channel", guild_id=guild["id"], name="hall")
    forum = await control("channel", guild_id=guild["id"], name="talk", kind="forum", tags=["open"])
    await control("invite", guild_id=guild["id"], application_id=app["id"])
    ada = await control("member", guild_id=guild["id"], name="ada", role_ids=[role["id"]], locale="de")
    await control("overwrite", channel_id=hall["id"], target_id=role["id"], allow="8192")
    who = {"guild_id": guild["id"], "user_id": ada["id"]}
    assert forum["tags"][0]["name"] == "open"

    client = discordpy.Client(intents=discordpy.Intents.default(), guild_ready_timeout=0.01)
    tree = app_commands.CommandTree(client)

    @tree.command(name="panel", description="Panel")
    async def panel(interaction: discordpy.Interaction, title: str):
        await interaction.response.defer()
        await interaction.followup.send(view=Panel().add_item(ui.TextDisplay(title)))

    @panel.autocomplete("title")
    async def suggest(interaction: discordpy.Interaction, typed: str):
        return [app_commands.Choice(name=typed.upper(), value=typed)]

    @tree.context_menu(name="Quote")
    async def quote(interaction: discordpy.Interaction, message: discordpy.Message):
        await interaction.response.send_message(f"> {message.id}")

    running = asyncio.create_task(client.start(app["token"]))
    await control("connected", application_id=app["id"])
    await client.wait_until_ready()
    await tree.sync()

    where = {"channel_id": hall["id"], **who}
    choices = await control("autocomplete", command="panel", focused="title", value="x", **where)
    assert choices == {"choices": [{"name": "X", "value": "x"}]}
    reply = await control("slash", command="panel", options={"title": "Hello"}, settle=5, **where)
    assert (reply["kind"], reply["message"]["text"]) == ("deferred", "Hello")
    card = reply["message"]
    assert [button["label"] for button in card["buttons"]] == ["Why"]

    clicked = await control("click", message_id=card["id"], label="Why", **who)
    assert [field["label"] for field in clicked["modal"]["fields"]] == ["Reason"]
    answer = await control("submit", interaction_id=clicked["interaction_id"], values={"Reason": "so"})
    assert (answer["message"]["text"], answer["ephemeral"]) == ("because so", True)
    chosen = await control("select", message_id=card["id"], values=["1"], **who)
    assert chosen["message"]["text"] == "chose 1"

    said = (await control("say", text="a plan", **where))["message"]
    quoted = await control("context_menu", message_id=said["id"], name="Quote", **who)
    assert quoted["message"]["text"] == f"> {said['id']}"
    await control("react", message_id=said["id"], emoji="👍", **who)
    [shown] = [
        m for m in (await control("messages", channel_id=hall["id"]))["messages"] if m["id"] == said["id"]
    ]
    assert shown["reactions"][0]["count"] == 1
    await control("unreact", message_id=said["id"], emoji="👍", **who)
    await control("delete", message_id=said["id"], **who)
    found = await control("wait_for", channel_id=hall["id"], contains="chose 1", timeout=1)
    assert found["message"]["id"] == chosen["message"]["id"]

    refused = await control("click", message_id=card["id"], label="Nope", **who)
    assert (control.status, "no button" in refused["error"]) == (400, True)
    assert (await control("slash", command="nope", **where))["error"]
    await control("fail_next", method="POST", path="/callback$", status=400)
    silent = await control("click", message_id=card["id"], label="Why", **who)
    assert (control.status, silent["no_answer"]) == (504, True)
    assert await control("disconnect", resumable=True) == {"connections": 1}
    assert (await control("threads", guild_id=guild["id"])) == {"threads": []}
    log = (await control("requests"))["requests"]
    assert {"method", "path", "body", "status", "at"} == log[0].keys()
    await client.close()
    await running


async def test_an_unknown_verb_is_refused(control):
    assert "there is no POST /control/nope" in (await control("nope"))["error"]
    assert control.status == 404


async def test_a_missing_argument_is_named(control):
    assert (await control("guild"))["error"] == "KeyError: 'name'"
