"""What moderators hear in the log channel: what goes wrong with many proposals in one message an hour, while each one's
own thread has its own; and that a chain is silent, and when it is back."""

from datetime import timedelta

import pytest

from bot.services.delivery.notifications import ReportAlarms, ReportChain
from bot.services.timekeeping.chain_watch import PATIENCE
from sandbox.discord.world.messages import Message
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import DISCUSSION

EARLY, LATE = ("Well 1", "Well 2"), ("Well 3", "Well 4")
LATER = timedelta(minutes=30)
HELD_UP = "can't open yet"


async def tried(dao: DiscordHarness, time: timedelta) -> None:
    """So much time passes, and what waits is tried again and again."""
    step = timedelta(minutes=10)
    for _ in range(int(time / step)):
        await dao.harness.pass_time(step)
        await dao.harness.sweep.run()
        await dao.deliver()


async def submitted(dao: DiscordHarness, *titles: str) -> None:
    for title in titles:
        await dao.harness.submitted("ada", guild=dao.guild_id, title=title)


def alarms(dao: DiscordHarness) -> list[Message]:
    return dao.said(dao.log, HELD_UP)


@pytest.mark.attack("floods")
async def test_what_goes_wrong_with_many_is_one_message_an_hour(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    await submitted(dao, *EARLY)
    await dao.harness.pass_time(LATER)
    await submitted(dao, *LATE)
    await dao.deliver()
    await dao.harness.pass_time(DISCUSSION - LATER)
    dao.harness.chain.silent = True
    await tried(dao, LATER)
    (first,) = alarms(dao)
    assert "🚨 **2 alarms.** Each is said in its proposal's thread" in first.text
    assert [title in first.text for title in (*EARLY, *LATE)] == [True, True, False, False]
    await tried(dao, LATER)
    assert len(alarms(dao)) == 1, "within the hour"
    said = [sum(HELD_UP in each.text for each in thread.messages[1:]) for thread in dao.guild.threads]
    assert said == [1] * 4
    await dao.restart()
    await tried(dao, ReportAlarms.cooldown)
    first, second = alarms(dao)
    assert "🚨 **2 alarms.**" in second.text
    assert [title in second.text for title in (*EARLY, *LATE)] == [False, False, True, True]
    assert second.text.count("https://discord.com/channels/") == 2
    await tried(dao, ReportAlarms.cooldown)
    assert len(alarms(dao)) == 2


async def test_a_silent_chain_is_told_in_the_log_channel_and_that_it_is_back(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.deliver()
    for silent, time in ((True, PATIENCE), (False, 2 * ReportChain.cooldown)):
        dao.harness.chain.silent = silent
        await dao.harness.services.chain_watch.look()
        await dao.harness.pass_time(time)
        await dao.harness.services.chain_watch.look()
        await dao.deliver()
    alarm, over = dao.log.messages[-2:]
    assert "⚠️ **Chain mainnet doesn't answer**, since <t:" in alarm.text
    assert "✅ **Chain mainnet answers again**, since <t:" in over.text
