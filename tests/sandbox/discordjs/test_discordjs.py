"""An independent client library, unmodified, sees the same Discord."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.discord import CannotDo, Discord

pytestmark = pytest.mark.node


class Node:
    """The bot in its own process, and what it has told."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._unread: list[dict[str, Any]] = []

    async def until(self, what: str) -> dict[str, Any]:
        """The first thing of a kind that the bot tells or has told, and that was not asked for before."""
        assert self._process.stdout is not None
        async with asyncio.timeout(20):
            while True:
                for told in self._unread:
                    if told["what"] == what:
                        self._unread.remove(told)
                        return told
                line = await self._process.stdout.readline()
                assert line, f"the bot ended after {self._unread}"
                self._unread.append(json.loads(line))
                assert self._unread[-1]["what"] != "error", self._unread


class Scene:
    """A guild with a discord.js bot in it."""

    def __init__(self, server: Discord) -> None:
        self.server = server
        self.app = server.create_application("Jester")
        self.guild = server.create_guild("Court")
        self.channel = self.guild.create_text_channel("hall")
        self.forum = self.guild.create_forum_channel("discussion", tags=["open"])
        self.guild.invite(self.app)
        self.ada = self.guild.create_member("ada")
        self.ben = self.guild.create_member("ben", locale="de")
        self.node: Node


@pytest.fixture
async def scene(discordjs: Path) -> AsyncIterator[Scene]:
    async with Discord.serve() as server:
        scene = Scene(server)
        api = f"{server.world.base_url}/api"
        process = await asyncio.create_subprocess_exec(
            "node",
            str(discordjs / "bot.mjs"),
            api,
            scene.app.token,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        scene.node = Node(process)
        ready = await scene.node.until("ready")
        assert ready == {"what": "ready", "commands": 3, "guild": "Court", "channels": ["hall", "discussion"]}
        yield scene
        assert process.stdin is not None
        process.stdin.close()
        assert await asyncio.wait_for(process.wait(), 30) == 0
        assert server.violations == []
        assert server.invalid_requests == 0


async def test_a_slash_command_of_a_discordjs_bot_answers_with_a_card(scene: Scene) -> None:
    suggested = await scene.ben.autocomplete(scene.channel, "vote on proposal", focused="proposal", value="7")
    assert suggested == [{"name": "Proposal 7", "value": "7"}]

    reply = await scene.ben.slash(scene.channel, "vote on proposal", proposal="7", choice="For")

    assert reply.kind == "message"
    assert reply.message is not None
    assert reply.message.text == "on: for"
    assert reply.message.flags & 1 << 15
    assert (await scene.node.until("voted"))["locale"] == "de"
    assert list(reply.message.reactions) == ["👍"]


async def test_a_discordjs_bot_defers_a_click_and_follows_up(scene: Scene) -> None:
    card = (await scene.ada.slash(scene.channel, "vote on proposal", proposal="7", choice="For")).message
    assert card is not None

    reply = await scene.ben.click(card, "For")

    assert reply.kind == "deferred"
    assert reply.ephemeral
    assert (await reply.settled()).text == "counted vote:for of ben"
    await scene.channel.wait_for(lambda message: message.text == "for: 1", timeout=30)
    with pytest.raises(CannotDo, match="can't be clicked"):
        await scene.ben.click(card, "Closed")


async def test_a_discordjs_bot_reads_a_form_and_attaches_a_file(scene: Scene) -> None:
    reply = await scene.ada.slash(scene.channel, "propose")
    assert reply.modal is not None
    with pytest.raises(CannotDo, match="must be filled in"):
        await reply.modal.submit({"Track": "Text"})

    answer = await reply.modal.submit({"Title": "Fund the garden", "Track": "Treasury"})

    assert answer.text == "Fund the garden (treasury)"
    assert answer.message is not None
    assert [(file.filename, file.content) for file in answer.message.attachments] == [("text.md", b"full")]


async def test_a_discordjs_bot_opens_a_thread_and_a_forum_post(scene: Scene) -> None:
    reply = await scene.ada.slash(scene.channel, "open", forum=scene.forum)

    assert (await reply.settled()).text == "opened Below and A post"
    private = await reply.followup()
    assert (private.text, private.ephemeral) == ("only for you", True)
    below = scene.channel.post("Below")
    assert [message.text for message in below.messages if message.text] == ["first"]
    post = scene.forum.post("A post")
    assert post.archived
    assert post.tag_names == ["open"]
    assert post.starter is not None
    assert post.starter.text == "the text"


async def test_a_discordjs_bot_that_comes_back_is_told_what_it_missed(scene: Scene) -> None:
    card = (await scene.ada.slash(scene.channel, "vote on proposal", proposal="7", choice="For")).message
    assert card is not None
    await scene.node.until("voted")
    await scene.node.until("reaction")
    identified = scene.server.gateway.identifies

    assert scene.server.disconnect_gateways(resumable=True) == 1
    await scene.ben.react(card, "🎉")
    await scene.ben.unreact(card, "🎉")
    await scene.ada.react(card, "👍")

    assert (await scene.node.until("resumed"))["replayed"] == 4  # the three events, and RESUMED itself
    assert (await scene.node.until("unreaction"))["emoji"] == "🎉"
    missed = [await scene.node.until("reaction"), await scene.node.until("reaction")]
    assert {reaction["emoji"] for reaction in missed} == {"🎉", "👍"}
    thumbs = next(reaction for reaction in missed if reaction["emoji"] == "👍")
    assert thumbs["users"] == sorted([str(scene.app.user_id), str(scene.ada.id)])
    assert scene.server.gateway.identifies == identified
