"""The start panel: posted and pinned where moderators want it, once, and there again when somebody deletes it."""

from datetime import timedelta

import pytest

from bot.domain.policy.model import DelegationRule
from bot.services.governance.setup.start_panel import LOOKED_AFTER
from sandbox.discord import CannotDo, Permission
from sandbox.discord.world.channels import Channel
from sandbox.discord.world.messages import Message
from tests.cogs.notices.test_notify import later
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.services.delegation.delegating import rule

DECIDES = "decides here"
LABELS = ["Link a wallet", "Open votes", "My power", "Delegates", "Reminders", "Help"]


def panels(dao: DiscordHarness, channel: Channel | None = None) -> list[Message]:
    return dao.said(channel or dao.announcements, DECIDES)


async def place(dao: DiscordHarness, **options: Channel) -> str:
    """What a moderator is answered who chooses where the panel stands."""
    if "mona" not in dao.people:
        manages = dao.guild.add_role("managers", Permission.MANAGE_GUILD)
        dao.people["mona"] = dao.guild.create_member("mona", roles=[manages])
    said = await dao["mona"].slash(dao.announcements, "gov panel", **options)
    text = (await said.settled()).text
    await dao.deliver()
    return text


def let_pin(dao: DiscordHarness, channel: Channel) -> None:
    channel.overwrite(dao.guild.bot(dao.app), allow=Permission.PIN_MESSAGES)


async def pressed(dao: DiscordHarness, name: str, label: str) -> str:
    (panel,) = panels(dao)
    return (await (await dao[name].click(panel, label)).settled()).text


async def test_its_buttons_lead_to_what_everybody_needs(dao: DiscordHarness) -> None:
    await dao.set_up()
    await rule(dao.harness, guild=dao.guild_id, delegation=DelegationRule())
    await dao.harness.powers({"ada": 70, "ben": 30}, guild=dao.guild_id)
    let_pin(dao, dao.announcements)
    said = await place(dao, channel=dao.announcements)
    assert "pinned" in said
    assert "⚠️" not in said
    (panel,) = panels(dao)
    assert panel.pinned
    assert [button.label for button in panel.buttons] == LABELS
    assert "No vote is open" in await pressed(dao, "ada", "Open votes")
    assert "• **main**: 70" in await pressed(dao, "ada", "My power")
    power = await pressed(dao, "cleo", "My power")
    assert "• **main**: 0" in power
    assert "no linked wallet" in power
    assert "delegate" in (await pressed(dao, "ada", "Delegates")).lower()
    assert "What I write to you about The Well DAO" in await pressed(dao, "ada", "Reminders")
    assert "`/notify`" in await pressed(dao, "ada", "Help")
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id, title="A new well")
    await dao.deliver()
    await dao.harness.open(proposal)
    await dao.deliver()
    assert "A new well" in await pressed(dao, "ben", "Open votes")
    await dao.restart()
    assert "`/notify`" in await pressed(dao, "ada", "Help"), "its buttons outlive a restart"


async def test_it_stands_once_and_comes_back_when_it_is_deleted(dao: DiscordHarness) -> None:
    await dao.set_up()
    let_pin(dao, dao.announcements)
    await place(dao, channel=dao.announcements)
    await place(dao, channel=dao.announcements)
    (first,) = panels(dao)
    assert "Delegates" not in [button.label for button in first.buttons], "nobody delegates here"
    await rule(dao.harness, guild=dao.guild_id, delegation=DelegationRule())
    await later(dao, LOOKED_AFTER + timedelta(minutes=1))
    (same,) = panels(dao)
    assert same.id == first.id
    assert [button.label for button in same.buttons] == LABELS, "it offers what the rules have by now"
    first.delete()
    await dao.until(lambda: len(panels(dao)) == 1 and panels(dao)[0].pinned)
    (second,) = panels(dao)
    await dao.disconnect()
    second.delete()
    await dao.harness.restart()
    await dao.connect()
    assert panels(dao) == [], "nobody told the bot"
    await later(dao, LOOKED_AFTER + timedelta(minutes=1))
    assert [panel.pinned for panel in panels(dao)] == [True]


async def test_it_moves_and_is_taken_away_by_moderators_alone(dao: DiscordHarness) -> None:
    await dao.set_up()
    hall = dao.guild.create_text_channel("hall")
    let_pin(dao, hall)
    said = await place(dao, channel=dao.announcements)
    assert "Pin Messages" in said, "the bot can't pin there, and says so"
    assert "pinned" not in said
    (unpinned,) = panels(dao)
    assert not unpinned.pinned
    await place(dao, channel=hall)
    assert panels(dao) == []
    (moved,) = panels(dao, hall)
    assert moved.pinned
    assert "taken away" in await place(dao)
    assert (panels(dao), panels(dao, hall)) == ([], [])
    await later(dao, LOOKED_AFTER + timedelta(minutes=1))
    assert (panels(dao), panels(dao, hall)) == ([], [])
    assert len(dao.said(dao.log, "decided where the start panel stands")) == 3
    with pytest.raises(CannotDo):
        await dao["ben"].slash(dao.announcements, "gov panel", channel=hall)


async def test_after_a_crash_between_posting_and_noting_there_is_one_panel(dao: DiscordHarness) -> None:
    await dao.set_up()
    let_pin(dao, dao.announcements)
    dao.discord.faults.fail_next("POST", f"/channels/{dao.announcements.id}/messages$", after=True)
    await place(dao, channel=dao.announcements)
    await dao.restart()
    await dao.deliver_again()
    (panel,) = panels(dao)
    assert panel.pinned
