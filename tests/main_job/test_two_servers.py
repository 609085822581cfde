"""Two servers with one bot: nothing of one can be seen or touched from the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.discord import Permission
from sandbox.stage import BOT_PERMISSIONS, Stage
from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, Job, assert_says


@pytest.mark.attack("commands")
async def test_nothing_of_one_server_can_be_seen_or_touched_from_another(staged: Staging) -> None:
    async with staged() as here:
        await here.set_up()
        await here.join({"ada": 40_000})
        there = Job(_second_server(here.stage), here.bot)
        refused = await there.stage.set_up()
        assert_says(refused, "Another Discord server has proved that the Safe", here.stage.safe.address)
        await here.logged("another server asked for the Safe", str(there.stage.guild.id))
        await there.set_up(safe="none")
        await there.join({"zoe": 50_000})
        # Each server counts its own proposals: the one to be found has a number that the other server has not.
        await here.submitted("ada", "Nothing of interest")
        foreign = await here.opened("ada", "Secret of the first server")
        await here.click("ada", foreign, "For")
        own = await there.submitted("zoe", "Matter of the second server")

        zoe, stage = there["zoe"].person, there.stage
        voter = str(foreign)
        tried = {
            "proposal view": (zoe, {}),
            "proposal edit": (zoe, {}),
            "proposal withdraw": (zoe, {}),
            "proposal diff": (zoe, {}),
            "proposal actions": (zoe, {}),
            "vote cast": (zoe, {"choice": "For"}),
            "vote mine": (zoe, {}),
            "vote why": (zoe, {}),
            "gov pause": (stage.moderator, {"reason": "Ha."}),
            "gov resume": (stage.moderator, {"reason": "Ha."}),
            "gov cancel": (stage.moderator, {"reason": "Ha."}),
            "veto": (stage.guardian, {"reason": "Ha."}),
        }
        for command, (person, options) in tried.items():
            answer = await there.ask(person, command, proposal=voter, **options)
            assert f"There is no proposal `{foreign}` in this server" in answer, command
            offered = await person.autocomplete(stage.announcements, command, focused="proposal", value="")
            assert voter not in {choice["value"] for choice in offered}, command

        listed = await there.ask(zoe, "proposal list")
        assert_says(listed, "Matter of the second server")
        assert "Secret" not in listed
        for command in ("gov log", "gov space show"):
            shown = await there.ask(stage.moderator, command)
            assert str(here.stage.moderator.id) not in shown, command
            assert str(here.stage.announcements.id) not in shown, command
        assert here["ada"].wallet.address not in await there.ask(zoe, "wallet list")

        # Each server goes its own way, and its words stay in its own channels.
        await here.bot.passes(minutes=61)
        assert (await here.closed(foreign))["result"]["scores"][0] == str(40_000 * TOKEN)
        await there.card(own, "Open for voting")
        assert not [m for m in there.stage.announcements.messages if "Secret" in m.text]
        assert not [m for m in here.stage.announcements.messages if "Matter of the second server" in m.text]
        assert not [m for m in stage.log.messages if str(here.stage.moderator.id) in m.text]


def _second_server(stage: Stage) -> Stage:
    """Another server with the same bot, chain and token, and people of its own."""
    guild = stage.discord.create_guild("The Other DAO")
    guild.invite(stage.app, permissions=BOT_PERMISSIONS)
    moderators, guardians = guild.create_role("Moderator"), guild.create_role("Guardian")
    return replace(
        stage,
        guild=guild,
        announcements=guild.create_text_channel("announcements"),
        discussion=guild.create_forum_channel("proposals"),
        log=guild.create_text_channel("governance-log"),
        moderators=moderators,
        guardians=guardians,
        moderator=guild.create_member("olga", roles=[moderators], permissions=Permission.MANAGE_GUILD),
        guardian=guild.create_member("gil", roles=[guardians]),
        voters={},
    )
